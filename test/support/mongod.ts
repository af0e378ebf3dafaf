import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { startEmbedded } from '../../src/mongod/embedded.js';
import { findOrFetchMongod } from '../../src/mongod/locate.js';

/** The folder of this whole test run, which global-setup.ts makes and global-teardown.ts clears. */
export const runFolder = (): string => {
  const folder = process.env['BITACORA_TEST_RUN'];
  if (folder === undefined) {
    throw new Error(
      'BITACORA_TEST_RUN is not set: jest must be configured with ' +
        'globalSetup test/support/global-setup.ts and globalTeardown test/support/global-teardown.ts',
    );
  }
  return folder;
};

/** A new folder of the run: whatever mongod a failed test leaves there is ended after the run. */
export const temporaryFolder = (): Promise<string> => mkdtemp(join(runFolder(), 'folder-'));

export const mongodBinary = (): Promise<string> =>
  findOrFetchMongod({ binary: process.env['MONGOD_BINARY'] });

/** A port that was free a moment ago, on the loopback. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

export interface TestMongod {
  readonly uri: string;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/**
 * A mongod of the test's own, for what would disturb others: fault injection (`failCommand` and
 * other test commands are allowed), another oplog size, a shutdown in mid-test.
 */
export const startTestMongod = async (extraArgs: readonly string[] = []): Promise<TestMongod> => {
  const dataDir = await temporaryFolder();
  const mongod = await startEmbedded({
    dataDir,
    binary: await mongodBinary(),
    port: await freePort(),
    extraArgs: ['--setParameter', 'enableTestCommands=1', ...extraArgs],
  });
  const stop = async (): Promise<void> => {
    await mongod.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { uri: mongod.uri, dataDir, stop };
};

let shared: Promise<string> | undefined;

/**
 * The URI of one mongod for the whole run. The first test that asks starts it, in whatever process;
 * the others join; nobody stops it before the run ends. Tests without a database never pay for it.
 */
export const sharedMongod = (): Promise<string> => (shared ??= startShared());

const startShared = async (): Promise<string> => {
  const dataDir = join(runFolder(), 'shared');
  const port = await freePort();
  return (await startEmbedded({ dataDir, binary: await mongodBinary(), port })).uri;
};

export interface FreshDatabase {
  readonly client: MongoClient;
  readonly db: Db;
  /** Names the database too. */
  readonly uri: string;
  /** Drops the database and closes the client. */
  readonly close: () => Promise<void>;
}

/** An empty database of the caller's own on the shared mongod. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(await sharedMongod());
  url.pathname = `/${name}`;
  const client = await new MongoClient(url.href).connect();
  const db = client.db(name);
  const close = async (): Promise<void> => {
    await db.dropDatabase();
    await client.close();
  };
  return { client, db, uri: url.href, close };
};
