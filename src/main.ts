import type { CommandLoop } from './commands/loop.js';
import { createCommandLoop } from './commands/loop.js';
import { startEmbedded } from './mongod/embedded.js';
import { findOrFetchMongod } from './mongod/locate.js';
import { rowIndexes } from './projections/row-docs.js';
import type { RunningServer } from './server/http.js';
import { startServer } from './server/http.js';
import type { Settings } from './settings.js';
import type { Connection } from './store/connect.js';
import { connect } from './store/connect.js';
import { logIndexes } from './store/indexes.js';

/** Until identity comes, whoever reaches the loopback acts as this. */
export const localActor = { id: 'local', role: 'operator' } as const;

export interface Bitacora {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** Where the data is, for a person to read. */
  readonly whereabouts: string;
  /** Answers what was taken in, then lets go of the database. Safe to call twice. */
  close(): Promise<void>;
}

/** Connects to the database that the settings name, or starts (or joins) the embedded one. */
export async function openBitacora(
  settings: Settings,
  onProgress: (line: string) => void,
): Promise<Bitacora> {
  const database = await openDatabase(settings, onProgress);
  const indexes = [...logIndexes, ...rowIndexes];
  const connection = await connect(database.uri, { database: 'bitacora', indexes }).catch(
    async (error: unknown) => {
      await database.stop();
      throw error;
    },
  );
  const loop = createCommandLoop({ connection });
  let closing: Promise<void> | undefined;
  const shutDown = async () => {
    await loop.close();
    await connection.close();
    await database.stop();
  };
  return {
    connection,
    loop,
    whereabouts: database.whereabouts,
    close: () => (closing ??= shutDown()),
  };
}

export function serve(bitacora: Bitacora, settings: Settings): Promise<RunningServer> {
  const { host, port } = settings;
  const { connection, loop } = bitacora;
  return startServer({ host, port, connection, loop, actor: localActor });
}

interface Database {
  readonly uri: string;
  readonly whereabouts: string;
  stop(): Promise<void>;
}

async function openDatabase(
  settings: Settings,
  onProgress: (line: string) => void,
): Promise<Database> {
  const { mongodbUri, mongodBinary, dataDir } = settings;
  if (mongodbUri !== undefined) {
    const whereabouts = 'the MongoDB of MONGODB_URI';
    return { uri: mongodbUri, whereabouts, stop: () => Promise.resolve() };
  }
  const given = mongodBinary === undefined ? {} : { binary: mongodBinary };
  const binary = await findOrFetchMongod({ ...given, onProgress });
  const embedded = await startEmbedded({ dataDir, binary, onProgress });
  const whereabouts = `${dataDir} (${embedded.joined ? 'joined the running' : 'embedded'} MongoDB on 127.0.0.1:${embedded.port})`;
  return { uri: embedded.uri, whereabouts, stop: () => embedded.stop() };
}
