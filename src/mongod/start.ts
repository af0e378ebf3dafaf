import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongodUnavailable } from './errors.js';
import { readState, writeState } from './folder.js';
import type { Folder } from './folder.js';
import { tailForPeople } from './log.js';
import { isFree } from './ports.js';
import { REPLICA_SET } from './replica-set.js';
import { findRunning } from './running.js';
import type { Running } from './running.js';
import { spawnMongod } from './spawn.js';
import type { Spawned } from './spawn.js';

export interface StartOptions {
  readonly binary: string;
  readonly port: number | undefined;
  readonly extraArgs: readonly string[];
  readonly onProgress: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

const DEFAULT_PORT = 27_117;
const PORTS_TO_TRY = 200;
const LOG_LINES = 12;

/**
 * The running mongod of the folder, or else a new one. Called under the folder's lock.
 * @throws MONGOD_UNAVAILABLE with the end of mongod's log.
 */
export const joinOrSpawn = async (
  folder: Folder,
  options: StartOptions,
): Promise<Running & { readonly joined: boolean }> => {
  const refused = new Set<number>();
  for (;;) {
    const found = await findRunning(folder);
    if (found !== undefined) return { ...found, joined: true };

    const before = await readState(folder);
    const port = await choosePort(before?.port, options, refused);
    // Before the spawn: if we are killed right after it, the next one must find that mongod.
    await writeState(folder, { port, pid: null, replSet: REPLICA_SET });
    options.onProgress(`Starting MongoDB on port ${port}`);
    const spawned = await spawnMongod(folder, { ...options, port });
    switch (spawned.kind) {
      case 'running':
        await writeState(folder, { port, pid: spawned.running.process.pid, replSet: REPLICA_SET });
        return { ...spawned.running, joined: false };
      case 'port-taken':
        refused.add(port);
        break;
      case 'folder-in-use':
        // Left by a killed process while it was still starting: soon it answers on its own port.
        if (Date.now() > options.deadline) throw failure(folder, spawned, await inUse(folder));
        if (before !== undefined) await writeState(folder, before);
        await sleep(200);
        break;
      case 'failed':
        throw failure(folder, spawned, spawned.how);
    }
  }
};

const inUse = async (folder: Folder): Promise<string> => {
  const pid = (await readFile(join(folder.dbPath, 'mongod.lock'), 'utf8').catch(() => '')).trim();
  return (
    `found another mongod (process ${pid}) on ${folder.dbPath}, which does not answer on the port ` +
    `in ${folder.state}; end that process first`
  );
};

const choosePort = async (
  kept: number | undefined,
  options: StartOptions,
  refused: ReadonlySet<number>,
): Promise<number> => {
  const wanted = options.port ?? kept ?? DEFAULT_PORT;
  for (let port = wanted; port < Math.min(wanted + PORTS_TO_TRY, 65_536); port += 1) {
    if (!refused.has(port) && (await isFree(port))) {
      if (port !== wanted) options.onProgress(`Port ${wanted} is taken by another program`);
      return port;
    }
  }
  throw mongodUnavailable(
    `MongoDB needs a free port on the loopback, but ${wanted} and the ${PORTS_TO_TRY} after it ` +
      `are taken: free one`,
  );
};

const failure = (
  folder: Folder,
  spawned: Exclude<Spawned, { kind: 'running' }>,
  how: string,
): Error => {
  const otherVersion = /featureCompatibilityVersion|WiredTiger version|Wrong mongod version/i;
  const hint = otherVersion.test(spawned.log)
    ? '\nAnother version of MongoDB wrote this data: set MONGOD_BINARY to a mongod of that version.'
    : '';
  return mongodUnavailable(
    `mongod ${how}. The end of its log (${folder.log}):\n` +
      `${tailForPeople(spawned.log, LOG_LINES)}${hint}`,
  );
};
