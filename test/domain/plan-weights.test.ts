import { describe, expect, it } from '@jest/globals';
import {
  actionAdded,
  actionId,
  begun,
  fact,
  officeRegistered,
  otherActionId,
  planId,
  planRegistered,
  reported,
  weightsSet,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const thirdActionId = 'action_rmbc_0003';
const three = [
  ...begun(),
  actionAdded({ actionId: otherActionId, number: '2' }),
  actionAdded({ actionId: thirdActionId, number: '3' }),
];
const gone = fact('ActionWithdrawn', { actionId: thirdActionId });
const set = (weights: Readonly<Record<string, number>>) =>
  ({ type: 'SetPlanWeights', input: { planId, weights } }) as const;
const of = (first: number, second: number, third: number) => ({
  [actionId]: first,
  [otherActionId]: second,
  [thirdActionId]: third,
});

describe('SetPlanWeights', () => {
  it('records 33.34 + 33.33 + 33.33 %, which is 100 % exactly', () => {
    const weights = of(3_334, 3_333, 3_333);
    given(...three)
      .when(set(weights))
      .then(weightsSet(weights));
  });

  it('takes a weight of 0, and one of 100 %', () => {
    const weights = of(0, 10_000, 0);
    given(...three)
      .when(set(weights))
      .then(weightsSet(weights));
  });

  it.each([
    [of(3_333, 3_333, 3_333), '99.99 %'],
    [of(3_334, 3_334, 3_333), '100.01 %'],
    [of(0, 0, 0), '0 %'],
    [of(10_000, 10_000, 10_000), '300 %'],
  ])('refuses %j and names the total', (weights, actual) => {
    given(...three)
      .when(set(weights))
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'weights-total',
        field: 'weights',
        expected: '100 %',
        actual,
      });
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses %d for a weight', (weight) => {
    given(...three)
      .when(set(of(weight, 10_000, 0)))
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'weights' });
  });

  it('refuses to leave out an action, and names those by their numbers', () => {
    given(...three)
      .when(set({ [actionId]: 10_000 }))
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'weights-incomplete',
        expected: '3 weights',
        actual: 'none for 2, 3',
      });
    const many = Array.from({ length: 12 }, (_, i) =>
      actionAdded({ actionId: `action_rmbc_many${i}`, number: String(i + 2) }),
    );
    given(...begun(), ...many)
      .when(set({}))
      .thenRefused({ actual: 'none for 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …' });
  });

  it('refuses an action that is unknown, of another plan, or withdrawn', () => {
    const refusal = { code: 'RULE_VIOLATION', rule: 'weights-incomplete' } as const;
    given(...begun())
      .when(set({ [actionId]: 5_000, [otherActionId]: 5_000 }))
      .thenRefused({ ...refusal, actual: otherActionId });
    const other = { planId: 'plan_rmbc_other', title: 'Otro' };
    const theirs = actionAdded({ actionId: otherActionId, planId: other.planId });
    given(...begun(), planRegistered(other), theirs)
      .when(set({ [actionId]: 5_000, [otherActionId]: 5_000 }))
      .thenRefused({ ...refusal, actual: otherActionId });
    given(...three, gone)
      .when(set(of(3_334, 3_333, 3_333)))
      .thenRefused({ ...refusal, actual: thirdActionId });
  });

  it('asks for no weight of a withdrawn action', () => {
    const weights = { [actionId]: 5_000, [otherActionId]: 5_000 };
    given(...three, gone)
      .when(set(weights))
      .then(weightsSet(weights));
  });

  it('changes nothing for the weights that there are, until one of them changes', () => {
    const weights = of(3_334, 3_333, 3_333);
    given(...three, weightsSet(weights))
      .when(set(weights))
      .thenNothing();
    const others = of(3_333, 3_334, 3_333);
    given(...three, weightsSet(weights))
      .when(set(others))
      .then(weightsSet(others));
  });

  it('records them once more when an action came or went since', () => {
    const weights = { [actionId]: 10_000 };
    const another = actionAdded({ actionId: otherActionId, number: '2' });
    const both = { ...weights, [otherActionId]: 0 };
    given(...begun(), weightsSet(weights), another)
      .when(set(both))
      .then(weightsSet(both));
    const fewer = { [actionId]: 5_000, [otherActionId]: 5_000 };
    given(...three, weightsSet(of(5_000, 5_000, 0)), gone)
      .when(set(fewer))
      .thenNothing();
  });

  it('refuses a plan that is not on record, and one without actions', () => {
    given(officeRegistered)
      .when(set({}))
      .thenRefused({ code: 'NOT_FOUND', field: 'planId', actual: planId });
    given(planRegistered()).when(set({})).thenRefused({ rule: 'weights-total', actual: '0 %' });
  });
});

describe('the rows, once weights are set', () => {
  const weightsOf = (...past: Past[]) => {
    const rows = foldAll(record([...three, ...past]));
    const reports = rows.find({ model: 'reports', where: { planId } });
    const weighted = rows.get('plans', planId)?.weighted;
    return {
      rows,
      weighted,
      weights: reports.map((row) => [row.actionId, row.quarter, row.weight]),
    };
  };
  const quarters = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'];

  it('all have the weight of their action', () => {
    const weights = of(5_000, 3_000, 2_000);
    const seen = weightsOf(weightsSet(of(10_000, 0, 0)), weightsSet(weights));
    expect(seen.weighted).toBe(true);
    expect(seen.weights).toEqual(
      Object.entries(weights).flatMap(([id, weight]) =>
        quarters.map((quarter) => [id, quarter, weight]),
      ),
    );
  });

  it('have none before', () => {
    const { weighted, weights } = weightsOf();
    expect(weighted).toBe(false);
    expect(weights.map(([, , weight]) => weight)).toEqual(Array.from({ length: 12 }));
  });

  it('keep it through reports and revisions, and stay where their own streams are', () => {
    const { rows } = weightsOf(
      weightsSet(of(5_000, 3_000, 2_000)),
      reported('2024-Q1', { percent: 0 }),
      weightsSet(of(4_000, 4_000, 2_000)),
    );
    expect(rows.row('reports', `${actionId}/Q1`)).toMatchObject({
      streamVersion: 2,
      position: 9,
      state: { weight: 4_000, percent: 0, reportVersion: 2 },
    });
  });
});
