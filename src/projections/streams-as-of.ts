import type { RecordedEvent } from '../../events/index.js';
import { planStream } from '../domain/plan.js';
import type { Collections, StoredEvent } from '../store/collections.js';
import { decode } from '../store/decode.js';
import { aggregateOf } from './fold.js';
import { foldStream } from './refold.js';
import type { Rows } from './rows.js';
import { createRows } from './rows.js';

/** One stream as it was known at a position of its ledger. */
export interface StreamAsOf {
  readonly ledger: string;
  readonly stream: string;
  readonly position: number;
}

/**
 * The rows of each stream as they were known at its position, in the order of the keys: two
 * queries for each ledger, however many streams and positions. What can't be read is an Error in
 * its place.
 */
export async function streamsAsOf(
  collections: Collections,
  keys: readonly StreamAsOf[],
): Promise<readonly (Rows | Error)[]> {
  const ledgers = [...new Set(keys.map(({ ledger }) => ledger))];
  const read = await Promise.all(
    ledgers.map(async (ledger) => {
      const wanted = keys.filter((key) => key.ledger === ledger);
      const own = await readAll(collections, wanted);
      const position = Math.max(...wanted.map((key) => key.position));
      const streams = [...own.values()].flatMap((events) => planOf(events) ?? []);
      const plans = streams.map((stream) => ({ ledger, stream, position }));
      return [ledger, { own, ofPlan: await readAll(collections, plans) }] as const;
    }),
  );
  const byLedger = new Map(read);
  return keys.map((key) => {
    const { own, ofPlan } = byLedger.get(key.ledger) ?? {};
    const events = own?.get(key.stream) ?? [];
    return rowsOf(key, events, ofPlan?.get(planOf(events) ?? '') ?? []);
  });
}

type Streams = ReadonlyMap<string, readonly StoredEvent[]>;

/** The events of streams of one ledger, up to the last position that any of them is wanted at. */
async function readAll({ events }: Collections, keys: readonly StreamAsOf[]): Promise<Streams> {
  const [first] = keys;
  const streams = new Map<string, StoredEvent[]>(keys.map(({ stream }) => [stream, []]));
  if (first === undefined) return streams;
  const position = { $lte: Math.max(...keys.map((key) => key.position)) };
  const filter = { ledger: first.ledger, stream: { $in: [...streams.keys()] }, position };
  const sort = { stream: 1, streamVersion: 1 } as const;
  for await (const event of events.find(filter, { sort, batchSize: 1_000 })) {
    streams.get(event.stream)?.push(event);
  }
  return streams;
}

/** The stream of an action's plan, whose weights reach the rows of its quarters. */
function planOf([first]: readonly StoredEvent[]): string | undefined {
  const planId = first?.subject.planId;
  if (first === undefined || planId === undefined) return undefined;
  return aggregateOf(first.stream).model === 'actions' ? planStream(planId) : undefined;
}

function rowsOf(
  { stream, position }: StreamAsOf,
  own: readonly StoredEvent[],
  ofPlan: readonly StoredEvent[],
): Rows | Error {
  const rows = createRows();
  const known = (events: readonly StoredEvent[]): readonly RecordedEvent[] =>
    events.filter((event) => event.position <= position).map((event) => decode(event));
  try {
    foldStream(stream, known(own), known(ofPlan), rows);
    return rows;
  } catch (error) {
    return error as Error;
  }
}
