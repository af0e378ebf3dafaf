import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actorIdFor,
  actorsOf,
  eraseActor,
  readActors,
  registerActor,
} from '../../src/store/actors.js';
import { createIndexes, logIndexes } from '../../src/store/indexes.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase } from '../support/mongod.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await createIndexes(database.db, logIndexes);
});
afterAll(() => database.close());

/** The names alone. */
async function readActorNames(db: FreshDatabase['db'], ids: readonly string[]) {
  const known = [...(await readActors(db, ids))];
  return new Map(known.flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]])));
}

const issuer = 'https://id.example.org';
const idFor = (subject: string, name?: string) =>
  actorIdFor(database.db, { issuer, subject, ...(name === undefined ? {} : { name }) });

describe('the id of a person', () => {
  it('is the same each time, and says nothing of the person', async () => {
    const id = await idFor('luz@example.org', 'Luz');
    expect(id).toMatch(/^actor_[0-9a-f]{20}$/);
    expect(await idFor('luz@example.org', 'Luz')).toBe(id);
    expect(await idFor('ana@example.org', 'Luz')).not.toBe(id);
    const elsewhere = { issuer: 'https://other.example.org', subject: 'luz@example.org' };
    expect(await actorIdFor(database.db, elsewhere)).not.toBe(id);
  });

  it('is one when fifty requests of a newcomer arrive at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, i) => idFor('new@example.org', `Name ${i % 3}`)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await actorsOf(database.db).countDocuments({ subject: 'new@example.org' })).toBe(1);
  });
});

describe('the name of an actor', () => {
  it('follows the provider, and stays when the provider says none', async () => {
    const id = await idFor('eva@example.org', 'Eva');
    await idFor('eva@example.org', 'Eva Ruiz');
    await idFor('eva@example.org');
    expect(await readActorNames(database.db, [id])).toEqual(new Map([[id, 'Eva Ruiz']]));
  });

  it('is kept for an id that was chosen elsewhere, and can change', async () => {
    await registerActor(database.db, { id: 'actor_scanner', name: 'Scanner' });
    await registerActor(database.db, { id: 'actor_scanner', name: 'Escáner' });
    await registerActor(database.db, { id: 'actor_robot', name: 'Robot' });
    const names = await readActorNames(database.db, ['actor_scanner', 'actor_robot', 'nobody']);
    expect(names).toEqual(
      new Map([
        ['actor_robot', 'Robot'],
        ['actor_scanner', 'Escáner'],
      ]),
    );
    expect(await readActorNames(database.db, [])).toEqual(new Map());
  });
});

describe('an actor that was erased', () => {
  it('leaves nothing but its id, which never gets a name again', async () => {
    const id = await idFor('sol@example.org', 'Sol');
    await eraseActor(database.db, id);
    await eraseActor(database.db, id);
    expect(await actorsOf(database.db).findOne({ _id: id })).toEqual({ _id: id, erased: true });
    expect(await readActors(database.db, [id])).toEqual(new Map([[id, { erased: true }]]));
    expect(await readActorNames(database.db, [id])).toEqual(new Map());
    await expect(registerActor(database.db, { id, name: 'Sol' })).rejects.toMatchObject({
      code: 'ACTOR_ERASED',
    });
    expect(await idFor('sol@example.org', 'Sol')).not.toBe(id);
  });

  it('is erased before anything was known of it too', async () => {
    await eraseActor(database.db, 'actor_early');
    expect(await readActors(database.db, ['actor_early'])).toEqual(
      new Map([['actor_early', { erased: true }]]),
    );
  });
});
