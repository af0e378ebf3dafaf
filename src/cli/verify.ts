import { Command, InvalidArgumentError } from 'commander';
import { openBitacora } from '../main.js';
import { readSettings } from '../settings.js';
import { ledgersOf } from './ledgers.js';
import type { LogScope, Soundness } from './verify-log.js';
import { verifyFile, verifyLog } from './verify-log.js';
import { verifyState } from './verify-state.js';

interface VerifyFlags {
  readonly log?: boolean;
  readonly state?: boolean;
  readonly entity?: string;
  readonly sample?: number;
  readonly checkpoint: readonly string[];
  readonly key?: string;
}

const exitCodes: { readonly [S in Soundness]: number } = { sound: 0, broken: 1, lost: 4 };

const say = (line: string) => process.stdout.write(`${line}\n`);

export function verifyCommand(done: (exitCode: number) => void): Command {
  return new Command('verify')
    .description('Check that what is kept holds together, and that nothing was altered.')
    .argument('[file]', 'verify this audit-export instead: takes neither database nor network')
    .option('--log', 'verify the log: every event, text, hash and checkpoint')
    .option('--state', 'compare the read models with the fold of the log')
    .option('--entity <id>', 'only the ledger of this entity')
    .option('--sample <n>', 'only so many rows of each read model, drawn by chance', countOf)
    .option(
      '--checkpoint <file>',
      'a checkpoint kept outside, which the log must agree with; may be repeated',
      (path: string, paths: readonly string[]) => [...paths, path],
      [],
    )
    .option('--key <file>', 'verifier keys whose signatures hold, beside those of the settings')
    .addHelpText(
      'after',
      '\nWithout --log or --state, both are made. Changes nothing, and works while commands are recorded.\nA break is named by the first position that is broken and by its kind: see docs/tamper-evidence.md.\nExit codes: 0 all is sound, 1 something is broken, there is no ledger,\nor the check failed, 2 wrong usage,\n4 all that is there is sound, and a restore on record explains why a checkpoint that you brought is of more.',
    )
    .action(async (file: string | undefined, flags: VerifyFlags) => {
      const scope: LogScope = { ...flags, say };
      const found =
        file === undefined ? await verifyKept(scope, flags) : await verifyFile(file, scope);
      done(exitCodes[found]);
    });
}

async function verifyKept(scope: LogScope, flags: VerifyFlags): Promise<Soundness> {
  const settings = readSettings(process.env);
  const sayAside = (line: string) => process.stderr.write(`${line}\n`);
  const bitacora = await openBitacora(settings, sayAside, { asItIs: true });
  try {
    const { connection, keys } = bitacora;
    const { log = false, state = false, entity, sample } = flags;
    const all = !log && !state;
    let found: Soundness = 'sound';
    if (log || all) {
      found = await verifyLog(connection, keys?.publicKeys ?? [], scope);
      // Rows of a broken log are no better than the log.
      if (found === 'broken') return found;
    }
    if (!state && !all) return found;
    const ledgers = await ledgersOf(connection, entity);
    const sound = await verifyState({
      connection,
      ledgers,
      ...(sample === undefined ? {} : { sample }),
      say,
    });
    return sound ? found : 'broken';
  } finally {
    await bitacora.close();
  }
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1 to 999999.');
}
