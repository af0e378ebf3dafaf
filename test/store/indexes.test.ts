import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/store/connect.js';
import { createIndexes, logIndexes, verifyIndexes } from '../../src/store/indexes.js';
import { indexes } from '../support/ledger.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase } from '../support/mongod.js';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await createIndexes(database.db, indexes);
});
afterEach(() => database.close());

const start = async () => (await connect(database.uri, { indexes })).close();
const refusal = (...words: string[]) => ({
  code: 'INDEXES_DIFFER',
  message: expect.stringMatching(new RegExp(words.join('.*'), 's')),
});

describe('the indexes at start', () => {
  it('are created once, and found as they must be from then on', async () => {
    await verifyIndexes(database.db, indexes);
    await start();
    await start();
    for (const { collection, name } of logIndexes) {
      const names = (await database.db.collection(collection).indexes()).map((found) => found.name);
      expect(names.filter((found) => found === name)).toEqual([name]);
    }
  });

  it('are verified one by one: each that is missing is named', async () => {
    for (const { collection, name } of indexes) {
      await database.db.collection(collection).dropIndex(name);
      await expect(verifyIndexes(database.db, indexes)).rejects.toMatchObject(
        refusal(`: ${collection}.${name} is missing\\.`),
      );
      await createIndexes(database.db, indexes);
    }
  });

  it('are created where missing', async () => {
    await database.db.collection('commands').dropIndex('command');
    await start();
    await verifyIndexes(database.db, indexes);
  });

  it.each([
    ['not unique', { ledger: 1, stream: 1, streamVersion: 1 }, {}],
    ['of keys in another order', { stream: 1, ledger: 1, streamVersion: 1 }, { unique: true }],
    ['descending', { ledger: 1, stream: 1, streamVersion: -1 }, { unique: true }],
    [
      'of a part of the events',
      { ledger: 1, stream: 1, streamVersion: 1 },
      { unique: true, partialFilterExpression: { type: 'A' } },
    ],
    ['sparse', { ledger: 1, stream: 1, streamVersion: 1 }, { unique: true, sparse: true }],
    [
      'blind to letter case',
      { ledger: 1, stream: 1, streamVersion: 1 },
      { unique: true, collation: { locale: 'es', strength: 1 } },
    ],
  ])('keep the program from starting when one is %s', async (_, key, options) => {
    const events = database.db.collection('events');
    await events.dropIndex('stream');
    await events.createIndex(key, { name: 'stream', ...options }, {});
    await expect(start()).rejects.toMatchObject(refusal('events\\.stream', 'expected', 'got'));
  });

  it('keep the program from starting when time would delete events', async () => {
    const events = database.db.collection('events');
    await events.dropIndex('by-time');
    const { collection: _, ...byTime } = logIndexes.find(({ name }) => name === 'by-time') ?? {};
    await events.createIndex({ recordedAt: 1 }, { ...byTime, expireAfterSeconds: 3600 }, {});
    await expect(start()).rejects.toMatchObject(refusal('events\\.by-time'));
  });

  it('keep the program from starting when another name stands for the same keys', async () => {
    const events = database.db.collection('events');
    await events.dropIndex('position');
    await events.createIndex({ ledger: 1, position: 1 }, { name: 'by-hand', unique: true }, {});
    await expect(start()).rejects.toMatchObject(refusal('position of events'));
  });

  it('keep the program from starting when two events have one position', async () => {
    const events = database.db.collection('events');
    await events.dropIndex('position');
    const same = { ledger: 'a', position: 1 };
    await events.insertMany([
      { ...same, stream: 's', streamVersion: 1 },
      { ...same, stream: 's', streamVersion: 2 },
    ]);
    await expect(start()).rejects.toMatchObject(refusal('position of events'));
  });
});
