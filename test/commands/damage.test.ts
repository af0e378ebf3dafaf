import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandLoop } from '../../src/commands/loop.js';
import { models } from '../../src/projections/fold.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded, upTo } from '../support/ledger.js';

// What others did to the database, by hand or by another version of the program.

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop, 1);
});
afterAll(() => log.close());

const everything = async () => [
  await ledger.head(),
  await ledger.stored(),
  await ledger.receipts(),
];
const tamperRow = (model: string, id: string, change: object) =>
  log.connection.db.collection(model).updateOne({ ledger: ledger.name, id }, { $set: change });
const rowDoc = (model: string, id: string) =>
  log.connection.db.collection(model).findOne({ ledger: ledger.name, id });
const tamperHead = (change: object) =>
  log.collections.ledgers.updateOne({ _id: ledger.name }, { $set: change });

describe('read models of another version of the program', () => {
  it('stop the ledger from being written until it is rebuilt, and name the read model', async () => {
    await tamperHead({ 'models.reports.evolveVersion': 99 });
    const before = await everything();
    await expect(log.loop.execute(ledger.registerOffice(2))).rejects.toMatchObject({
      code: 'REBUILD_NEEDED',
      message: expect.stringContaining('reports'),
    });
    expect(await everything()).toEqual(before);
    await tamperHead({ 'models.reports.evolveVersion': models.reports.evolveVersion });
    expect(await answer(log.loop.execute(ledger.registerOffice(2)))).toBe('OK');
  });

  it('stop the ledger when one is missing from its head', async () => {
    await log.collections.ledgers.updateOne(
      { _id: ledger.name },
      { $unset: { 'models.plans': 1 } },
    );
    expect(await answer(log.loop.execute(ledger.registerOffice(2)))).toBe('REBUILD_NEEDED');
  });
});

describe('a row that another version of evolve folded', () => {
  const believe = { evolveVersion: 0, 'state.name': 'A lie', 'state.withdrawn': true };

  it('is not believed by a decision: its stream is folded, and the row is right again', async () => {
    await tamperRow('actions', ledger.actionId(1), believe);
    const request = ledger.report(1, '2024-Q1', { percent: 100 });
    expect(recorded(await log.loop.execute(request))).toEqual([5]);
    expect(await rowDoc('actions', ledger.actionId(1))).toMatchObject({
      evolveVersion: models.actions.evolveVersion,
      streamVersion: 2,
      position: 5,
      state: { name: 'Acción 1', withdrawn: false },
    });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('is not believed by a query either', async () => {
    await tamperRow('actions', ledger.actionId(1), believe);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('of one read model leaves the events of the same batch to the others', async () => {
    await tamperRow('reports', `${ledger.actionId(1)}/Q2`, {
      evolveVersion: 0,
      'state.percent': 7,
    });
    const requests = [1, 2, 3].map((q) => ledger.report(1, `2024-Q${q}`, { percent: q }));
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['OK', 'OK', 'OK']);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });
});

describe('a row that is behind its stream', () => {
  beforeEach(async () => {
    await log.loop.execute(ledger.revise(1, { name: 'Revisada' }, { reason: 'r' }));
  });

  it('is folded anew, and the command that met it succeeds', async () => {
    await tamperRow('actions', ledger.actionId(1), { streamVersion: 1, 'state.name': 'Acción 1' });
    const request = ledger.revise(1, { number: '1A' }, { reason: 'r' });
    expect(recorded(await log.loop.execute(request))).toEqual([6]);
    expect(await rowDoc('actions', ledger.actionId(1))).toMatchObject({
      streamVersion: 3,
      state: { name: 'Revisada', number: '1A' },
    });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('does not make a lost race a won one', async () => {
    await tamperRow('actions', ledger.actionId(1), { streamVersion: 1 });
    const stale = { reason: 'r', expectedStreamVersion: 1 };
    expect(await log.loop.execute(ledger.revise(1, { unit: 'Unidad' }, stale))).toMatchObject({
      refusal: { code: 'CONFLICT', expected: '1', actual: '2' },
    });
  });

  it('or missing altogether lets nothing be registered twice', async () => {
    await log.connection.db.collection('offices').deleteOne({ ledger: ledger.name });
    expect(await log.loop.execute(ledger.registerOffice(1))).toMatchObject({
      refusal: { code: 'RULE_VIOLATION', rule: 'office-exists' },
    });
    expect(await ledger.stored()).toHaveLength(5);
  });

  it('does not keep 19 others of its batch from being recorded', async () => {
    await tamperRow('actions', ledger.actionId(1), { streamVersion: 1 });
    const others = upTo(19).map((n) => ledger.registerOffice(n + 1));
    const requests = [...others, ledger.revise(1, { number: '1A' }, { reason: 'r' })];
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(upTo(20).map(() => 'OK'));
    expect((await ledger.stored()).map(({ position }) => position)).toEqual(upTo(25));
  });
});

describe('a ledger whose head was changed by hand', () => {
  let loop: CommandLoop;
  beforeEach(async () => {
    loop = await log.another();
  });

  it.each([
    ['set back', { position: 3 }],
    ['set forward', { position: 9 }],
    ['without its frontier', { frontier: [] }],
  ])('is damaged when %s, and nothing more is recorded in it', async (_, change) => {
    const honest = await ledger.head();
    await tamperHead(change);
    const [head, ...rest] = await everything();
    const requests = [2, 3].map((n) => ledger.registerOffice(n));
    const answers = await Promise.all(requests.map((request) => answer(loop.execute(request))));
    expect(answers).toEqual(['LEDGER_DAMAGED', 'LEDGER_DAMAGED']);
    expect(await everything()).toEqual([head, ...rest]);

    // Whoever mends it starts the program again: until then, this process doesn't touch it.
    await tamperHead(honest);
    expect(await answer(loop.execute(ledger.registerOffice(2)))).toBe('LEDGER_DAMAGED');
    expect(await answer(log.loop.execute(ledger.registerOffice(2)))).toBe('OK');
  });

  it('leaves the other ledgers as they were', async () => {
    await tamperHead({ position: 3 });
    expect(await answer(loop.execute(ledger.registerOffice(2)))).toBe('LEDGER_DAMAGED');
    const other = log.newLedger();
    expect(await other.begin(loop, 1)).toEqual(upTo(4));
  });

  it('says what is wrong and what to do', async () => {
    await tamperHead({ position: 3 });
    await expect(loop.execute(ledger.registerOffice(2))).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`"${ledger.name}".*Verify`)),
    });
  });
});

describe('a command that can not be decided', () => {
  it('fails alone in its batch, naming the event that can not be read', async () => {
    for (const n of upTo(19)) await log.loop.execute(ledger.addAction(n + 1));
    // Action 13 was folded by another version, and its event comes from a later one.
    await tamperRow('actions', ledger.actionId(13), { evolveVersion: 0 });
    const event = { ledger: ledger.name, 'subject.actionId': ledger.actionId(13) };
    await log.collections.events.updateOne(event, { $set: { type: 'FromTheFuture' } });
    const { position } = (await log.collections.events.findOne(event)) ?? {};

    const requests = upTo(20).map((n) => ledger.report(n, '2024-Q1', { percent: n }));
    const results = await Promise.allSettled(requests.map((r) => log.loop.execute(r)));
    expect(results.map(({ status }) => status)).toEqual(
      upTo(20).map((n) => (n === 13 ? 'rejected' : 'fulfilled')),
    );
    expect(results[12]).toMatchObject({
      reason: {
        code: 'EVENT_UNREADABLE',
        message: expect.stringContaining(`position ${position} of "${ledger.name}"`),
      },
    });
    const stored = await ledger.stored();
    expect(stored.map((one) => one.position)).toEqual(upTo(23 + 19));
    expect(stored.filter(({ type }) => type === 'ProgressReported')).toHaveLength(19);
    expect(await ledger.receipts()).toHaveLength(23 + 19);
  });
});
