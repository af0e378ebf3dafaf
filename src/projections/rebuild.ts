import type { Catalogue } from '../../events/index.js';
import { catalogue as ourCatalogue } from '../../events/index.js';
import type { Model } from '../domain/states.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { Fault } from '../store/faults.js';
import { claimRun } from '../store/generation-claim.js';
import type { Claim, GenerationRun } from '../store/generation-run.js';
import { readRun, releaseRun, RunMoved } from '../store/generation-run.js';
import { AmbiguousCommit, isTransient, jitter } from '../store/transaction.js';
import { modelNames } from './fold.js';
import type { CatchUpOptions } from './rebuild-catch-up.js';
import { catchUp } from './rebuild-catch-up.js';
import type { RebuildProgress } from './rebuild-progress.js';
import { startProgress } from './rebuild-progress.js';
import { chooseRun } from './rebuild-run.js';
import { flip } from './rebuild-steps.js';

const defaultBatchSize = 2_000;
/**
 * Often enough that others see a sign of life and memory stays flat, and seldom enough that a row
 * isn't written for every event.
 */
const defaultSaveEvery = { weight: 20_000, ms: 2_000 };
const defaultSilenceMs = 10_000;
/** A database that is away for longer than this ends a rebuild; it can go on later. */
const patienceMs = 60_000;

export interface RebuildOptions {
  readonly connection: Connection;
  readonly ledger: string;
  /** Without it, all. */
  readonly models?: readonly Model[];
  readonly catalogue?: Catalogue;
  readonly batchSize?: CatchUpOptions['batchSize'];
  readonly saveEvery?: CatchUpOptions['saveEvery'];
  /** In ms: another's run without a sign of life for so long is taken over. */
  readonly silenceMs?: number;
  /** Stops after the chunk under way; the next rebuild goes on from there. */
  readonly signal?: AbortSignal;
  onProgress?(progress: RebuildProgress): void;
}

export interface RebuildResult {
  readonly ledger: string;
  readonly models: readonly Model[];
  /** Where an earlier run had broken off; 0 for a fresh one. */
  readonly from: number;
  /** The last position that is folded in. */
  readonly position: number;
  /** False when it was stopped before the end: what is read is what it was. */
  readonly done: boolean;
}

/**
 * Folds the log of one ledger into a new generation of its read models, beside the one that is
 * read, then makes the new one active in the head, under its lock. Commands are recorded meanwhile.
 * Whatever ends it before, the active generation stays as it was and the next call goes on.
 * @throws Fault REBUILD_RUNNING, REBUILD_TAKEN_OVER; EVENT_UNREADABLE and LEDGER_DAMAGED naming the
 * position; what the database says when it is away for more than a minute.
 */
export async function rebuildLedger(options: RebuildOptions): Promise<RebuildResult> {
  const { connection, ledger, models = modelNames, silenceMs = defaultSilenceMs } = options;
  const { db } = connection;
  const claim = await claimRun(db, ledger, {
    silenceMs,
    choose: (doc) => chooseRun(db, doc, models),
  });
  try {
    return await work(claim, options);
  } catch (error) {
    await releaseRun(db, claim).catch(() => undefined);
    throw error;
  }
}

type Claimed = Claim & { readonly run: GenerationRun };

async function work(claim: Claimed, options: RebuildOptions): Promise<RebuildResult> {
  const { db } = options.connection;
  const { ledger, run } = claim;
  const models = Object.keys(run.targets) as Model[];
  const progress = startProgress(ledger, run.position, () => performance.now());
  let reached = run.position;
  let alive = Date.now();
  const report = (position: number, target: number) => {
    reached = position;
    alive = Date.now();
    options.onProgress?.(progress(position, Math.max(position, target)));
  };
  for (;;) {
    try {
      const now = await readRun(db, claim);
      const done = now === undefined || (await advance(claim, now, options, report));
      if (!done) await releaseRun(db, claim);
      return { ledger, models, from: run.position, position: reached, done };
    } catch (error) {
      const again = isTransient(error) || error instanceof AmbiguousCommit;
      if (!again && !(error instanceof RunMoved)) throw error;
      if (Date.now() - alive > patienceMs) throw error;
      await jitter();
    }
  }
}

/** Folds until it has caught up, then flips. False when it was told to stop. */
async function advance(
  claim: Claim,
  { targets, position: begin }: GenerationRun,
  options: RebuildOptions,
  report: (position: number, target: number) => void,
): Promise<boolean> {
  const { connection, ledger, signal, catalogue = ourCatalogue } = options;
  const { batchSize = defaultBatchSize, saveEvery = defaultSaveEvery } = options;
  const steps = { connection, claim, targets, catalogue };
  for (let position = begin; ;) {
    const head = await collectionsOf(connection.db).ledgers.findOne({ _id: ledger });
    if (head === null) throw new Fault('LEDGER_DAMAGED', `"${ledger}" has no head.`);
    position = await catchUp(steps, position, {
      batchSize,
      saveEvery,
      ...(signal === undefined ? {} : { signal }),
      onSaved: (saved) => report(saved, head.position),
    });
    if (signal?.aborted === true) return false;
    const flipped = await flip(steps, position);
    if (flipped === undefined) continue;
    report(flipped, flipped);
    return true;
  }
}
