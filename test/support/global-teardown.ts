import { readFile, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

// jest loads this file outside its module system: it may import packages, but no file of ours.

/**
 * Ends every mongod of this run and deletes its folder; then the same for runs whose process is
 * dead, since Ctrl-C ends jest without a teardown.
 */
export default async function globalTeardown(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^bitacora-test-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    // Another run's teardown, at the same time, may have deleted it already.
    const run = await realpath(join(tmpdir(), name)).catch(() => undefined);
    if (run === undefined) continue;
    if ((await stat(run)).uid !== process.getuid?.()) continue;
    for (const folder of await readdir(run)) await endMongodOf(join(run, folder));
    await rm(run, { recursive: true, force: true });
  }
}

interface CommandLine {
  readonly parsed: { readonly storage: { readonly dbPath: string } };
}

interface State {
  readonly port: number;
  readonly pid: number;
}

const endMongodOf = async (folder: string): Promise<void> => {
  const state = await stateIn(folder);
  if (state === undefined || !isAlive(state.pid)) return;
  const uri = `mongodb://127.0.0.1:${state.port}/?directConnection=true`;
  let client: MongoClient | undefined;
  try {
    client = new MongoClient(uri, { serverSelectionTimeoutMS: 2_000 });
    const admin = client.db('admin');
    const options = (await admin.command({ getCmdLineOpts: 1 })) as CommandLine;
    // The pid and the port may belong to somebody else by now: only our own path proves it.
    if (options.parsed.storage.dbPath !== join(folder, 'mongo')) return;
    await admin.command({ shutdown: 1, force: true, timeoutSecs: 1 }).catch(() => undefined);
    for (let waited = 0; isAlive(state.pid) && waited < 20_000; waited += 20) await sleep(20);
  } catch {
    // Nobody answers: then it is a stale file, and the folder can go.
  } finally {
    await client?.close();
  }
};

const stateIn = async (folder: string): Promise<State | undefined> => {
  try {
    const state = JSON.parse(await readFile(join(folder, 'mongod.json'), 'utf8')) as State;
    return typeof state.pid === 'number' ? state : undefined;
  } catch {
    // Most folders hold no mongod, and some tests write nonsense there on purpose.
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
