import type { ClientSession, Collection, Db, ServerSessionId } from 'mongodb';
import { Fault } from './faults.js';
import type { Generations } from './generation.js';

/** One rebuild under way, or broken off. */
export interface GenerationRun {
  readonly targets: Generations;
  /** The events up to here are in the targets. */
  readonly position: number;
  /** Counts signs of life. */
  readonly beats: number;
  /** False once whoever worked on it stopped in order. */
  readonly running: boolean;
  /** The session that writes, or wrote last. */
  readonly session?: ServerSessionId;
}

/** What is kept about the rebuilds of one ledger. */
export interface RunDoc {
  /** The ledger's name. */
  readonly _id: string;
  /** Raised by whoever begins, takes over or drops a run: with an older one nothing is written. */
  readonly token: number;
  /** The highest generation ever given out: none is used twice. */
  readonly lastGeneration: number;
  readonly run?: GenerationRun;
  /** By the database's clock, when a generation last became active. */
  readonly flippedAt?: Date;
}

/** The right to write to the targets of a run, until another takes it. */
export interface Claim {
  readonly ledger: string;
  readonly token: number;
}

/** The run isn't where its worker believes: an earlier commit whose result was unknown took place. */
export class RunMoved extends Error {
  override readonly name = 'RunMoved';
}

export const runsOf = (db: Db): Collection<RunDoc> => db.collection<RunDoc>('rebuilds');

/** The ledger's document, made when it has none. */
export async function readRunDoc(db: Db, ledger: string): Promise<RunDoc> {
  const found = await runsOf(db).findOne({ _id: ledger });
  if (found !== null) return found;
  const none = { token: 0, lastGeneration: 0 };
  await runsOf(db).updateOne({ _id: ledger }, { $setOnInsert: none }, { upsert: true });
  return { _id: ledger, ...none };
}

/**
 * The run as it is, for the one who holds the claim; undefined when it is finished.
 * @throws Fault REBUILD_TAKEN_OVER.
 */
export async function readRun(
  db: Db,
  { ledger, token }: Claim,
): Promise<GenerationRun | undefined> {
  const doc = await runsOf(db).findOne({ _id: ledger });
  if (doc?.token !== token) throw takenOver(ledger);
  return doc.run;
}

/**
 * Leaves word of the session whose transaction is about to write. A process that is killed leaves
 * its transaction open, and what that has locked stays locked for a minute, unless somebody who
 * knows the session ends it.
 */
export async function announceSession(
  db: Db,
  session: ClientSession,
  { ledger, token }: Claim,
): Promise<void> {
  const filter = { _id: ledger, token, run: { $exists: true } };
  await runsOf(db).updateOne(filter, { $set: { 'run.session': session.id } });
}

/** Ends what a worker that fell silent may have left open. */
export async function endSession(db: Db, ledger: string): Promise<void> {
  const id = (await readRunDoc(db, ledger)).run?.session?.id;
  if (id !== undefined) await db.command({ killSessions: [{ id }] });
}

/** Moves a run on, in the transaction that writes its rows. @throws RunMoved. */
export async function advanceRun(
  db: Db,
  session: ClientSession,
  { ledger, token }: Claim,
  place: { readonly from: number; readonly to: number },
): Promise<void> {
  const change = { $set: { 'run.position': place.to }, $inc: { 'run.beats': 1 } };
  const filter = { _id: ledger, token, 'run.position': place.from };
  const { matchedCount } = await runsOf(db).updateOne(filter, change, { session });
  if (matchedCount !== 1) throw new RunMoved();
}

/** Ends a run, in the transaction that makes its generations active. @throws RunMoved. */
export async function finishRun(
  db: Db,
  session: ClientSession,
  { ledger, token }: Claim,
  { from, flippedAt }: { readonly from: number; readonly flippedAt: Date },
): Promise<void> {
  const filter = { _id: ledger, token, 'run.position': from };
  const change = { $set: { flippedAt }, $unset: { run: true } } as const;
  const { matchedCount } = await runsOf(db).updateOne(filter, change, { session });
  if (matchedCount !== 1) throw new RunMoved();
}

/** Says that nobody works on the run for now: the next rebuild goes on without waiting. */
export async function releaseRun(db: Db, { ledger, token }: Claim): Promise<void> {
  const filter = { _id: ledger, token, run: { $exists: true } };
  await runsOf(db).updateOne(filter, { $set: { 'run.running': false } });
}

/** Gives up a run, whoever works on it; its rows are swept later. False when there was none. */
export async function dropRun(db: Db, ledger: string): Promise<boolean> {
  await endSession(db, ledger);
  const filter = { _id: ledger, run: { $exists: true } };
  const change = { $unset: { run: true }, $inc: { token: 1 } } as const;
  return (await runsOf(db).updateOne(filter, change)).modifiedCount === 1;
}

/**
 * Gives up any run in the caller's transaction: what it folded may hold texts that this transaction
 * removes. Whoever works on it is told that another took over, and whoever begins one meanwhile has
 * to look again.
 */
export async function fenceRuns(db: Db, session: ClientSession, ledger: string): Promise<void> {
  const change = { $unset: { run: true }, $inc: { token: 1 } } as const;
  const first = { $setOnInsert: { lastGeneration: 0 } };
  await runsOf(db).updateOne({ _id: ledger }, { ...change, ...first }, { session, upsert: true });
}

function takenOver(ledger: string): Fault {
  return new Fault(
    'REBUILD_TAKEN_OVER',
    `Another rebuild of "${ledger}" took over, or dropped this one: nothing more is written here. What it says counts.`,
  );
}
