import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Model } from '../domain/states.js';
import type { Bitacora } from '../main.js';
import { openBitacora } from '../main.js';
import { modelNames } from '../projections/fold.js';
import { rebuildLedger } from '../projections/rebuild.js';
import { readersFinishMs, sweepGenerations } from '../projections/rebuild-sweep.js';
import { readSettings } from '../settings.js';
import { dropRun } from '../store/generation-run.js';
import { ledgersOf } from './ledgers.js';
import { createProgress } from './progress.js';
import { lineOf, rateOf } from './rebuild-lines.js';
import { stopSignal } from './stop-signal.js';

interface RebuildFlags {
  readonly model?: Model;
  readonly entity?: string;
  readonly abort: boolean;
  /** In seconds. */
  readonly grace: number;
}

const interrupted = 130;
const say = (line: string) => process.stdout.write(`${line}\n`);

export function rebuildCommand(done: (exitCode: number) => void): Command {
  return new Command('rebuild')
    .description('Fold the log anew into the read models, beside those that are read meanwhile.')
    .addOption(new Option('--model <name>', 'only this read model').choices(modelNames))
    .option('--entity <id>', 'only the ledger of this entity')
    .option('--abort', 'drop what a rebuild that broke off has done', false)
    .option(
      '--grace <seconds>',
      'how long readers may finish on the former rows before these are removed',
      secondsOf,
      readersFinishMs / 1_000,
    )
    .addHelpText(
      'after',
      '\nCommands are recorded and answered meanwhile. Ctrl-C stops it in order; the same command goes on\nfrom there, after a kill too. Former rows that are left are removed by the next rebuild or serve.\nExit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.',
    )
    .action(async (flags: RebuildFlags) => {
      const settings = readSettings(process.env);
      const stopping = new AbortController();
      void stopSignal().then(() => stopping.abort());
      const bitacora = await openBitacora(settings, (line) => process.stderr.write(`${line}\n`));
      try {
        const ledgers = await ledgersOf(bitacora.connection, flags.entity);
        if (ledgers.length === 0) say('Nothing to rebuild: no entity is on record.');
        if (flags.abort) await abort(bitacora, ledgers);
        else if (!(await rebuild(bitacora, ledgers, flags, stopping.signal))) done(interrupted);
      } finally {
        await bitacora.close();
      }
    });
}

/** False when it was stopped before all ledgers were done. */
async function rebuild(
  { connection }: Bitacora,
  ledgers: readonly string[],
  { model, grace }: RebuildFlags,
  signal: AbortSignal,
): Promise<boolean> {
  const models = model === undefined ? {} : { models: [model] };
  for (const ledger of ledgers) {
    const progress = createProgress(`Rebuilding "${ledger}"`, process.stderr);
    const onProgress = (at: Parameters<typeof rateOf>[0]) =>
      progress.update(at.position, at.target, rateOf(at));
    const options = { connection, ledger, ...models, signal, onProgress };
    const result = await rebuildLedger(options).finally(() => progress.stop());
    say(lineOf(result));
    if (!result.done) return false;
  }
  if (grace > 0 && ledgers.length > 0) {
    say(`The former rows are removed in ${grace} s, when readers have finished with them …`);
    await sleep(grace * 1_000, undefined, { signal }).catch(() => undefined);
  }
  if (!signal.aborted) await sweep(connection, ledgers, grace);
  return true;
}

async function abort({ connection }: Bitacora, ledgers: readonly string[]): Promise<void> {
  for (const ledger of ledgers) {
    const dropped = await dropRun(connection.db, ledger);
    say(dropped ? `"${ledger}": dropped.` : `"${ledger}": no rebuild has broken off here.`);
  }
  await sweep(connection, ledgers, readersFinishMs / 1_000);
}

async function sweep(
  { db }: Bitacora['connection'],
  ledgers: readonly string[],
  grace: number,
): Promise<void> {
  for (const ledger of ledgers) {
    const gone = await sweepGenerations(db, ledger, grace * 1_000);
    if (gone > 0) say(`"${ledger}": removed ${gone} rows that nobody reads any more.`);
  }
}

function secondsOf(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected whole seconds, e.g. 60.');
}
