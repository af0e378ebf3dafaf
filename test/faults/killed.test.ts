import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createCommandLoop } from '../../src/commands/loop.js';
import { startEmbedded } from '../../src/mongod/embedded.js';
import { connect } from '../../src/store/connect.js';
import { runInChild } from '../support/child.js';
import { indexes, ledgerOn } from '../support/ledger.js';
import { beginLoad, startLoad } from '../support/load.js';
import { expectSound } from '../support/sound.js';
import { freePort, mongodBinary, temporaryFolder } from '../support/mongod.js';

const size = { clients: 16, actions: 20 };
/** How long the database is away; a patience of commands is 5 s. By hand: AWAY_MS=30000. */
const awayMs = Number(process.env['AWAY_MS'] ?? 8_000);

/** A mongod on a folder and a port of its own, to be killed and started again. */
async function ownMongod(dataDir: string) {
  const [binary, port] = [await mongodBinary(), await freePort()];
  // So that what a killed server held is let go within the test.
  const extraArgs = ['--setParameter', 'transactionLifetimeLimitSeconds=3'];
  const start = () => startEmbedded({ dataDir, binary, port, extraArgs });
  let running = await start();
  return {
    uri: running.uri,
    pid: () => running.pid,
    async again() {
      running = await start();
    },
    stop: () => running.stop(),
  };
}

async function openLoad(uri: string, name: string) {
  const connection = await connect(uri, { indexes });
  const loop = createCommandLoop({ connection });
  const ledger = ledgerOn(connection, name);
  const close = async () => {
    await loop.close();
    await connection.close();
  };
  return { connection, loop, ledger, close };
}

describe('a log whose processes are killed', () => {
  it('keeps what it acknowledged, once, when mongod is killed under load', async () => {
    const mongod = await ownMongod(await temporaryFolder());
    const { connection, loop, ledger, close } = await openLoad(mongod.uri, 'mongod-killed');
    await beginLoad(loop, ledger, size.actions);
    const load = startLoad(loop, ledger, size);
    for (let kills = 1; kills <= 2; kills += 1) {
      await load.until(load.acknowledged.size + 200);
      process.kill(mongod.pid(), 'SIGKILL');
      await mongod.again();
    }
    await load.until(load.acknowledged.size + 200);
    await load.stop();
    await expectSound(connection, ledger, load.acknowledged);
    expect(await ledger.liveRows()).toEqual(await ledger.foldedRows());
    await close();
    await mongod.stop();
  }, 120_000);

  it('keeps what it acknowledged, once, when the server is killed under load', async () => {
    const mongod = await ownMongod(await temporaryFolder());
    const { connection, loop, ledger, close } = await openLoad(mongod.uri, 'server-killed');
    await beginLoad(loop, ledger, size.actions);
    const script = new URL('./load-child.ts', import.meta.url);
    const acknowledged = new Map<string, readonly number[]>();
    const child = runInChild(script, [mongod.uri, ledger.name, String(size.actions)]);
    for (let lines = 0; lines < 5; lines += 1) {
      const part = (await child.answer()) as [string, number[]][];
      for (const [commandId, positions] of part) acknowledged.set(commandId, positions);
    }
    await child.kill('SIGKILL');
    // Another server goes on, at the latest when the database gives up the transaction left open.
    const load = startLoad(loop, ledger, size);
    await load.until(200);
    await load.stop();
    const all = new Map([...acknowledged, ...load.acknowledged]);
    expect(acknowledged.size).toBe(250);
    await expectSound(connection, ledger, all);
    await close();
    await mongod.stop();
  }, 120_000);

  it('answers in time while the database is away, and goes on when it is back', async () => {
    const mongod = await ownMongod(await temporaryFolder());
    const { connection, loop, ledger, close } = await openLoad(mongod.uri, 'away');
    await beginLoad(loop, ledger, size.actions);
    const load = startLoad(loop, ledger, size);
    await load.until(200);
    // Stopped, not ended: its sockets stay open and nothing ever answers.
    process.kill(mongod.pid(), 'SIGSTOP');
    const before = load.acknowledged.size;
    await sleep(awayMs);
    process.kill(mongod.pid(), 'SIGCONT');
    const { busy, unknown } = load.answers;
    expect(busy + unknown).toBeGreaterThan(0);
    await load.until(before + 200);
    await load.stop();
    await expectSound(connection, ledger, load.acknowledged);
    await close();
    await mongod.stop();
  }, 120_000);

  const small = mountable();
  it(`keeps what it acknowledged, once, when the disk is full${small.why}`, async () => {
    if (small.mount === undefined) return;
    const folder = await temporaryFolder();
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const unmount = small.mount(disk);
    try {
      const mongod = await ownMongod(disk);
      const { connection, loop, ledger, close } = await openLoad(mongod.uri, 'disk-full');
      await beginLoad(loop, ledger, size.actions);
      const load = startLoad(loop, ledger, size);
      await load.until(200);
      await fill(join(disk, 'junk'));
      const pid = mongod.pid();
      // With nothing left to write to, mongod ends itself; if it still can, it is ended.
      for (let waited = 0; isAlive(pid) && waited < 15_000; waited += 250) await sleep(250);
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      await rm(join(disk, 'junk'));
      await mongod.again();
      await load.until(load.acknowledged.size + 200);
      await load.stop();
      await expectSound(connection, ledger, load.acknowledged);
      await close();
      await mongod.stop();
    } finally {
      unmount();
    }
  }, 120_000);
});

/** A small file system in memory, where this user may mount one; else why not, for the title. */
function mountable() {
  const mount = (at: string) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', at], { stdio: 'pipe' });
    return () => {
      execFileSync('umount', ['-l', at], { stdio: 'pipe' });
    };
  };
  const may = process.platform === 'linux' && process.getuid?.() === 0;
  return may ? { mount, why: '' } : { why: ' (not tried: only root may mount a small disk)' };
}

async function fill(path: string): Promise<void> {
  const chunk = Buffer.alloc(1024 * 1024);
  for (let written = 0; written < 600; written += 1) {
    const full = await writeFile(path, chunk, { flag: 'a' }).then(
      () => false,
      () => true,
    );
    if (full) return;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
