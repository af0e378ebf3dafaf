import type { Db } from 'mongodb';
import type { StoredEvent } from './collections.js';
import { collectionsOf } from './collections.js';

/** Entries of the log by their places, in one query; undefined where there is none. */
export async function readEntries(
  db: Db,
  places: readonly { readonly ledger: string; readonly position: number }[],
): Promise<readonly (StoredEvent | undefined)[]> {
  const positions = new Map<string, number[]>();
  for (const { ledger, position } of places) {
    positions.set(ledger, [...(positions.get(ledger) ?? []), position]);
  }
  const clauses = [...positions].map(([ledger, of]) => ({ ledger, position: { $in: of } }));
  const [first] = clauses;
  if (first === undefined) return [];
  const filter = clauses.length === 1 ? first : { $or: clauses };
  const found = await collectionsOf(db).events.find(filter).toArray();
  const byPlace = new Map(found.map((event) => [`${event.ledger}:${event.position}`, event]));
  return places.map(({ ledger, position }) => byPlace.get(`${ledger}:${position}`));
}
