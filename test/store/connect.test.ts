import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { connect } from '../../src/store/connect.js';
import { freePort, freshDatabase, mongodBinary, temporaryFolder } from '../support/mongod.js';

const options = { database: 'bitacora', indexes: [] };

const failure = async (uri: string): Promise<unknown> =>
  connect(uri, options).then(
    ({ close }) => close().then(() => 'connected'),
    (error: unknown) => error,
  );

describe('a database that does not answer', () => {
  it('is unreachable, and no part of the answer shows the credentials of its URI', async () => {
    const port = await freePort();
    const error = await failure(`mongodb://ana:s3cr3t@127.0.0.1:${port}/?replicaSet=rs0`);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect((error as Error).message).toContain('MONGODB_URI');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/s3cr3t|ana:/);
  });

  it.each([
    'mongodb://ana:s3cr3t@',
    'postgres://ana:s3cr3t@host/db',
    'mongodb://ana:s3:cr3t@a/b',
    'mongodb://ana:s3cr3t@a:b:c/d',
    'mongodb://ana:s3cr3t@a/b?tls=maybe',
    'ana:s3cr3t@a',
    '',
  ])('is unreachable when its URI is none: %s', async (uri) => {
    const error = await failure(uri);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/s3cr3t|s3:cr3t|ana:/);
  });
});

describe('a mongod that is no replica set', () => {
  let stop: () => Promise<unknown>;
  let uri: string;

  beforeAll(async () => {
    const [folder, port] = [await temporaryFolder(), await freePort()];
    const args = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1'];
    const child = spawn(await mongodBinary(), args, { stdio: 'ignore' });
    const exited = once(child, 'exit');
    stop = () => (child.kill('SIGTERM'), exited);
    uri = `mongodb://127.0.0.1:${port}/`;
    const ping = async (): Promise<boolean> => {
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
      try {
        await client.db('admin').command({ ping: 1 });
        return true;
      } catch {
        return false;
      } finally {
        await client.close();
      }
    };
    while (child.exitCode === null && !(await ping())) await sleep(50);
  });
  afterAll(() => stop());

  it('has no transactions: the program says so, what to do, and writes nothing there', async () => {
    const error = await failure(uri);
    expect(error).toMatchObject({
      code: 'NO_TRANSACTIONS',
      message: expect.stringMatching(/replica set.*rs\.initiate/),
    });
    const client = new MongoClient(uri);
    const { databases } = await client.db().admin().listDatabases();
    expect(databases.map(({ name }) => name)).not.toContain('bitacora');
    await client.close();
  });
});

describe('the database that is used', () => {
  it('is the one that the URI names, else the one asked for, and never the driver’s "test"', async () => {
    const { uri, close } = await freshDatabase();
    const names = [uri, uri.replace(/\/t_[0-9a-f]+/, '/')].map(async (each) => {
      const connection = await connect(each, options);
      const { databaseName } = connection.db;
      await connection.close();
      return databaseName;
    });
    expect(await Promise.all(names)).toEqual([new URL(uri).pathname.slice(1), 'bitacora']);
    await close();
  });
});
