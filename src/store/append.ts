import type { ClientSession } from 'mongodb';
import { Binary, MongoServerError } from 'mongodb';
import type { Collections, LedgerHead, Receipt, StoredEvent } from './collections.js';
import { Fault } from './faults.js';
import { advanceHead, frontierOf } from './head.js';
import { appendLeaves } from './merkle.js';

/** A stream whose next version was taken: the read model that said otherwise is stale. */
export class StaleStream extends Error {
  override readonly name = 'StaleStream';
  constructor(readonly stream: string) {
    super(`The read model of "${stream}" is behind its stream`);
  }
}

/** The receipts of these commands, as seen under the head lock. */
export async function readReceipts(
  { commands }: Collections,
  session: ClientSession,
  ledger: string,
  commandIds: readonly string[],
): Promise<readonly Receipt[]> {
  return commands.find({ ledger, commandId: { $in: [...commandIds] } }, { session }).toArray();
}

/**
 * Writes a batch under the head lock: events, receipts, tree and head.
 * @throws StaleStream, or Fault LEDGER_DAMAGED when a position is taken already.
 */
export async function append(
  collections: Collections,
  session: ClientSession,
  head: LedgerHead,
  batch: { readonly events: readonly StoredEvent[]; readonly receipts: readonly Receipt[] },
): Promise<void> {
  const { events, receipts } = batch;
  if (events.length > 0) {
    await collections.events.insertMany([...events], { session }).catch((error: unknown) => {
      throw judgeDuplicate(error, head._id);
    });
  }
  if (receipts.length > 0) await collections.commands.insertMany([...receipts], { session });
  const last = events.at(-1);
  if (last === undefined) return;
  const leaves = events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const { frontier, completed } = appendLeaves(frontierOf(head), leaves);
  if (completed.length > 0) {
    const nodes = completed.map((node) => ({ ...node, hash: new Binary(node.hash) }));
    await collections.tree.insertMany(
      nodes.map((node) => ({ ledger: head._id, ...node })),
      { session },
    );
  }
  await advanceHead(collections, session, head, frontier, last.recordedAt);
}

/** By code and key pattern: the message's words differ between servers. */
function judgeDuplicate(error: unknown, ledger: string): unknown {
  if (!(error instanceof MongoServerError) || error.code !== 11000) return error;
  const [first] = writeErrorsOf(error);
  const { keyPattern, keyValue } = first ?? (error as DuplicateKey);
  if (keyPattern !== undefined && 'stream' in keyPattern) {
    return new StaleStream(String(keyValue?.['stream']));
  }
  return new Fault(
    'LEDGER_DAMAGED',
    `The head of "${ledger}" is behind its events. Nothing more is recorded in it. Verify it, and restore the database if it was changed by hand.`,
    { cause: error },
  );
}

interface DuplicateKey {
  readonly keyPattern?: Readonly<Record<string, unknown>>;
  readonly keyValue?: Readonly<Record<string, unknown>>;
}

function writeErrorsOf(error: MongoServerError): readonly DuplicateKey[] {
  const { writeErrors } = error as { writeErrors?: unknown };
  const list: unknown[] = Array.isArray(writeErrors) ? writeErrors : [];
  return list.map((entry) => (entry as { err?: DuplicateKey }).err ?? (entry as DuplicateKey));
}
