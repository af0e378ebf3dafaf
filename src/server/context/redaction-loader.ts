import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { RecordedEvent } from '../../../events/index.js';
import { collectionsOf } from '../../store/collections.js';
import { decode } from '../../store/decode.js';
import { redactionEvents } from '../../store/redactions.js';

/** What says that entries were redacted, by `ledger:position`: one query for a page of a ledger. */
export function redactionLoader(db: Db): DataLoader<string, readonly RecordedEvent[]> {
  return new DataLoader((ids: readonly string[]) => redactionsOf(db, ids), {
    maxBatchSize: 1_000,
  });
}

async function redactionsOf(
  db: Db,
  entryIds: readonly string[],
): Promise<(readonly RecordedEvent[])[]> {
  const places = entryIds.map((id) => {
    const at = id.lastIndexOf(':');
    return { ledger: id.slice(0, at), position: Number(id.slice(at + 1)) };
  });
  const found = new Map<string, RecordedEvent[]>();
  for (const ledger of new Set(places.map((place) => place.ledger))) {
    const own = places.filter((place) => place.ledger === ledger);
    const positions = own.map(({ position }) => position);
    for (const stored of await redactionEvents(collectionsOf(db), ledger, positions)) {
      const id = `${ledger}:${String(stored.data['position'])}`;
      found.set(id, [...(found.get(id) ?? []), decode(stored)]);
    }
  }
  return entryIds.map((id) => found.get(id) ?? []);
}
