import type { FindCursor } from 'mongodb';
import type { Checkpoint, Collections, StoredEvent } from '../store/collections.js';
import { batchesOf } from './batches.js';
import type { LogItem } from './log-check.js';

const batchSize = 1_000;

/**
 * The events of a ledger up to a position, by position, each checkpoint after the last event that
 * it is about. Events aren't filtered: one whose position is no number must come up too.
 */
export async function* databaseItems(
  collections: Collections,
  ledger: string,
  upTo: number,
): AsyncGenerator<readonly LogItem[]> {
  const { events, checkpoints } = collections;
  const kept = createKept(checkpoints.find({ ledger }, { sort: { size: 1 }, batchSize }));
  const cursor = events.find({ ledger }, { sort: { position: 1 }, batchSize });
  let position = 0;
  try {
    for await (const batch of batchesOf(cursor)) {
      const end = batch.findIndex((event, i) =>
        isBeyond(event, batch[i - 1]?.position ?? position),
      );
      const wanted = end < 0 ? batch : batch.slice(0, end);
      yield await withKept(wanted, kept);
      position = wanted.at(-1)?.position ?? position;
      if (end >= 0) break;
    }
    // Where the tail is missing the head tells; what is left then are checkpoints of more events.
    if (position >= upTo) yield* newest(collections, kept);
  } finally {
    await kept.close();
  }

  /** Appended since the head was read, or at no place. A second one at the last place isn't. */
  function isBeyond(event: StoredEvent, before: number): boolean {
    return event.position > upTo || (before === upTo && event.position !== upTo);
  }
}

async function withKept(events: readonly StoredEvent[], kept: Kept): Promise<readonly LogItem[]> {
  const items: LogItem[] = [];
  for (const event of events) {
    items.push({ kind: 'event', event });
    if (!kept.isBeyond(event.position)) items.push(...(await kept.upTo(event.position)));
  }
  return items;
}

interface Kept {
  /** Whether the next one is known to be of more events; none has to be waited for then. */
  isBeyond(size: number): boolean;
  /** The next checkpoints of at most so many events; those whose size is no number too. */
  upTo(size: number): Promise<readonly LogItem[]>;
  next(): Promise<Checkpoint | null>;
  readonly close: () => Promise<void>;
}

function createKept(cursor: FindCursor<Checkpoint>): Kept {
  let ahead: Promise<Checkpoint | null> | undefined;
  /** The size of the one ahead, once it came; Infinity when there is none. */
  let known: number | undefined;
  const peek = () => (ahead ??= cursor.next());
  const next = () => {
    const found = peek();
    [ahead, known] = [undefined, undefined];
    return found;
  };
  return {
    isBeyond: (size) => known !== undefined && known > size,
    async upTo(size) {
      const items: LogItem[] = [];
      for (;;) {
        const found = await peek();
        known = found === null ? Infinity : found.size;
        if (found === null || found.size > size) return items;
        items.push({ kind: 'checkpoint', checkpoint: found });
        await next();
      }
    },
    next,
    close: () => cursor.close(),
  };
}

/** All but those made while this verification was running, of events that it doesn't look at. */
async function* newest({ events }: Collections, kept: Kept): AsyncGenerator<readonly LogItem[]> {
  for (let found = await kept.next(); found !== null; found = await kept.next()) {
    const { ledger, size } = found;
    const event = await events.findOne({ ledger, position: size }, { projection: { _id: 1 } });
    if (event === null) yield [{ kind: 'checkpoint', checkpoint: found }];
  }
}
