import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded, upTo } from '../support/ledger.js';

// A process doesn't read again what it has just written: nobody may ever notice.

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
  // From here on, the loop knows the rows of action 1.
  recorded(await log.loop.execute(ledger.report(1, '2024-Q1', { percent: 10 })));
});
afterAll(() => log.close());

const actions = () => log.connection.db.collection('actions');
const rowOf = (id: string) => ({ ledger: ledger.name, id });

describe('a loop that knows the rows of an action', () => {
  it('decides on what another process recorded meanwhile', async () => {
    const other = await log.another();
    const correction = { narrative: 'Otra' };
    recorded(await other.execute(ledger.correct(1, '2024-Q1', { percent: 60 })));
    const fall = ledger.correct(1, '2024-Q1', { percent: 20 });
    expect(await log.loop.execute(fall)).toMatchObject({ kind: 'refused' });
    const before = { expectedStreamVersion: 2 };
    const late = ledger.correct(1, '2024-Q1', correction, before);
    expect(await answer(log.loop.execute(late))).toBe('CONFLICT');
    expect(await answer(log.loop.execute(ledger.correct(1, '2024-Q1', correction)))).toBe('OK');
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('and another that does too record in turn, and the rows are what the log folds to', async () => {
    const loops = [log.loop, await log.another()];
    for (const n of upTo(12)) {
      const requests = [1, 2].map((action) =>
        n === 1 && action === 2
          ? ledger.report(2, '2024-Q1', { percent: 1 })
          : ledger.correct(action, '2024-Q1', { percent: 10 + n, narrative: `n ${n}` }),
      );
      const loop = loops[Math.floor(n / 2) % 2] ?? log.loop;
      const answers = await Promise.all(requests.map((request) => answer(loop.execute(request))));
      expect(answers).toEqual(['OK', 'OK']);
    }
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('notices that one was set back by hand, and makes it right again', async () => {
    const change = { streamVersion: 1, 'state.name': 'Mentira' };
    await actions().updateOne(rowOf(ledger.actionId(1)), { $set: change });
    recorded(await log.loop.execute(ledger.correct(1, '2024-Q1', { percent: 20 })));
    expect(await actions().findOne(rowOf(ledger.actionId(1)))).toMatchObject({
      streamVersion: 3,
      state: { name: 'Acción 1' },
    });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('records nothing for one that was removed by hand', async () => {
    await actions().deleteOne(rowOf(ledger.actionId(1)));
    const before = await ledger.stored();
    const request = ledger.correct(1, '2024-Q1', { percent: 20 });
    expect(await answer(log.loop.execute(request))).toBe('NOT_FOUND');
    expect(await ledger.stored()).toEqual(before);
  });
});
