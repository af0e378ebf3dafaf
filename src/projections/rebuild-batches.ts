import type { Collections, StoredEvent } from '../store/collections.js';
import { Fault } from '../store/faults.js';

/**
 * The events of a ledger after a position, as the database hands them over: at most `size` at a
 * time and never more than 16 MB, so memory stays flat whatever the texts. The next batch is
 * fetched while the caller works on this one.
 * @throws Fault LEDGER_DAMAGED naming the first position that is missing.
 */
export async function* batchesAfter(
  { events }: Collections,
  ledger: string,
  position: number,
  size: number,
): AsyncGenerator<readonly StoredEvent[]> {
  const filter = { ledger, position: { $gt: position } };
  const cursor = events.find(filter, { sort: { position: 1 }, batchSize: size });
  try {
    let last = position;
    for (let more = cursor.hasNext(); await more;) {
      const batch = cursor.readBufferedDocuments();
      more = cursor.hasNext();
      // Its failure is told when it is awaited; until then nobody else must hear of it.
      more.catch(() => undefined);
      requireDense(ledger, last, batch);
      last = batch.at(-1)?.position ?? last;
      yield batch;
    }
  } finally {
    await cursor.close();
  }
}

/** @throws Fault LEDGER_DAMAGED: a fold that skips an event is a state that never was. */
export function requireDense(
  ledger: string,
  after: number,
  events: readonly StoredEvent[],
  upTo = after + events.length,
): void {
  const gap = events.findIndex(({ position }, i) => position !== after + i + 1);
  if (gap === -1 && events.length === upTo - after) return;
  const missing = after + 1 + (gap === -1 ? events.length : gap);
  throw new Fault(
    'LEDGER_DAMAGED',
    `"${ledger}" has no event at position ${missing}. Verify it, and restore the database if it was changed by hand.`,
  );
}
