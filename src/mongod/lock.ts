import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, mongodUnavailable } from './errors.js';
import { isAlive, parseProcessId, self } from './process-id.js';

const POLL_MS = 25;
// A lock is written in well under a millisecond; one that is still empty after this was abandoned.
const UNWRITTEN_MS = 5_000;

/**
 * Does `work` while no other holder of the lock file does. A lock whose owner is dead is taken over.
 * @throws MONGOD_UNAVAILABLE when a living process keeps it longer than `waitMs`.
 */
export const withLock = async <T>(
  path: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T> => {
  const deadline = Date.now() + waitMs;
  while (!(await createExclusively(path))) {
    if (await isStale(path)) await removeStale(path);
    else if (Date.now() > deadline) throw await tooLong(path, waitMs);
    else await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await unlinkIfThere(path);
  }
};

/**
 * Between looking at a stale lock and deleting it, another process may have replaced it by a live
 * one. So only the holder of a second lock may delete, after looking again: then nobody else can
 * have replaced the file, since that takes its deletion first.
 */
const removeStale = async (path: string): Promise<void> => {
  const breaker = `${path}.break`;
  if (!(await createExclusively(breaker))) {
    // Whoever died within these few instructions is recognised in the same way.
    if (await isStale(breaker)) await unlinkIfThere(breaker);
    else await sleep(POLL_MS);
    return;
  }
  try {
    if (await isStale(path)) await unlinkIfThere(path);
  } finally {
    await unlinkIfThere(breaker);
  }
};

const createExclusively = async (path: string): Promise<boolean> => {
  try {
    await writeFile(path, JSON.stringify(self()), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

const isStale = async (path: string): Promise<boolean> => {
  try {
    const owner = parseProcessId(await readFile(path, 'utf8'));
    if (owner !== undefined) return !isAlive(owner);
    return Date.now() - (await stat(path)).mtimeMs > UNWRITTEN_MS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

const unlinkIfThere = async (path: string): Promise<void> => {
  await unlink(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
};

const tooLong = async (path: string, waitMs: number): Promise<Error> => {
  const owner = parseProcessId(await readFile(path, 'utf8').catch(() => ''));
  const who = owner === undefined ? 'a process that left no name' : `process ${owner.pid}`;
  return mongodUnavailable(
    `${who} has been starting or stopping MongoDB in this data folder for more than ` +
      `${waitMs / 1000} s. Wait for it or end it; if there is no such process, delete ${path}.`,
  );
};
