import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { identify } from '../../src/mongod/process-id.js';
import { runInChild } from '../support/child.js';
import type { Child } from '../support/child.js';
import { freePort, mongodBinary, temporaryFolder } from '../support/mongod.js';
import { cleanUpLater, cleanUpNow, insert, notes, start } from './kit.js';

const HOLD = new URL('./hold.ts', import.meta.url);

afterEach(cleanUpNow);

const hold = async (dataDir: string, port: number): Promise<Child> => {
  const child = runInChild(HOLD, [dataDir, await mongodBinary(), String(port)]);
  cleanUpLater(() => child.kill('SIGKILL'));
  return child;
};

describe('several holders of one data folder', () => {
  it('share one mongod, which the last one ends', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    const second = await start(dataDir);
    expect(second).toMatchObject({ joined: true, pid: first.pid, uri: first.uri });

    await first.stop();
    await first.stop();
    await insert(second.uri, 'the spawner has stopped');
    await second.stop();
    expect(identify(first.pid)).toBeUndefined();
    expect(await readdir(join(dataDir, 'holders'))).toEqual([]);
    expect(JSON.parse(await readFile(join(dataDir, 'mongod.json'), 'utf8'))).toEqual({
      port: first.port,
      pid: null,
      replSet: 'rs0',
    });
  });

  it('in another process join too, and Ctrl-C there does not end the mongod here', async () => {
    const dataDir = await temporaryFolder();
    const child = await hold(dataDir, await freePort());
    const spawned = (await child.answer()) as { uri: string; pid: number; joined: boolean };
    expect(spawned.joined).toBe(false);
    const here = await start(dataDir);
    expect(here).toMatchObject({ joined: true, pid: spawned.pid, uri: spawned.uri });

    await child.kill('SIGINT');
    await insert(here.uri, 'the spawner has ended');
    expect(await notes(here.uri)).toEqual(['the spawner has ended']);
    await here.stop();
    expect(identify(spawned.pid)).toBeUndefined();
  });

  it('find the mongod again that a kill -9 left behind, and its dead holder does not keep it', async () => {
    const dataDir = await temporaryFolder();
    const child = await hold(dataDir, await freePort());
    const spawned = (await child.answer()) as { uri: string; pid: number };
    await insert(spawned.uri, 'before the kill');
    await child.kill('SIGKILL');
    expect(identify(spawned.pid)).toBeDefined();

    const here = await start(dataDir);
    expect(here).toMatchObject({ joined: true, pid: spawned.pid });
    expect(await notes(here.uri)).toEqual(['before the kill']);
    await here.stop();
    expect(identify(spawned.pid)).toBeUndefined();
  });

  it('start one mongod between them when they come at the same moment', async () => {
    const dataDir = await temporaryFolder();
    const port = await freePort();
    const children = await Promise.all([1, 2, 3].map(() => hold(dataDir, port)));
    const answers = (await Promise.all(children.map((child) => child.answer()))) as {
      pid: number;
      uri: string;
      joined: boolean;
    }[];
    expect(answers.map((answer) => answer.joined).sort()).toEqual([false, true, true]);
    expect(new Set(answers.map((answer) => answer.pid)).size).toBe(1);
    for (const child of children) await child.kill('SIGINT');
    expect(identify(answers[0]?.pid ?? 0)).toBeUndefined();
  });

  it('wait for a mongod that is still starting after its spawner was killed', async () => {
    const dataDir = await temporaryFolder();
    const port = await freePort();
    const child = await hold(dataDir, port);
    const state = join(dataDir, 'mongod.json');
    const lock = join(dataDir, 'mongo', 'mongod.lock');
    const mongodPid = async (): Promise<number> =>
      Number(await readFile(lock, 'utf8').catch(() => '0'));
    while ((await mongodPid()) === 0) await sleep(5);
    await child.kill('SIGKILL');
    expect(JSON.parse(await readFile(state, 'utf8'))).toMatchObject({ port });

    const here = await start(dataDir);
    expect(here).toMatchObject({ joined: true, pid: await mongodPid(), port });
    await insert(here.uri, 'the replica set works');
  });
});
