import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { identify } from '../../src/mongod/process-id.js';
import { freePort, temporaryFolder } from '../support/mongod.js';
import {
  cleanUpLater,
  cleanUpNow,
  insert,
  notes,
  replicaSetConfig,
  start,
  startAgain,
} from './kit.js';

afterEach(cleanUpNow);

/** Something on that port which is no MongoDB. */
const listenOn = async (port: number): Promise<void> => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanUpLater(() => new Promise((resolve) => server.close(resolve)));
};

describe('the embedded mongod over several starts', () => {
  it('keeps its data, its port and its replica set', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    expect(first.joined).toBe(false);
    await insert(first.uri, 'written at the first start');
    const before = await replicaSetConfig(first.uri);
    await first.stop();
    expect(identify(first.pid)).toBeUndefined();

    const second = await startAgain(dataDir);
    expect({ joined: second.joined, uri: second.uri }).toEqual({ joined: false, uri: first.uri });
    expect(second.pid).not.toBe(first.pid);
    expect(await notes(second.uri)).toEqual(['written at the first start']);
    const after = await replicaSetConfig(second.uri);
    expect(after.settings.replicaSetId).toEqual(before.settings.replicaSetId);
    expect(after.version).toBe(before.version);
  });

  it('moves to another port, with its data, when the kept one was taken by something else', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    await insert(first.uri, 'before the move');
    const before = await replicaSetConfig(first.uri);
    await first.stop();
    await listenOn(first.port);

    const second = await startAgain(dataDir);
    expect(second.port).not.toBe(first.port);
    expect(await notes(second.uri)).toEqual(['before the move']);
    await insert(second.uri, 'after the move');
    const after = await replicaSetConfig(second.uri);
    expect(after.settings.replicaSetId).toEqual(before.settings.replicaSetId);
    expect(after.members.map((member) => member.host)).toEqual([`127.0.0.1:${second.port}`]);
  });

  it('starts in spite of a stale state file and a stale lock', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    await insert(first.uri, 'kept');
    await first.stop();
    // As after a kill: the pid and the lock name a process, alive but not the one that was meant.
    const port = await freePort();
    await listenOn(port);
    await writeFile(
      join(dataDir, 'mongod.json'),
      JSON.stringify({ port, pid: process.pid, replSet: 'rs0' }),
    );
    const reusedPid = JSON.stringify({ pid: process.pid, started: '1' });
    await writeFile(join(dataDir, 'mongod.start.lock'), reusedPid);
    await writeFile(join(dataDir, 'holders', `${process.pid}-old.json`), reusedPid);

    const second = await startAgain(dataDir);
    expect(second.joined).toBe(false);
    expect(second.port).not.toBe(port);
    expect(await notes(second.uri)).toEqual(['kept']);
    await second.stop();
    expect(identify(second.pid)).toBeUndefined();
  });
});

describe('the embedded mongod', () => {
  it('listens on the loopback and nowhere else', async () => {
    const { port } = await start(await temporaryFolder());
    const tables = await Promise.all(
      ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
    );
    const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const LISTEN = '0A';
    const addresses = tables
      .flatMap((table) => table.split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && fields[1]?.endsWith(suffix))
      .map((fields) => fields[1]);
    // 127.0.0.1, in the kernel's byte order.
    expect(addresses).toEqual([`0100007F${suffix}`]);
  });

  it('is not one of a foreign folder, even on the kept port', async () => {
    const foreign = await start(await temporaryFolder());
    const dataDir = await temporaryFolder();
    const state = { port: foreign.port, pid: foreign.pid, replSet: 'rs0' };
    await writeFile(join(dataDir, 'mongod.json'), JSON.stringify(state));
    const own = await startAgain(dataDir);
    expect(own.joined).toBe(false);
    expect(own.port).not.toBe(foreign.port);
    await own.stop();
    await insert(foreign.uri, 'still there');
  });

  it('that can not start is explained by what it said, and leaves nothing held', async () => {
    const dataDir = await temporaryFolder();
    await expect(start(dataDir, { extraArgs: ['--no-such-option'] })).rejects.toMatchObject({
      code: 'MONGOD_UNAVAILABLE',
      message: expect.stringMatching(
        /mongod ended with \d+\. The end of its log[^]*no-such-option/,
      ),
    });
    expect(await readdir(join(dataDir, 'holders'))).toEqual([]);
    expect((await start(dataDir)).joined).toBe(false);
  });

  it('that can not read its data is explained by the end of its log', async () => {
    const dataDir = await temporaryFolder();
    await (await start(dataDir)).stop();
    await writeFile(join(dataDir, 'mongo', 'WiredTiger.turtle'), 'damaged');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'MONGOD_UNAVAILABLE',
      message: expect.stringMatching(/mongod\.log\):\n[^]*WiredTiger/),
    });
  });

  it('needs a folder that can be written', async () => {
    const file = join(await temporaryFolder(), 'a-file');
    await writeFile(file, '');
    await expect(start(join(file, 'data'))).rejects.toMatchObject({
      code: 'MONGOD_UNAVAILABLE',
      message: expect.stringContaining('Set DATA_DIR to a folder that this user may write'),
    });
  });
});
