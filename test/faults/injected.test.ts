import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { MongoClient as Client } from 'mongodb';
import type { CommandLoop } from '../../src/commands/loop.js';
import { createCommandLoop } from '../../src/commands/loop.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import { faults, inject } from '../support/faults.js';
import { indexes, ledgerOn } from '../support/ledger.js';
import { beginLoad, startLoad } from '../support/load.js';
import { expectSound } from '../support/sound.js';
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
    await beginLoad(loop, ledger, actions);
    const load = startLoad(loop, ledger, { clients, actions });
    const seen = new Map<string, number>();
    try {
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
    } finally {
      await load.stop();
    }
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
