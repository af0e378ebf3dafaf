import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fold, modelNames } from '../../src/projections/fold.js';
import { createRows } from '../../src/projections/rows.js';
import { planAsOf, positionAsOf } from '../support/as-of.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;
beforeAll(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
});
afterAll(() => log.close());

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
const execute = async (...requests: ReturnType<TestLedger['request']>[]) => {
  const positions: number[] = [];
  for (const request of requests) positions.push(...recorded(await log.loop.execute(request)));
  return positions;
};

describe('the position that a moment means', () => {
  it('is that of the last event recorded by then, inclusive', async () => {
    await pause();
    await execute(ledger.report(1, '2024-Q1', { percent: 100 }));
    const events = await ledger.stored();
    for (const { recordedAt } of events) {
      const known = events.filter((event) => event.recordedAt <= recordedAt);
      const found = await positionAsOf(log.collections, ledger.name, { at: recordedAt });
      expect(found).toBe(known.at(-1)?.position);
    }
    const last = events.at(-1);
    const before = new Date((last?.recordedAt.getTime() ?? 0) - 1);
    const found = await positionAsOf(log.collections, ledger.name, { at: before });
    expect(found).toBe((last?.position ?? 0) - 1);
  });

  it('is 0 before the first event, and the last one at any time after it', async () => {
    const { position } = await ledger.head();
    const at = (moment: string) =>
      positionAsOf(log.collections, ledger.name, { at: new Date(moment) });
    expect(await at('2000-01-01T00:00:00Z')).toBe(0);
    expect(await at('2999-01-01T00:00:00Z')).toBe(position);
  });

  it('by position is itself, and at most the last one', async () => {
    const { position } = await ledger.head();
    const asked = async (wanted: number) =>
      positionAsOf(log.collections, ledger.name, { position: wanted });
    expect(await asked(0)).toBe(0);
    expect(await asked(2)).toBe(2);
    expect(await asked(position + 100)).toBe(position);
    expect(await positionAsOf(log.collections, 'nobody', { position: 3 })).toBe(0);
  });
});

describe('a plan as of a position', () => {
  it('has the rows that the whole log folds to up to there, and nothing of other plans', async () => {
    const planId = `plan_${ledger.name}_other`;
    const actionId = `action_${ledger.name}_other`;
    const input = { planId, year: 2023, title: 'Otro', percentMode: 'CUMULATIVE' as const };
    await execute(
      ledger.request({ type: 'RegisterPlan', input }),
      ledger.addAction(9, { actionId, planId }),
      ledger.registerOffice(2),
      ledger.report(2, '2024-Q1', { percent: 200, narrative: 'Uno' }),
      ledger.addAlias(1, 'Of. 1'),
      ledger.revise(2, { officeIds: [ledger.officeId(2)] }, { reason: 'Ajuste' }),
      ledger.correct(2, '2024-Q1', { percent: 300 }, { reason: 'Error' }),
      ledger.withdrawAction(1, { reason: 'Suprimida' }),
    );
    const events = await ledger.follow();
    const whole = createRows();
    for (const event of events) {
      fold(event, whole);
      const rows = await planAsOf(log.collections, ledger.name, ledger.planId, event.position);
      for (const model of modelNames.filter((name) => name !== 'entities')) {
        const own = whole
          .all(model)
          .filter(({ state }) => !JSON.stringify(state).includes('_other'));
        expect(rows.all(model)).toEqual(own);
      }
    }
  });
});
