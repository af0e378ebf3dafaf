import type { Db } from 'mongodb';
import { MongoClient } from 'mongodb';
import { Fault } from './faults.js';
import type { NamedIndex } from './indexes.js';
import { createIndexes, verifyIndexes } from './indexes.js';

export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Where the URI names no database, this one. */
  readonly database?: string;
  /** Indexes to create where missing, and to verify. */
  readonly indexes: readonly NamedIndex[];
}

/**
 * Connects and makes sure that the log can keep its promises there.
 * @throws Fault DATABASE_UNREACHABLE, NO_TRANSACTIONS (not a replica set), INDEXES_DIFFER.
 */
export async function connect(uri: string, options: ConnectOptions): Promise<Connection> {
  const client = clientFor(uri);
  try {
    await client.connect().catch((error: unknown) => {
      const message = `The database doesn't answer. Check that MongoDB runs and that MONGODB_URI is right.`;
      throw new Fault('DATABASE_UNREACHABLE', message, { cause: error });
    });
    const db = client.db(databaseIn(uri) ?? options.database);
    await requireTransactions(db);
    await createIndexes(db, options.indexes);
    await verifyIndexes(db, options.indexes);
    return { client, db, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function clientFor(uri: string): MongoClient {
  try {
    return new MongoClient(uri, {
      appName: 'bitacora',
      // An absent value is left out; by default the driver would store null for it.
      ignoreUndefined: true,
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority' },
      serverSelectionTimeoutMS: 4_000,
      connectTimeoutMS: 4_000,
      socketTimeoutMS: 60_000,
      maxPoolSize: 50,
    });
  } catch (error) {
    // What the URI says stays out of the text: it may hold a password.
    const message = `MONGODB_URI can't be read as the address of a MongoDB. Expected mongodb://[user:password@]host:port/database?replicaSet=name, with %-escapes for : / ? # @ in user and password.`;
    throw new Fault('DATABASE_UNREACHABLE', message, { cause: error });
  }
}

/** The driver takes `test` where a URI names no database; data must not end up there by accident. */
function databaseIn(uri: string): string | undefined {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
}

async function requireTransactions(db: Db): Promise<void> {
  const hello = await db.command({ hello: 1 });
  if (typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid') return;
  throw new Fault(
    'NO_TRANSACTIONS',
    'This MongoDB is a standalone server, which has no transactions. Start it as a replica set (one node is enough: mongod --replSet rs0, then rs.initiate()), or leave MONGODB_URI out to use the embedded one.',
  );
}
