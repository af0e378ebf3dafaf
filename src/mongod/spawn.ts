import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Folder } from './folder.js';
import { logSince, logSize, rotateLog } from './log.js';
import { LOOPBACK } from './ports.js';
import { identify } from './process-id.js';
import { REPLICA_SET } from './replica-set.js';
import { endProcess, runningOn } from './running.js';
import type { Running } from './running.js';

export interface SpawnOptions {
  readonly binary: string;
  readonly port: number;
  readonly extraArgs: readonly string[];
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** `log` is what this very mongod wrote. */
export type Spawned =
  | { readonly kind: 'running'; readonly running: Running }
  | { readonly kind: 'port-taken' | 'folder-in-use'; readonly log: string }
  | { readonly kind: 'failed'; readonly how: string; readonly log: string };

const EXIT_NETWORK = 48;

/** Starts a mongod on the folder and waits until it answers; the replica set is not its concern. */
export const spawnMongod = async (folder: Folder, options: SpawnOptions): Promise<Spawned> => {
  await rotateLog(folder.log);
  const offset = await logSize(folder.log);
  // Complaints about options come on stderr, before mongod opens its log: they belong there too.
  const output = await open(folder.log, 'a', 0o600);
  let end: string | undefined;
  // Detached is a session of its own: Ctrl-C in the terminal reaches us alone, and we end it.
  const child = spawn(options.binary, argsFor(folder, options), {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    cwd: folder.root,
  });
  child.once('error', (error) => (end = `could not be started: ${error.message}`));
  child.once('exit', (code, signal) => (end = `ended with ${signal ?? String(code)}`));
  child.unref();
  try {
    while (end === undefined && Date.now() < options.deadline) {
      const running = await runningOn(folder, options.port);
      if (running !== undefined) return { kind: 'running', running };
      await sleep(25);
    }
  } finally {
    await output.close();
  }
  if (end === undefined && child.pid !== undefined) {
    const late = identify(child.pid);
    child.kill('SIGTERM');
    if (late !== undefined) await endProcess(late);
  }
  const log = await logSince(folder.log, offset);
  if (log.includes('DBPathInUse')) return { kind: 'folder-in-use', log };
  if (child.exitCode === EXIT_NETWORK) return { kind: 'port-taken', log };
  return { kind: 'failed', how: end ?? 'did not answer in time', log };
};

const argsFor = (folder: Folder, options: SpawnOptions): readonly string[] => [
  ...['--dbpath', folder.dbPath],
  ...['--port', String(options.port), '--bind_ip', LOOPBACK],
  ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
  ...['--replSet', REPLICA_SET],
  // Small and fixed: the defaults take half the memory and a twentieth of the disk.
  ...['--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '1024'],
  ...['--logpath', folder.log, '--logappend', '--quiet'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ...options.extraArgs,
];
