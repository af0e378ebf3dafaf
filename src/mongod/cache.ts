import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { mongodVersion } from './binary.js';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;
const PREFIX = 'fetch-';

/** Where a fetched mongod is kept: `$XDG_CACHE_HOME` or `~/.cache`, one per platform. */
export const cachedMongodPath = (env: NodeJS.ProcessEnv): string => {
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  // The XDG specification says that a relative path there must be ignored.
  const base = isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  return join(base, 'bitacora', `mongod-${process.platform}-${process.arch}`, name);
};

/**
 * Lets `fetch` put a mongod somewhere under an empty folder of its own, checks that it runs, and
 * moves it into the cache. The move is one rename, so that two processes that fetch at once both
 * end with a whole binary, and one killed in mid-fetch leaves nothing that looks finished.
 */
export const intoCache = async (
  env: NodeJS.ProcessEnv,
  fetch: (folder: string) => Promise<string>,
): Promise<string> => {
  const kept = cachedMongodPath(env);
  const parent = dirname(kept);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const folder = join(parent, `${PREFIX}${randomUUID()}`);
  await mkdir(folder);
  try {
    const fetched = await fetch(folder);
    await chmod(fetched, 0o755);
    await mongodVersion(fetched, env);
    await rename(fetched, kept);
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const removeAbandoned = async (parent: string): Promise<void> => {
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const found = await stat(join(parent, name)).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
};
