import { describe, expect, it } from '@jest/globals';
import { freshDatabase, sharedMongod, startTestMongod } from './mongod.js';
import { MongoClient } from 'mongodb';

describe('the databases that tests get', () => {
  it('are empty, each its own, on one shared mongod', async () => {
    const one = await freshDatabase();
    const two = await freshDatabase();
    await one.db.collection<{ _id: number }>('things').insertOne({ _id: 1 });
    expect(await two.db.listCollections().toArray()).toEqual([]);
    expect(new URL(one.uri).host).toBe(new URL(two.uri).host);
    expect(new URL(one.uri).host).toBe(new URL(await sharedMongod()).host);

    const names = async (): Promise<readonly string[]> =>
      (await two.client.db().admin().listDatabases()).databases.map((database) => database.name);
    expect(await names()).toContain(one.db.databaseName);
    await one.close();
    expect(await names()).not.toContain(one.db.databaseName);
    await two.close();
  });

  it('of a mongod of their own allow fault injection', async () => {
    const own = await startTestMongod();
    const client = await new MongoClient(own.uri).connect();
    await client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['insert'], errorCode: 112 },
    });
    const things = client.db('any').collection('things');
    await expect(things.insertOne({})).rejects.toMatchObject({ code: 112 });
    await client.close();
    await own.stop();
  });
});
