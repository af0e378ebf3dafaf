import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded } from '../support/ledger.js';

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

const reused = { kind: 'refused', refusal: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'commandId' } };

describe('a receipt', () => {
  it('answers X, then Y, then X again with the first result of X, and one event each', async () => {
    const x = ledger.report(1, '2024-Q1', { percent: 1000 });
    const y = ledger.correct(1, '2024-Q1', { percent: 2000 });
    const first = await log.loop.execute(x);
    const second = await log.loop.execute(y);
    const again = await log.loop.execute(x);
    const [one, two] = await ledger.follow(4);
    expect(first).toEqual({ kind: 'recorded', positions: [5], duplicate: false, events: [one] });
    expect(second).toEqual({ kind: 'recorded', positions: [6], duplicate: false, events: [two] });
    expect(again).toEqual({ kind: 'recorded', positions: [5], duplicate: true });
    expect((await ledger.stored()).slice(4).map(({ type }) => type)).toEqual([
      'ProgressReported',
      'ProgressCorrected',
    ]);
    expect((await ledger.liveRows())['reports']?.[0]?.state).toMatchObject({ percent: 2000 });
  });

  it('answers whatever the order of the members and the expectation in between', async () => {
    const x = ledger.report(1, '2024-Q1', { percent: 1, narrative: 'a' }, { reason: 'r' });
    const positions = recorded(await log.loop.execute(x));
    const input = Object.fromEntries(Object.entries(x.input).reverse());
    const again = { ...x, input, correlationId: 'another request' } as typeof x;
    expect(await log.loop.execute(again)).toEqual({
      kind: 'recorded',
      positions,
      duplicate: true,
    });
  });

  it('refuses its command id with another input, actor, reason, date or expectation', async () => {
    const x = ledger.report(1, '2024-Q1', { percent: 1000 });
    await log.loop.execute(x);
    const { commandId } = x;
    const others = [
      ledger.report(1, '2024-Q1', { percent: 1001 }, { commandId }),
      ledger.report(1, '2024-Q1', { percent: 1000, narrative: 'n' }, { commandId }),
      ledger.withdrawAction(1, { commandId }),
      { ...x, actor: { id: 'somebody', role: 'operator' } },
      { ...x, actor: { id: 'local', role: 'reviewer' } },
      { ...x, reason: 'why' },
      { ...x, occurredOn: '2024-04-01' },
      { ...x, expectedStreamVersion: 1 },
      { ...x, expectedStreamVersion: NaN },
    ];
    for (const other of others) expect(await log.loop.execute(other)).toMatchObject(reused);
    expect(await ledger.stored()).toHaveLength(5);
  });

  it('of one ledger says nothing about the same command id in another', async () => {
    const other = log.newLedger();
    await other.begin(log.loop, 1);
    const commandId = 'the-same';
    const here = ledger.report(1, '2024-Q1', { percent: 10 }, { commandId });
    const there = other.report(1, '2024-Q2', { percent: 20 }, { commandId });
    expect(recorded(await log.loop.execute(here))).toEqual([5]);
    expect(recorded(await log.loop.execute(there))).toEqual([5]);
  });

  it('is kept for a command that changed nothing, which stays so after later changes', async () => {
    const x = ledger.revise(1, { name: 'Acción 1' });
    expect(await log.loop.execute(x)).toEqual({
      kind: 'recorded',
      positions: [],
      duplicate: false,
      events: [],
    });
    await log.loop.execute(ledger.revise(1, { name: 'Otra' }, { reason: 'r' }));
    expect(await log.loop.execute(x)).toEqual({ kind: 'recorded', positions: [], duplicate: true });
    expect(await log.loop.execute({ ...x, reason: 'r' })).toMatchObject(reused);
    expect(await ledger.stored()).toHaveLength(5);
  });

  it('is not kept for a refused command, which may succeed later under the same id', async () => {
    const x = ledger.correct(1, '2024-Q1', { percent: 500 });
    expect(await answer(log.loop.execute(x))).toBe('RULE_VIOLATION');
    expect(await log.collections.commands.findOne({ commandId: x.commandId })).toBeNull();
    await log.loop.execute(ledger.report(1, '2024-Q1', { percent: 100 }));
    expect(await log.loop.execute(x)).toMatchObject({ positions: [6], duplicate: false });
  });

  it('answers duplicates within one batch', async () => {
    const x = ledger.report(1, '2024-Q1', { percent: 1000 });
    const misuse = { ...x, reason: 'another' };
    const outcomes = await Promise.all([x, x, misuse, x].map((r) => log.loop.execute(r)));
    expect(outcomes).toMatchObject([
      { positions: [5], duplicate: false },
      { positions: [5], duplicate: true },
      reused,
      { positions: [5], duplicate: true },
    ]);
    expect(await ledger.stored()).toHaveLength(5);
  });

  it('answers duplicates that three processes send at once', async () => {
    const loops = [log.loop, await log.another(), await log.another()];
    const requests = [1, 2, 3, 4].map((q) => ledger.report(1, `2024-Q${q}`, { percent: 1000 * q }));
    const answers = await Promise.all(
      requests.map((r) => Promise.all(loops.map((loop) => loop.execute(r)))),
    );
    for (const same of answers) {
      expect(new Set(same.map((o) => JSON.stringify(recorded(o)))).size).toBe(1);
      expect(same.filter((o) => o.kind === 'recorded' && !o.duplicate)).toHaveLength(1);
    }
    expect(await ledger.stored()).toHaveLength(8);
    expect(await ledger.receipts()).toHaveLength(8);
  });

  it('hashes the same request differently each time, so no text can be guessed from it', async () => {
    const other = log.newLedger();
    await other.begin(log.loop);
    const office = { officeId: 'office_anywhere_0001', name: 'Lo mismo' };
    const command = { type: 'RegisterOffice', input: office } as const;
    for (const { request } of [ledger, other]) {
      expect(await answer(log.loop.execute(request(command, { commandId: 'equal' })))).toBe('OK');
    }
    const receipts = await log.collections.commands.find({ commandId: 'equal' }).toArray();
    expect(new Set(receipts.map(({ requestHash }) => requestHash)).size).toBe(2);
    expect(JSON.stringify(receipts)).not.toContain('Lo mismo');
  });
});
