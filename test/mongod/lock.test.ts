import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { withLock } from '../../src/mongod/lock.js';
import { self } from '../../src/mongod/process-id.js';
import { temporaryFolder } from '../support/mongod.js';

// No process has it: pids end far below.
const DEAD = { pid: 2 ** 30, started: '1' };

const contend = async (path: string, contenders: number): Promise<number> => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(2);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: contenders }, () => withLock(path, 30_000, work)));
  return most;
};

describe('the lock of a data folder', () => {
  it('lets one in at a time and is gone afterwards', async () => {
    const folder = await temporaryFolder();
    expect(await contend(join(folder, 'lock'), 12)).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['whose owner is dead', JSON.stringify(DEAD)],
    ['whose pid now belongs to another process', JSON.stringify({ ...self(), started: '1' })],
    ['that its owner did not live to write', ''],
  ])('lets one in at a time after a lock %s', async (_what, text) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'lock');
    await writeFile(path, text);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    expect(await contend(path, 12)).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is given up after a failure', async () => {
    const path = join(await temporaryFolder(), 'lock');
    const failing = withLock(path, 1_000, () => Promise.reject(new Error('as expected')));
    await expect(failing).rejects.toThrow('as expected');
    expect(await withLock(path, 1_000, () => Promise.resolve('in'))).toBe('in');
  });

  it('says who keeps it, and what to do, to one who has waited too long', async () => {
    const path = join(await temporaryFolder(), 'lock');
    await writeFile(path, JSON.stringify(self()));
    await expect(withLock(path, 50, () => Promise.resolve())).rejects.toMatchObject({
      code: 'MONGOD_UNAVAILABLE',
      message: expect.stringMatching(
        new RegExp(`^process ${process.pid} has been starting or stopping.*delete ${path}`),
      ),
    });
  });
});
