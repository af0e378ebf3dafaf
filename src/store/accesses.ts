import type { Collection, Db } from 'mongodb';

/** That somebody saw what tells of people, or took a whole log out. Insert only. */
export interface StoredAccess {
  /** By the server's clock. */
  readonly at: Date;
  /** Opaque; absent for somebody who didn't say who they are. */
  readonly actorId?: string;
  readonly what: 'ACTOR_NAMES' | 'AUDIT_EXPORT';
  /** The request that it belongs to. */
  readonly requestId?: string;
  /** Where the request came from; absent at the command line. */
  readonly address?: string;
  /** Of an export: the ledgers that it holds. */
  readonly ledgers?: readonly string[];
}

export function accessesOf(db: Db): Collection<StoredAccess> {
  return db.collection('accesses');
}

/** Writes down an access. To be awaited before anything is given out: what isn't noted isn't shown. */
export async function noteAccess(db: Db, access: Omit<StoredAccess, 'at'>): Promise<void> {
  await accessesOf(db).insertOne({ at: new Date(), ...access });
}

/** The newest first. @param limit how many at most. */
export function readAccesses(db: Db, limit: number): Promise<StoredAccess[]> {
  return accessesOf(db)
    .find({}, { sort: { at: -1 }, limit, projection: { _id: 0 } })
    .toArray();
}
