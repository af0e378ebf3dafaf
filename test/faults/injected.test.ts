import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { MongoClient as Client } from 'mongodb';
import type { CommandLoop } from '../../src/commands/loop.js';
import { createCommandLoop } from '../../src/commands/loop.js';
import { inSnapshot } from '../../src/store/transaction.js';
import { frontierOf } from '../../src/store/head.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../../src/store/merkle.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import { Fault } from '../../src/store/faults.js';
import { faults, inject } from '../support/faults.js';
import type { TestLedger } from '../support/ledger.js';
import { indexes, ledgerOn } from '../support/ledger.js';
import type { TestMongod } from '../support/mongod.js';
import { startTestMongod } from '../support/mongod.js';

/** How many faults are injected: enough for each kind several times. More by FAULTS=3000. */
const wanted = Number(process.env['FAULTS'] ?? 300);
const clients = 64;
const actions = 40;

describe('the log under injected faults', () => {
  let mongod: TestMongod;
  let outside: MongoClient;
  let connection: Connection;
  let loop: CommandLoop;

  beforeAll(async () => {
    mongod = await startTestMongod();
    outside = await new Client(mongod.uri, { appName: 'test' }).connect();
    connection = await connect(mongod.uri, { database: 'faults', indexes });
    loop = createCommandLoop({ connection });
  });
  afterAll(async () => {
    await loop.close();
    await connection.close();
    await outside.close();
    await mongod.stop();
  });

  it(`loses, doubles and halves no command over ${wanted} faults with ${clients} clients`, async () => {
    const ledger = ledgerOn(connection, 'many');
    await ledger.begin(loop, actions);
    const reports = Array.from({ length: actions }, (_, i) =>
      loop.execute(ledger.report(i + 1, '2024-Q1', { percent: 100 })),
    );
    await Promise.all(reports);
    const load = startLoad(loop, ledger);
    const seen = new Map<string, number>();
    for (let n = 0; n < wanted; n += 1) {
      const fault = faults[n % faults.length];
      if (fault === undefined) throw new Error('no fault');
      const before = load.acknowledged.size;
      const off = await inject(outside, fault);
      await load.until(before + clients);
      await off();
      seen.set(fault.name, (seen.get(fault.name) ?? 0) + 1);
      if (n % 25 === 24) await expectSound(connection, ledger, load.acknowledged);
    }
    await load.stop();
    expect(seen.size).toBe(Math.min(wanted, faults.length));
    const { unknown, busy } = load.answers;
    process.stdout.write(
      `${wanted} faults, ${load.acknowledged.size} commands acknowledged, ${busy} answered BUSY and ${unknown} OUTCOME_UNKNOWN before\n`,
    );
    await expectSound(connection, ledger, load.acknowledged);
    expect(await ledger.liveRows()).toEqual(await ledger.foldedRows());
  }, 300_000);

  it('succeeds after two write conflicts, and answers BUSY within the deadline if they never end', async () => {
    const ledger = ledgerOn(connection, 'conflicts');
    await ledger.begin(loop, 1);
    const data = {
      failCommands: ['insert'],
      errorCode: 112,
      errorLabels: ['TransientTransactionError'],
    };
    const twice = await inject(outside, { name: '', times: 2, data });
    const first = await loop.execute(ledger.report(1, '2024-Q1', { percent: 100 }));
    expect(first.kind).toBe('recorded');
    await twice();

    const off = await inject(outside, { name: '', times: 'alwaysOn', data });
    const command = ledger.report(1, '2024-Q2', { percent: 200 });
    await expect(loop.execute(command)).rejects.toMatchObject({ code: 'BUSY' });
    await off();
    expect((await loop.execute(command)).kind).toBe('recorded');
  });

  it('finds out by the receipts what became of a commit whose answer never comes', async () => {
    const ledger = ledgerOn(connection, 'ambiguous');
    await ledger.begin(loop, 1);
    const data = {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 100, errmsg: 'injected' },
    };
    const off = await inject(outside, { name: '', times: 3, data });
    const command = ledger.report(1, '2024-Q1', { percent: 100 });
    const outcome = await loop.execute(command);
    await off();
    expect(outcome.kind).toBe('recorded');
    const { events } = collectionsOf(connection.db);
    const found = await events.countDocuments({
      ledger: ledger.name,
      commandId: command.commandId,
    });
    expect(found).toBe(1);
  });
});

interface Load {
  /** By command id: the positions that were answered. */
  readonly acknowledged: ReadonlyMap<string, readonly number[]>;
  readonly answers: { busy: number; unknown: number };
  /** Resolves when so many commands are acknowledged; fails when none comes any more. */
  until(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Clients that correct progress, and send a command again until they know what became of it. */
function startLoad(loop: CommandLoop, ledger: TestLedger): Load {
  const acknowledged = new Map<string, readonly number[]>();
  const answers = { busy: 0, unknown: 0 };
  let running = true;
  const client = async (k: number) => {
    for (let i = 0; running; i += 1) {
      const n = 1 + ((k + i) % actions);
      const changes = { narrative: `${k} ${i} ${randomUUID()}` };
      const command = ledger.correct(n, '2024-Q1', changes);
      for (let known = false; !known;) {
        try {
          const outcome = await loop.execute(command);
          if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
          acknowledged.set(command.commandId, outcome.positions);
          known = true;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          if (error.code === 'BUSY') answers.busy += 1;
          else if (error.code === 'OUTCOME_UNKNOWN') answers.unknown += 1;
          else throw error;
        }
      }
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, k) => client(k)));
  all.catch(() => {
    running = false;
  });
  return {
    acknowledged,
    answers,
    async until(count) {
      while (acknowledged.size < count && running) await sleep(5);
      if (!running) await all;
    },
    async stop() {
      running = false;
      await all;
    },
  };
}

/** Nothing acknowledged is lost, nothing is there twice or by half, positions and tree are right. */
async function expectSound(
  connection: Connection,
  ledger: TestLedger,
  acknowledged: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  const answered = new Map(acknowledged);
  const { head, events, receipts } = await inSnapshot(connection.client, async (session) => {
    const scope = { ledger: ledger.name };
    const collections = collectionsOf(connection.db);
    return {
      head: await collections.ledgers.findOne({ _id: ledger.name }, { session }),
      events: await collections.events
        .find(scope, { session, sort: { position: 1 }, projection: { data: 0 } })
        .toArray(),
      receipts: await collections.commands.find(scope, { session }).toArray(),
    };
  });
  expect(head?.position).toBe(events.length);
  expect(events.findIndex(({ position }, i) => position !== i + 1)).toBe(-1);
  const leaves = events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const { frontier } = appendLeaves(EMPTY_FRONTIER, leaves);
  if (head === null) throw new Error('no head');
  expect(rootOf(frontierOf(head))).toEqual(rootOf(frontier));

  const byCommand = new Map<string, number[]>();
  for (const { commandId, position } of events) {
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), position]);
  }
  const same = (a: readonly number[] | undefined, b: readonly number[]) => a?.join() === b.join();
  // Half a command: a receipt without its events, or events without their receipt.
  const halves = receipts.filter(
    ({ commandId, positions }) => !same(byCommand.get(commandId), positions),
  );
  expect(halves).toEqual([]);
  expect(byCommand.size).toBe(receipts.length);
  const lost = [...answered].filter(
    ([commandId, positions]) => !same(byCommand.get(commandId), positions),
  );
  expect(lost).toEqual([]);
}
