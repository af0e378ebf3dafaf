import type { ClientSession } from 'mongodb';
import { Binary, MongoBulkWriteError } from 'mongodb';
import type {
  Collections,
  LedgerHead,
  Receipt,
  StoredEvent,
  StoredPublication,
} from './collections.js';
import { Fault } from './faults.js';
import { advanceHead, frontierOf } from './head.js';
import type { Appended, Hash } from './merkle.js';
import { appendLeaves } from './merkle.js';

/**
 * An event's place was taken, in its stream or in its ledger: the read model of the stream is
 * stale, or the head lies. Once the stream is folded anew, only the second is left.
 */
export class PlaceTaken extends Error {
  override readonly name = 'PlaceTaken';
  readonly stream: string;
  constructor({ position, stream, streamVersion }: StoredEvent, options: ErrorOptions) {
    super(`Position ${position} or version ${streamVersion} of "${stream}" is taken`, options);
    this.stream = stream;
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
 * Writes a batch under the head lock: events, receipts, tree and head. Answers the head that it
 * leaves.
 * @throws PlaceTaken; Fault LEDGER_DAMAGED when the head's tree is none of its size.
 */
export async function append(
  collections: Collections,
  session: ClientSession,
  head: LedgerHead,
  batch: {
    readonly events: readonly StoredEvent[];
    readonly receipts: readonly Receipt[];
    readonly publications: readonly StoredPublication[];
  },
): Promise<LedgerHead> {
  const { events, receipts } = batch;
  if (events.length > 0) {
    await collections.events.insertMany([...events], { session }).catch((error: unknown) => {
      throw judgeDuplicate(error, events);
    });
  }
  if (receipts.length > 0) await collections.commands.insertMany([...receipts], { session });
  if (batch.publications.length > 0) {
    await collections.publications.insertMany([...batch.publications], { session });
  }
  const last = events.at(-1);
  if (last === undefined) return head;
  const leaves = events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const { frontier, completed } = grow(head, leaves);
  if (completed.length > 0) {
    const nodes = completed.map((node) => ({ ...node, hash: new Binary(node.hash) }));
    await collections.tree.insertMany(
      nodes.map((node) => ({ ledger: head._id, ...node })),
      { session },
    );
  }
  return advanceHead(collections, session, head, frontier, last.recordedAt);
}

function grow(head: LedgerHead, leaves: readonly Hash[]): Appended {
  try {
    return appendLeaves(frontierOf(head), leaves);
  } catch (error) {
    const message = `The head of "${head._id}" holds no tree of ${head.position} events. Nothing more is recorded in it. Verify it, and restore the database if it was changed by hand.`;
    throw new Fault('LEDGER_DAMAGED', message, { cause: error });
  }
}

/** The driver drops the key pattern of a bulk write's error; which event it was is enough. */
function judgeDuplicate(error: unknown, events: readonly StoredEvent[]): unknown {
  if (!(error instanceof MongoBulkWriteError) || error.code !== 11000) return error;
  const [first] = [error.writeErrors].flat();
  const event = first && events[first.index];
  return event === undefined ? error : new PlaceTaken(event, { cause: error });
}
