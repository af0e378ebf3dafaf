import type { ClientSession } from 'mongodb';
import { Binary } from 'mongodb';
import type { ActiveModel, Collections, LedgerHead } from './collections.js';
import { Fault } from './faults.js';
import type { Frontier } from './merkle.js';

/** More than this between our clock and the database's, and nothing is recorded. */
const maxSkewMs = 5_000;

/**
 * Locks the head of a ledger until the transaction ends; undefined when there is no such ledger.
 * Whoever comes second gets a write conflict, so the head that is returned is the latest.
 */
export async function lockHead(
  { ledgers }: Collections,
  session: ClientSession,
  ledger: string,
): Promise<LedgerHead | undefined> {
  // The update by `$$NOW` both takes the lock and tells the database's time.
  const lock = [{ $set: { lockedAt: '$$NOW' } }];
  const options = { session, returnDocument: 'after' as const };
  return (await ledgers.findOneAndUpdate({ _id: ledger }, lock, options)) ?? undefined;
}

/** Creates the head of a new ledger, locked. Of two creators at once, one gets a write conflict. */
export async function createHead(
  collections: Collections,
  session: ClientSession,
  ledger: string,
  models: LedgerHead['models'],
): Promise<LedgerHead> {
  const epoch = new Date(0);
  const head = { _id: ledger, position: 0, recordedAt: epoch, frontier: [], models };
  await collections.ledgers.insertOne({ ...head, lockedAt: epoch }, { session });
  const locked = await lockHead(collections, session, ledger);
  if (locked === undefined) throw new Fault('INTERNAL', `The ledger "${ledger}" has no head.`);
  return locked;
}

/**
 * The time under which this batch is recorded: never before an earlier one's.
 * @throws Fault CLOCK_SKEW: one jump of a clock would be kept for ever, in every later time.
 */
export function timeOf(head: LedgerHead, now: Date): Date {
  const skew = now.getTime() - head.lockedAt.getTime();
  if (Math.abs(skew) > maxSkewMs) {
    throw new Fault(
      'CLOCK_SKEW',
      `This machine's clock is ${skew} ms from the database's; at most ${maxSkewMs} ms is accepted. Set both by NTP, then try again. Nothing was recorded.`,
    );
  }
  return now > head.recordedAt ? now : head.recordedAt;
}

export function frontierOf(head: LedgerHead): Frontier {
  return { size: head.position, hashes: head.frontier.map((hash) => hash.buffer) };
}

/**
 * Answers the head as it is then.
 * @throws Fault LEDGER_DAMAGED when somebody else moved the locked head, which can't be. */
export async function advanceHead(
  { ledgers }: Collections,
  session: ClientSession,
  head: LedgerHead,
  frontier: Frontier,
  recordedAt: Date,
): Promise<LedgerHead> {
  const hashes = frontier.hashes.map((hash) => new Binary(hash));
  const next = { position: frontier.size, recordedAt, frontier: hashes };
  const filter = { _id: head._id, position: head.position };
  const { matchedCount } = await ledgers.updateOne(filter, { $set: next }, { session });
  if (matchedCount === 1) return { ...head, ...next };
  throw new Fault('LEDGER_DAMAGED', `The head of "${head._id}" moved while it was locked.`);
}

/**
 * @throws Fault REBUILD_NEEDED when the read models are written by another version of the code:
 * two versions writing the same rows would make states that no version can explain.
 */
export function requireModels(
  head: LedgerHead,
  ours: Readonly<Record<string, { readonly evolveVersion: number }>>,
): void {
  const differing = Object.entries(ours).filter(
    ([model, { evolveVersion }]) => head.models[model]?.evolveVersion !== evolveVersion,
  );
  if (differing.length === 0) return;
  const names = differing.map(([model]) => model).join(', ');
  throw new Fault(
    'REBUILD_NEEDED',
    `The read models ${names} of "${head._id}" are kept by another version of this program. Run "bitacora rebuild" with this version, or start the other one.`,
  );
}

export function activeModel(head: LedgerHead, model: string): ActiveModel {
  const active = head.models[model];
  if (active !== undefined) return active;
  throw new Fault(
    'REBUILD_NEEDED',
    `"${head._id}" has no read model ${model} yet. Run "bitacora rebuild".`,
  );
}

/**
 * A text for the state of a log and its rows: equal for two heads only when both have the same
 * events below them and the same rows active. The frontier tells one log from another of the same
 * length, as after a restored backup.
 */
export function stateMark(head: LedgerHead): string {
  const { _id, position, recordedAt, frontier, models, removals = 0 } = head;
  const hashes = frontier.map((hash) => hash.toString('base64'));
  return JSON.stringify([_id, position, recordedAt, hashes, models, removals]);
}
