import type { Checkpoint, Collections } from '../store/collections.js';
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
  const kept = checkpoints.find({ ledger }, { sort: { size: 1 }, batchSize });
  const cursor = events.find({ ledger }, { sort: { position: 1 }, batchSize });
  try {
    let next: Checkpoint | null = await kept.next();
    let position = 0;
    let beyond = false;
    for await (const batch of batchesOf(cursor)) {
      const items: LogItem[] = [];
      for (const event of batch) {
        // Appended since the head was read, or at no place. A second one at the last place isn't.
        beyond = event.position > upTo || (position === upTo && event.position !== upTo);
        if (beyond) break;
        items.push({ kind: 'event', event });
        position = event.position;
        for (; next !== null && !(next.size > position); next = await kept.next()) {
          items.push({ kind: 'checkpoint', checkpoint: next });
        }
      }
      yield items;
      if (beyond) break;
    }
    // Where the tail is missing the head tells; what is left then are checkpoints of more events.
    for (; next !== null && position >= upTo; next = await kept.next()) {
      if (!(await isNewer(collections, next))) yield [{ kind: 'checkpoint', checkpoint: next }];
    }
  } finally {
    await kept.close();
  }
}

/** Made while this verification was running, of events that it doesn't look at. */
async function isNewer({ events }: Collections, { ledger, size }: Checkpoint): Promise<boolean> {
  const found = await events.findOne({ ledger, position: size }, { projection: { _id: 1 } });
  return found !== null;
}
