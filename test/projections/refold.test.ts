import { describe, expect, it } from '@jest/globals';
import { actionStream } from '../../src/domain/action.js';
import { planStream } from '../../src/domain/plan.js';
import { foldStream } from '../../src/projections/refold.js';
import { createRows } from '../../src/projections/rows.js';
import {
  actionAdded,
  actionId,
  begun,
  otherActionId,
  planId,
  reported,
  weightsSet,
} from '../support/facts.js';
import { foldAll, record } from '../support/given.js';

const log = record([
  ...begun(),
  weightsSet({ [actionId]: 10_000 }),
  actionAdded({ actionId: otherActionId, number: '2' }),
  weightsSet({ [actionId]: 4_000, [otherActionId]: 6_000 }),
  reported('2024-Q1', { percent: 100 }),
  weightsSet({ [actionId]: 5_000, [otherActionId]: 5_000 }),
  reported('2024-Q2', { percent: 200 }),
]);
const whole = foldAll(log);
const ofStream = (stream: string) => log.filter((event) => event.stream === stream);
const ofPlan = ofStream(planStream(planId));

describe('one stream folded anew', () => {
  it.each([actionId, otherActionId])(
    'takes weights set in between into the rows of its action, and into no others: %s',
    (id) => {
      const stream = actionStream(id);
      const rows = createRows();
      foldStream(stream, ofStream(stream), ofPlan, rows);
      const mine = whole.all('reports').filter((row) => row.state.actionId === id);
      expect(rows.all('reports')).toStrictEqual(mine);
      expect(mine.map(({ state }) => state.weight)).toEqual([5_000, 5_000, 5_000, 5_000]);
      expect(rows.all('actions')).toStrictEqual([whole.row('actions', id)]);
      expect(rows.all('plans')).toEqual([]);
    },
  );

  it("is the plan's row alone where it is a plan's: its weights need no action there", () => {
    const rows = createRows();
    foldStream(planStream(planId), ofPlan, [], rows);
    expect(rows.all('plans')).toStrictEqual([whole.row('plans', planId)]);
    expect(rows.all('reports')).toEqual([]);
  });

  it('leaves rows of other streams, which are there already, as they are', () => {
    const rows = foldAll(log);
    foldStream(planStream(planId), ofPlan, [], rows);
    expect(rows.all('reports')).toStrictEqual(whole.all('reports'));
  });
});
