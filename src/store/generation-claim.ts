import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Filter } from 'mongodb';
import { Fault } from './faults.js';
import type { Claim, GenerationRun, RunDoc } from './generation-run.js';
import { endSession, readRunDoc, runsOf } from './generation-run.js';

/** Between two looks at a run that may have lost its worker. */
const lookMs = 250;

export interface ClaimOptions {
  /** In ms: a run without a sign of life for so long has lost its worker. */
  readonly silenceMs: number;
  /** The run to work on: the one that is there, or a new one in its place. */
  readonly choose: (doc: RunDoc) => Promise<GenerationRun>;
}

/**
 * Takes the right to rebuild a ledger. A run that broke off is taken over; one whose worker still
 * writes is not. Silence is counted by our own clock from one look to the next, so no clocks need
 * to agree; and if a paused worker was taken for a dead one, its token is too old to write.
 * @throws Fault REBUILD_RUNNING.
 */
export async function claimRun(
  db: Db,
  ledger: string,
  { silenceMs, choose }: ClaimOptions,
): Promise<Claim & { readonly run: GenerationRun }> {
  for (;;) {
    const doc = await readRunDoc(db, ledger);
    if (doc.run?.running === true) {
      const worker = await watch(db, doc, silenceMs);
      if (worker === 'alive') throw running(doc);
      if (worker === 'gone') continue;
      await endSession(db, ledger);
    }
    const run = { ...(await choose(doc)), running: true };
    const generations = Object.values(run.targets).map(({ generation }) => generation);
    const lastGeneration = Math.max(doc.lastGeneration, ...generations);
    const token = doc.token + 1;
    const change = { $set: { token, lastGeneration, run } };
    const { matchedCount } = await runsOf(db).updateOne(asSeen(doc), change);
    if (matchedCount === 1) return { ledger, token, run };
  }
}

/** Only the run that was looked at is taken: neither one that moved on nor one that ended. */
function asSeen({ _id, token, run }: RunDoc): Filter<RunDoc> {
  const same = run === undefined ? { run: { $exists: false } } : { 'run.beats': run.beats };
  return { _id, token, ...same };
}

/** `gone`: it stopped in order, or its run was dropped. One that came to its end was alive. */
async function watch(db: Db, seen: RunDoc, silenceMs: number) {
  for (const until = performance.now() + silenceMs; performance.now() < until;) {
    await sleep(Math.min(lookMs, silenceMs));
    const now = await readRunDoc(db, seen._id);
    if (now.run?.running === false) return 'gone';
    if (now.token !== seen.token) return now.run === undefined ? 'gone' : 'alive';
    if (now.run?.beats !== seen.run?.beats) return 'alive';
  }
  return 'silent';
}

function running({ _id: ledger, run }: RunDoc): Fault {
  return new Fault(
    'REBUILD_RUNNING',
    `Another process is rebuilding "${ledger}" (${Object.keys(run?.targets ?? {}).join(', ')}; it was at position ${run?.position ?? 0}). Wait for it, or drop its work with "bitacora rebuild --abort".`,
  );
}
