import { MongoClient } from 'mongodb';
import { startEmbedded } from '../../src/mongod/embedded.js';
import type { EmbeddedMongod, EmbeddedOptions } from '../../src/mongod/embedded.js';
import { freePort, mongodBinary } from '../support/mongod.js';

const cleanUps: (() => Promise<unknown>)[] = [];

export const cleanUpLater = (cleanUp: () => Promise<unknown>): void => {
  cleanUps.push(cleanUp);
};

export const cleanUpNow = async (): Promise<void> => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
};

/** Starts on the port that the folder keeps, if it keeps one. */
export const startAgain = async (
  dataDir: string,
  more: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedMongod> => {
  const mongod = await startEmbedded({ dataDir, binary: await mongodBinary(), ...more });
  cleanUpLater(mongod.stop);
  return mongod;
};

/** Starts on a free port, so that tests don't meet each other on the default one. */
export const start = async (
  dataDir: string,
  more: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedMongod> => startAgain(dataDir, { port: await freePort(), ...more });

const using = async <T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
};

/** In a transaction: that takes a replica set with a primary. */
export const insert = (uri: string, text: string): Promise<void> =>
  using(uri, (client) =>
    client.withSession(async (session) => {
      const collection = client.db('kept').collection('notes');
      await session.withTransaction(() => collection.insertOne({ text }, { session }));
    }),
  );

export const notes = (uri: string): Promise<unknown[]> =>
  using(uri, async (client) => {
    const found = await client.db('kept').collection('notes').find().sort({ _id: 1 }).toArray();
    return found.map((note): unknown => note['text']);
  });

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly host: string }[];
  readonly settings: { readonly replicaSetId: unknown };
}

export const replicaSetConfig = (uri: string): Promise<ReplicaSetConfig> =>
  using(uri, async (client) => {
    const answer = await client.db('admin').command({ replSetGetConfig: 1 });
    return (answer as { config: ReplicaSetConfig }).config;
  });
