import type { Connection } from '../store/connect.js';
import { collectionsOf } from '../store/collections.js';

/** An entity that is not on record. */
export class UnknownEntity extends Error {
  override readonly name = 'UnknownEntity';
  readonly code = 'NOT_FOUND';
}

/** The names of all ledgers, or of the one that is meant. @throws UnknownEntity. */
export async function ledgersOf(
  { db }: Connection,
  entityId: string | undefined,
): Promise<readonly string[]> {
  const heads = collectionsOf(db).ledgers.find({}, { projection: { _id: 1 }, sort: { _id: 1 } });
  const all = (await heads.toArray()).map(({ _id }) => _id);
  if (entityId === undefined) return all;
  if (all.includes(entityId)) return [entityId];
  const known = all.length === 0 ? 'none' : all.join(', ');
  throw new UnknownEntity(`There is no entity "${entityId}". On record: ${known}.`);
}
