import type { ClientSession, MongoClient } from 'mongodb';
import { MongoError } from 'mongodb';
import { setTimeout as sleep } from 'node:timers/promises';

/** The commit was sent and its result never became known: it may have taken place. */
export class AmbiguousCommit extends Error {
  override readonly name = 'AmbiguousCommit';
}

/** The deadline passed before anything was committed, and so nothing will be. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

const transientCodes = new Set([
  24, // LockTimeout
  50, // MaxTimeMSExpired
  112, // WriteConflict; also: the same unique key in two open transactions
  225, // TransactionTooOld
  251, // NoSuchTransaction
  262, // ExceededTimeLimit
]);

/** Whether another try may succeed, given that nothing was committed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TooLate) return true;
  if (!(error instanceof MongoError)) return false;
  return (
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('RetryableWriteError') ||
    transientCodes.has(Number(error.code)) ||
    /^Mongo(Network|ServerSelection|PoolCleared|NotConnected|Topology)/.test(error.name)
  );
}

/** Up to 25 ms, so that those who lost a race don't meet again. */
export const jitter = () => sleep(Math.random() * 25);

/** A commit is sent so often; then the receipts tell what became of it. */
const maxCommits = 3;

export interface TransactionOptions {
  /** In ms since the epoch; after it nothing is committed any more. */
  readonly deadline: number;
  /** Called when the commit is sent: from then on only its answer tells whether it took place. */
  readonly onCommitting?: () => void;
}

/**
 * Runs `body` in one transaction. When it returns `commit: false`, nothing is written.
 * @throws AmbiguousCommit; TooLate, or what `body` or the database threw: then nothing was
 * committed.
 */
export async function inTransaction<T>(
  client: MongoClient,
  { deadline, onCommitting }: TransactionOptions,
  body: (session: ClientSession) => Promise<{ readonly commit: boolean; readonly result: T }>,
): Promise<T> {
  const session = client.startSession();
  try {
    const timeLeft = Math.max(1, deadline - Date.now());
    session.startTransaction({
      readConcern: 'snapshot',
      writeConcern: { w: 'majority' },
      readPreference: 'primary',
      maxCommitTimeMS: timeLeft,
    });
    const { commit, result } = await body(session);
    if (commit) {
      if (Date.now() >= deadline) throw new TooLate('The deadline passed before the commit');
      onCommitting?.();
      await commitUntil(session, deadline);
    }
    return result;
  } finally {
    // Ends by aborting where nothing was committed; a failed abort only lets the server time it out.
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    await session.endSession().catch(() => undefined);
  }
}

/** A snapshot is read so often, where the database stepped down or a connection broke meanwhile. */
const maxReads = 3;

/** The longest that a snapshot is read from: the server ends a transaction after a minute. */
const snapshotMs = 50_000;

/**
 * Reads several things as of one moment, one after the other. A transaction that is never
 * committed: the driver's snapshot sessions give way to the client's read concern, and then each
 * read is of a moment of its own. In a transaction the driver repeats no read, so the whole is read
 * anew where that may help.
 */
export async function inSnapshot<T>(
  client: MongoClient,
  read: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + snapshotMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(client, { deadline }, async (session) => ({
        commit: false,
        result: await read(session),
      }));
    } catch (error) {
      if (tries === maxReads || !isTransient(error) || tookTooLong(error)) throw error;
      await jitter();
    }
  }
}

/** A read that used up its time would only use it up again. */
function tookTooLong(error: unknown): boolean {
  return error instanceof MongoError && error.code === 50;
}

async function commitUntil(session: ClientSession, deadline: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      // A transient label on the first answer means: surely not committed. Any other error may hide
      // a commit (a write-concern error does, and comes without a label).
      const surelyNot =
        error instanceof MongoError && error.hasErrorLabel('TransientTransactionError');
      if (surelyNot && tries === 1) throw error;
      if (surelyNot || tries === maxCommits || Date.now() >= deadline) {
        throw new AmbiguousCommit('The result of a commit is unknown', { cause: error });
      }
      await jitter();
    }
  }
}
