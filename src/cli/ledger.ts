import { Command } from 'commander';
import { openBitacora } from '../main.js';
import { readSettings } from '../settings.js';
import { makeCheckpoint } from '../store/checkpoints.js';
import { collectionsOf } from '../store/collections.js';
import { KeyError } from '../store/keys.js';
import { restoredCommand } from './ledger-restored.js';
import { ledgersOf } from './ledgers.js';

export function ledgerCommand(done: (exitCode: number) => void): Command {
  const ledger = new Command('ledger').description('Work on a ledger as a whole.').exitOverride();
  ledger
    .command('checkpoint')
    .description('Sign the ledger as it is now, and print the checkpoint, to be kept elsewhere.')
    .requiredOption('--entity <id>', 'the entity whose ledger it is')
    .addHelpText(
      'after',
      '\nWhat is kept outside is what a cut tail, a rewrite or an old backup is found by:\n  bitacora ledger checkpoint --entity ID > checkpoint.txt\n  bitacora verify --checkpoint checkpoint.txt\nExit codes: 0 done, 1 failed, 2 wrong usage.',
    )
    .action(async ({ entity }: { readonly entity: string }) => {
      const settings = readSettings(process.env);
      const bitacora = await openBitacora(settings, (line) => process.stderr.write(`${line}\n`));
      try {
        const { connection, keys } = bitacora;
        if (keys === undefined) throw new KeyError('There is no key to sign with.');
        await ledgersOf(connection, entity);
        const collections = collectionsOf(connection.db);
        const checkpoint = await makeCheckpoint(collections, keys, entity, new Date());
        if (checkpoint !== undefined) process.stdout.write(checkpoint.note);
        done(0);
      } finally {
        await bitacora.close();
      }
    });
  ledger.addCommand(restoredCommand());
  return ledger;
}
