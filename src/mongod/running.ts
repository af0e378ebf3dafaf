import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { mongodUnavailable } from './errors.js';
import { readState } from './folder.js';
import type { Folder } from './folder.js';
import { LOOPBACK, knock } from './ports.js';
import { identify, isAlive } from './process-id.js';
import type { ProcessId } from './process-id.js';

export interface Running {
  readonly port: number;
  readonly process: ProcessId;
}

interface CommandLine {
  readonly parsed: { readonly storage?: { readonly dbPath?: string } };
}

const ANSWER_MS = 3_000;
const POLITE_MS = 20_000;
const KILLED_MS = 5_000;

/** Talks to the admin database of the mongod on a port, whatever state its replica set is in. */
export const withAdmin = async <T>(port: number, ask: (admin: Db) => Promise<T>): Promise<T> => {
  const client = new MongoClient(`mongodb://${LOOPBACK}:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: ANSWER_MS,
    appName: 'bitacora-embedded',
  });
  try {
    return await ask(client.db('admin'));
  } finally {
    await client.close();
  }
};

/**
 * The mongod on that port, if it is the one of this folder. A pid in a file proves nothing: it may
 * be dead or somebody else's, and so may the port. So the server itself is asked for its path.
 */
export const runningOn = async (folder: Folder, port: number): Promise<Running | undefined> => {
  if ((await knock(LOOPBACK, port, ANSWER_MS)) !== undefined) return undefined;
  try {
    return await withAdmin(port, async (admin) => {
      const options = (await admin.command({ getCmdLineOpts: 1 })) as CommandLine;
      if (options.parsed.storage?.dbPath !== folder.dbPath) return undefined;
      const status = await admin.command({ serverStatus: 1, repl: 0, metrics: 0, wiredTiger: 0 });
      const found = identify(Number(status['pid']));
      return found === undefined ? undefined : { port, process: found };
    });
  } catch {
    // Something listens there, but it is no MongoDB, or one that lets us see nothing: not ours.
    return undefined;
  }
};

/** The mongod of this folder, if one runs, whoever started it. */
export const findRunning = async (folder: Folder): Promise<Running | undefined> => {
  const state = await readState(folder);
  return state === undefined ? undefined : runningOn(folder, state.port);
};

/**
 * Ends a mongod: by command, then by signal, then by force (its journal survives that).
 * @throws MONGOD_UNAVAILABLE when it outlives even that.
 */
export const endRunning = async (running: Running): Promise<void> => {
  // It hangs up in place of an answer. Forced, for a replica set of one has nobody to hand over to.
  const command = { shutdown: 1, force: true, timeoutSecs: 1 };
  await withAdmin(running.port, (admin) => admin.command(command)).catch(() => undefined);
  await endProcess(running.process);
};

/** Waits for a process that was asked to end, and asks less and less politely. */
export const endProcess = async (one: ProcessId): Promise<void> => {
  if (await isGone(one, POLITE_MS)) return;
  signal(one, 'SIGTERM');
  if (await isGone(one, POLITE_MS)) return;
  signal(one, 'SIGKILL');
  if (await isGone(one, KILLED_MS)) return;
  throw mongodUnavailable(`mongod (process ${one.pid}) can't be ended, not even by SIGKILL`);
};

const signal = (one: ProcessId, name: NodeJS.Signals): void => {
  if (isAlive(one)) process.kill(one.pid, name);
};

const isGone = async (one: ProcessId, withinMs: number): Promise<boolean> => {
  const deadline = Date.now() + withinMs;
  while (isAlive(one)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
};
