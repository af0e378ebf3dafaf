import type { ClientSession } from 'mongodb';
import type { RecordedEvent } from '../../events/index.js';
import type { Collections } from './collections.js';
import { decode } from './decode.js';

export interface ReadOptions {
  readonly session?: ClientSession;
  /** Only events up to this position. */
  readonly upTo?: number;
}

/** The events of one stream, oldest first. */
export async function readStream(
  { events }: Collections,
  ledger: string,
  stream: string,
  { session, upTo }: ReadOptions = {},
): Promise<readonly RecordedEvent[]> {
  const position = upTo === undefined ? {} : { position: { $lte: upTo } };
  const cursor = events.find(
    { ledger, stream, ...position },
    { sort: { streamVersion: 1 }, ...(session === undefined ? {} : { session }) },
  );
  return (await cursor.toArray()).map((stored) => decode(stored));
}

/** The events of a ledger after a position, in order, without ever holding them all. */
export async function* readLedger(
  { events }: Collections,
  ledger: string,
  after = 0,
): AsyncGenerator<RecordedEvent> {
  const cursor = events.find(
    { ledger, position: { $gt: after } },
    { sort: { position: 1 }, batchSize: 1_000 },
  );
  for await (const stored of cursor) yield decode(stored);
}

/** The events at these positions, in order of position. */
export async function readPositions(
  { events }: Collections,
  ledger: string,
  positions: readonly number[],
): Promise<readonly RecordedEvent[]> {
  if (positions.length === 0) return [];
  const found = await events
    .find({ ledger, position: { $in: [...positions] } }, { sort: { position: 1 } })
    .toArray();
  return found.map((stored) => decode(stored));
}
