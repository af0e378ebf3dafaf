import { randomBytes } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from './duplicate-key.js';

// People's names live here, apart from the log, which holds nothing of them but an opaque id. So a
// name can be changed, and erased on request, and every proof of the log still holds.

/** Who stands behind an actor's id, as far as it is known and was not erased. */
export interface StoredActor {
  /** `actor_…`, or a fixed word for what isn't a person, e.g. `local`. */
  readonly _id: string;
  readonly name?: string;
  /** Whom the identity provider means, and which provider says so. */
  readonly issuer?: string;
  readonly subject?: string;
  /** Name and identity were erased; never taken back. */
  readonly erased?: true;
}

/** What may be shown of an actor. */
export interface ActorFacts {
  readonly name?: string;
  readonly erased: boolean;
}

export interface ActorIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** As the provider says it now; a name that was known stays when this is left out. */
  readonly name?: string;
}

/** An actor whose name can't be kept. */
export class ActorError extends Error {
  override readonly name = 'ActorError';
  readonly code = 'ACTOR_ERASED';
}

export function actorsOf(db: Db): Collection<StoredActor> {
  return db.collection<StoredActor>('actors');
}

/**
 * The id under which this person is recorded, made by chance at the first call: it can't be
 * computed from who they are. Somebody who was erased and comes again is a new actor.
 */
export async function actorIdFor(db: Db, identity: ActorIdentity): Promise<string> {
  const { issuer, subject, name } = identity;
  const actors = actorsOf(db);
  const known = await actors.findOne({ issuer, subject });
  if (known !== null && (name === undefined || known.name === name)) return known._id;
  const fresh = { _id: `actor_${randomBytes(10).toString('hex')}` };
  const update = { $setOnInsert: fresh, ...(name === undefined ? {} : { $set: { name } }) };
  const options = { upsert: true, returnDocument: 'after' as const };
  const enter = () => actors.findOneAndUpdate({ issuer, subject }, update, options);
  // Of two who enter the same person at once, the second finds the first's.
  const actor = await enter().catch((error: unknown) => {
    if (isDuplicateKey(error)) return enter();
    throw error;
  });
  if (actor === null) throw new Error('An actor was entered and is not there.');
  return actor._id;
}

/**
 * Keeps the name of an actor whose id was chosen elsewhere, e.g. with a token of its own.
 * @throws ActorError ACTOR_ERASED: an erased id never gets a name again.
 */
export async function registerActor(
  db: Db,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const kept = { _id: id, erased: { $exists: false } } as const;
  await actorsOf(db)
    .updateOne(kept, { $set: { name } }, { upsert: true })
    .catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      const message = `The actor "${id}" was erased. Its id gets no name again: choose another id.`;
      throw new ActorError(message, { cause: error });
    });
}

/** What is known of these actors, in one query; one that nothing is known of isn't in the answer. */
export async function readActors(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ActorFacts>> {
  if (ids.length === 0) return new Map();
  const found = await actorsOf(db)
    .find({ _id: { $in: [...new Set(ids)] } })
    .toArray();
  return new Map(
    found.map(({ _id, name, erased = false }) => [
      _id,
      { erased, ...(name === undefined ? {} : { name }) },
    ]),
  );
}

/** Removes everything about a person but the id, which stays taken. Safe to call again. */
export async function eraseActor(db: Db, id: string): Promise<void> {
  const gone = { name: '', issuer: '', subject: '' } as const;
  await actorsOf(db).updateOne(
    { _id: id },
    { $set: { erased: true }, $unset: gone },
    { upsert: true },
  );
}

/** Erases those of these actors of whom something is known all the same. Answers how many. */
export async function eraseKnown(db: Db, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const known = [{ name: { $exists: true } }, { subject: { $exists: true } }];
  const found = await actorsOf(db)
    .find({ _id: { $in: [...ids] }, $or: known }, { projection: { _id: 1 } })
    .toArray();
  for (const { _id } of found) await eraseActor(db, _id);
  return found.length;
}
