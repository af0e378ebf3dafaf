import { join } from 'node:path';
import type { CommandLoop } from './commands/loop.js';
import { createCommandLoop } from './commands/loop.js';
import { signClosings } from './commands/sign-closings.js';
import { startEmbedded } from './mongod/embedded.js';
import { findOrFetchMongod } from './mongod/locate.js';
import { rowIndexes } from './projections/row-docs.js';
import type { RunningServer } from './server/http.js';
import type { Identity } from './server/identity/identity.js';
import { localIdentity } from './server/identity/identity.js';
import { oidcIdentity } from './server/identity/oidc.js';
import type { Settings } from './settings.js';
import { keepCheckpoints } from './store/checkpoint-timer.js';
import { collectionsOf } from './store/collections.js';
import type { Connection } from './store/connect.js';
import { connect } from './store/connect.js';
import { logIndexes } from './store/indexes.js';
import { openKeyRing } from './store/keys-file.js';
import type { KeyRing } from './store/keys-ring.js';
import { ensureTokenFile } from './store/token-file.js';

/** Who acts at the command line, and with the operator's token. */
export const localActor = { id: 'local', role: 'operator' } as const;

export interface Bitacora {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** What signs checkpoints; without it none are made. */
  readonly keys?: KeyRing;
  /** Where the data is, for a person to read. */
  readonly whereabouts: string;
  /** Answers what was taken in, then lets go of the database. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Connects to the database that the settings name, or starts (or joins) the embedded one.
 * @param asItIs leaves the indexes alone, for looking at a database that may be damaged.
 */
export async function openBitacora(
  settings: Settings,
  onProgress: (line: string) => void,
  { asItIs = false }: { readonly asItIs?: boolean } = {},
): Promise<Bitacora> {
  const keys = await keysOf(settings, onProgress);
  const database = await openDatabase(settings, onProgress);
  const indexes = asItIs ? [] : [...logIndexes, ...rowIndexes];
  const connection = await connect(database.uri, { database: 'bitacora', indexes }).catch(
    async (error: unknown) => {
      await database.stop();
      throw error;
    },
  );
  const loop = loopOn(connection, keys);
  let closing: Promise<void> | undefined;
  const shutDown = async () => {
    await loop.close();
    await connection.close();
    await database.stop();
  };
  return {
    connection,
    loop,
    ...(keys === undefined ? {} : { keys }),
    whereabouts: database.whereabouts,
    close: () => (closing ??= shutDown()),
  };
}

function loopOn(connection: Connection, keys: KeyRing | undefined): CommandLoop {
  const loop = createCommandLoop({ connection });
  if (keys === undefined) return loop;
  return signClosings(loop, collectionsOf(connection.db), keys, sayNoCheckpoint);
}

function sayNoCheckpoint(ledger: string | undefined, error: unknown): void {
  const where = ledger === undefined ? '' : ` of "${ledger}"`;
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`No checkpoint${where} could be made: ${why}\n`);
}

/** Serves, and signs checkpoints as they fall due, until it is closed. */
export async function serve(
  bitacora: Bitacora,
  settings: Settings,
  say: (line: string) => void,
): Promise<RunningServer> {
  const { host, port, evidenceMaxBytes, checkpointEveryEvents, checkpointEveryMinutes, web } =
    settings;
  const { connection, loop, keys } = bitacora;
  // Here and not above: it is most of what the program loads, and other commands do without.
  const { startServer } = await import('./server/http.js');
  const signing = keys === undefined ? {} : { keys };
  const identity = await identityOf(bitacora, settings, say);
  const serving = { host, port, connection, loop, identity, evidenceMaxBytes, web };
  const server = await startServer({ ...serving, ...signing });
  if (keys === undefined) return server;
  const policy = { everyEvents: checkpointEveryEvents, everyMs: checkpointEveryMinutes * 60_000 };
  const timer = keepCheckpoints(collectionsOf(connection.db), keys, policy, sayNoCheckpoint);
  const close = async () => {
    await timer.stop();
    await server.close();
  };
  return { url: server.url, close };
}

/** Without an identity provider somebody must be able to write: the operator gets a token. */
async function identityOf(
  { connection: { db } }: Bitacora,
  { oidc, operatorTokenFile }: Settings,
  say: (line: string) => void,
): Promise<Identity> {
  if (oidc !== undefined) return oidcIdentity(db, oidc);
  const { id: actorId, role } = localActor;
  await ensureTokenFile(db, operatorTokenFile, { actorId, role }, say);
  return localIdentity(db);
}

/** With a MongoDB of our own a key is made at the first start, so that checkpoints always exist. */
function keysOf(settings: Settings, say: (line: string) => void): Promise<KeyRing | undefined> {
  const { signingKey: text, signingKeyFile: file, mongodbUri, dataDir } = settings;
  return openKeyRing(
    {
      ...(text === undefined ? {} : { text }),
      ...(file === undefined ? {} : { file }),
      ...(mongodbUri === undefined ? { ownFile: join(dataDir, 'signing.key') } : {}),
    },
    say,
  );
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
