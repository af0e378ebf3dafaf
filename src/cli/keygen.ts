import { resolve } from 'node:path';
import { Command } from 'commander';
import { originOf } from '../store/checkpoint-note.js';
import { readKeyFile, writeKeyFile } from '../store/keys-file.js';
import type { KeyRing } from '../store/keys-ring.js';
import { keyName, rotated } from '../store/keys-ring.js';
import { newSigningKey, verifierText } from '../store/keys.js';

interface KeygenFlags {
  readonly output?: string;
  readonly previous?: string;
  readonly show?: string;
  readonly entity: readonly string[];
}

export function keygenCommand(done: (exitCode: number) => void): Command {
  return new Command('keygen')
    .description('Make a key that signs checkpoints, or show the verifier keys of one.')
    .option('-o, --output <file>', 'where to write the private key, readable by its owner only')
    .option('--previous <file>', 'the key file that it takes the place of; what that signed holds')
    .option('--show <file>', 'make none: print the verifier keys of this key file')
    .option(
      '--entity <id>',
      'print the verifier keys under the name of this ledger; may be repeated',
      (id: string, ids: readonly string[]) => [...ids, id],
      [],
    )
    .addHelpText(
      'after',
      '\nSet SIGNING_KEY_FILE to the file, and keep a copy apart from the database. Hand the verifier\nkeys to whoever is to check checkpoints: each ledger signs under a name of its own, "bitacora/ID".\nExit codes: 0 done, 1 failed, 2 wrong usage.',
    )
    .action(async ({ output, previous, show, entity }: KeygenFlags, command: Command) => {
      if ((output === undefined) === (show === undefined)) {
        command.error('error: expected either --output or --show');
      }
      if (show !== undefined) print(await readKeyFile(resolve(show)), entity);
      if (output !== undefined) {
        const keys = await newKeys(previous);
        await writeKeyFile(resolve(output), keys);
        process.stderr.write(`Wrote the private key to ${output}. Verifier keys:\n`);
        print(keys, entity);
      }
      done(0);
    });
}

async function newKeys(previous: string | undefined): Promise<KeyRing> {
  const signing = newSigningKey();
  if (previous === undefined) return { signing, publicKeys: [signing.publicKey] };
  return rotated(signing, await readKeyFile(resolve(previous)));
}

function print({ publicKeys }: KeyRing, entities: readonly string[]): void {
  const names = entities.length === 0 ? [keyName] : entities.map(originOf);
  for (const name of names) {
    for (const key of publicKeys) process.stdout.write(`${verifierText(name, key)}\n`);
  }
}
