import { Command, InvalidArgumentError } from 'commander';
import { openBitacora } from '../main.js';
import { readSettings } from '../settings.js';
import { ledgersOf } from './ledgers.js';
import type { VerifyScope } from './verify-state.js';
import { verifyState } from './verify-state.js';

interface VerifyFlags {
  readonly state?: boolean;
  readonly entity?: string;
  readonly sample?: number;
}

/** Each check by its flag: says what it found, and answers whether all is sound. */
const checks: Readonly<Record<'state', (scope: VerifyScope) => Promise<boolean>>> = {
  state: verifyState,
};

export function verifyCommand(done: (exitCode: number) => void): Command {
  return new Command('verify')
    .description('Check that what is kept holds together. Changes nothing.')
    .option('--state', 'compare the read models with the fold of the log')
    .option('--entity <id>', 'only the ledger of this entity')
    .option('--sample <n>', 'only so many rows of each read model, drawn by chance', countOf)
    .addHelpText(
      'after',
      '\nWithout a flag that names a check, all are made. Works while commands are recorded.\nExit codes: 0 all is sound, 1 something differs or the check failed, 2 wrong usage.',
    )
    .action(async ({ entity, sample, ...chosen }: VerifyFlags) => {
      const settings = readSettings(process.env);
      const bitacora = await openBitacora(settings, (line) => process.stderr.write(`${line}\n`));
      try {
        const { connection } = bitacora;
        const scope: VerifyScope = {
          connection,
          ledgers: await ledgersOf(connection, entity),
          ...(sample === undefined ? {} : { sample }),
          say: (line) => process.stdout.write(`${line}\n`),
        };
        const none = Object.keys(chosen).length === 0;
        for (const [flag, check] of Object.entries(checks)) {
          if ((none || flag in chosen) && !(await check(scope))) done(1);
        }
      } finally {
        await bitacora.close();
      }
    });
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1 to 999999.');
}
