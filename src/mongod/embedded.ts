import { resolve } from 'node:path';
import { mongodUnavailable, reasonOf } from './errors.js';
import { openFolder, readState, writeState } from './folder.js';
import type { Folder } from './folder.js';
import { anyHolder, registerHolder, releaseHolder } from './holders.js';
import { withLock } from './lock.js';
import { logSince, logSize, tailForPeople } from './log.js';
import { LOOPBACK } from './ports.js';
import { REPLICA_SET, ensurePrimary } from './replica-set.js';
import { endRunning, findRunning } from './running.js';
import { joinOrSpawn } from './start.js';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** The path of a mongod, as `findOrFetchMongod` answers it. */
  readonly binary: string;
  /** The port to prefer over the one kept in the folder; another is taken when it is occupied. */
  readonly port?: number | undefined;
  readonly extraArgs?: readonly string[] | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface EmbeddedMongod {
  readonly uri: string;
  readonly port: number;
  readonly pid: number;
  /** True when the mongod was running already: started by another process, or left by a kill. */
  readonly joined: boolean;
  /** Gives the mongod up, once; the last living holder ends it and waits for its end. */
  readonly stop: () => Promise<void>;
}

const START_MS = 60_000;
// Somebody else's start or stop may have to end first.
const LOCK_MS = 2 * START_MS;
const LOG_TAIL_BYTES = 16 * 1024;

/**
 * A real mongod on the data folder, as a replica set of one, on the loopback only. A process that
 * comes second on the same folder joins the mongod of the first; the last one that stops ends it.
 * @throws MONGOD_UNAVAILABLE when it is not ready within a minute, with the end of its log.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedMongod> => {
  const folder = await openFolder(options.dataDir);
  return withLock(folder.lock, LOCK_MS, async () => {
    const deadline = Date.now() + START_MS;
    const holder = await registerHolder(folder);
    try {
      const { port, process, joined } = await joinOrSpawn(folder, {
        // mongod starts in the data folder, where a relative path would mean something else.
        binary: resolve(options.binary),
        port: options.port,
        extraArgs: options.extraArgs ?? [],
        onProgress: options.onProgress ?? (() => undefined),
        deadline,
      });
      // After a join too: whoever spawned it may have been killed before it came so far.
      await ensurePrimary(port, deadline).catch(async (error: unknown) => {
        throw await notPrimary(folder, error);
      });
      let stopping: Promise<void> | undefined;
      return {
        uri: `mongodb://${LOOPBACK}:${port}/?replicaSet=${REPLICA_SET}`,
        port,
        pid: process.pid,
        joined,
        stop: () => (stopping ??= withLock(folder.lock, LOCK_MS, () => giveUp(folder, holder))),
      };
    } catch (error) {
      await giveUp(folder, holder);
      throw error;
    }
  });
};

const giveUp = async (folder: Folder, holder: string): Promise<void> => {
  await releaseHolder(holder);
  if (await anyHolder(folder)) return;
  const running = await findRunning(folder);
  if (running !== undefined) await endRunning(running);
  const state = await readState(folder);
  if (state !== undefined) await writeState(folder, { ...state, pid: null });
};

const notPrimary = async (folder: Folder, error: unknown): Promise<Error> => {
  const from = Math.max(0, (await logSize(folder.log)) - LOG_TAIL_BYTES);
  const tail = tailForPeople(await logSince(folder.log, from), 12);
  return mongodUnavailable(
    `mongod runs, but ${reasonOf(error)}. The end of its log (${folder.log}):\n${tail}`,
    error,
  );
};
