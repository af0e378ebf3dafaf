import { describe, expect, it } from '@jest/globals';
import type { QuarterTargets } from '../../events/index.js';
import {
  actionId,
  begun,
  fact,
  otherActionId,
  planId,
  planningOffice,
  reprogrammed,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const set = (targets: QuarterTargets, id = actionId) =>
  ({ type: 'SetQuarterTargets', input: { actionId: id, targets } }) as const;
const targetsSet = (before: QuarterTargets, after: QuarterTargets) =>
  fact('QuarterTargetsSet', { actionId, before, after });
const all = { Q1: 1_000, Q2: 4_000, Q3: 7_000, Q4: 10_000 };

describe('SetQuarterTargets', () => {
  it('records what is expected at each cut-off, before and after', () => {
    given(...begun())
      .when(set(all))
      .then(targetsSet({}, all));
  });

  it('takes a change of them as one of the target: with a reason, and a new version of the plan', () => {
    given(...begun(), targetsSet({}, all))
      .when(set({ Q2: 5_000 }))
      .thenRefused({ rule: 'reason-required', field: 'reason' });
    const because = { reason: 'Acta 4 del comité' };
    given(...begun(), targetsSet({}, all))
      .when(set({ Q2: 5_000 }), because)
      .then(targetsSet(all, { Q2: 5_000 }), reprogrammed(2));
    given(...begun(), targetsSet({}, all))
      .when(set({}), because)
      .then(targetsSet(all, {}), reprogrammed(2));
  });

  it('is about the plan, the action and its offices', () => {
    const { decision } = given(...begun()).when(set(all));
    const subject = { planId, actionId, officeIds: [planningOffice] };
    expect(decision).toMatchObject([{ stream: `action-${actionId}`, subject }]);
  });

  it('changes nothing for the targets that there are, or for none where there are none', () => {
    given(...begun(), targetsSet({}, all))
      .when(set({ Q4: 10_000, Q3: 7_000, Q2: 4_000, Q1: 1_000 }))
      .thenNothing();
    given(...begun())
      .when(set({}))
      .thenNothing();
  });

  it.each<[QuarterTargets, string]>([
    [{ Q1: 1_000, Q2: 999 }, '10 %, 9.99 %'],
    [{ Q1: 1_000, Q4: 0 }, '10 %, 0 %'],
    [{ ...all, Q3: 3_999 }, '10 %, 40 %, 39.99 %, 100 %'],
  ])('refuses cumulative targets that fall: %j', (targets, actual) => {
    given(...begun())
      .when(set(targets))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'targets-order', field: 'targets', actual });
  });

  it.each<QuarterTargets>([{ Q1: 0, Q2: 0 }, { Q1: 5_000, Q3: 5_000 }, { Q2: 12_500 }])(
    'takes targets that stay, leave out quarters or go beyond: %j',
    (targets) => {
      given(...begun())
        .when(set(targets))
        .then(targetsSet({}, targets));
    },
  );

  it('takes targets in any order where each quarter counts for itself', () => {
    const targets = { Q1: 5_000, Q2: 1_000 };
    given(...begun({ percentMode: 'PER_QUARTER' }))
      .when(set(targets))
      .then(targetsSet({}, targets));
  });

  it('refuses an action that is unknown or withdrawn', () => {
    given(...begun())
      .when(set(all, otherActionId))
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId', actual: otherActionId });
    given(...begun(), fact('ActionWithdrawn', { actionId }))
      .when(set(all))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'action-withdrawn' });
  });
});

describe('the rows, once targets are set', () => {
  const expectedIn = (...past: Past[]) => {
    const rows = foldAll(record([...begun(), ...past]));
    return rows
      .find({ model: 'reports', where: { actionId } })
      .map(({ expectedPercent, original }) => [expectedPercent, original.expectedPercent]);
  };

  it('have their own one each, and none where it is left out', () => {
    expect(expectedIn(targetsSet({}, { Q1: 0, Q3: 7_000 }))).toEqual([
      [0, 0],
      [undefined, undefined],
      [7_000, 7_000],
      [undefined, undefined],
    ]);
  });

  it('keep the first as the original beside the current', () => {
    const [first, second] = [
      { Q1: 1_000, Q2: 2_000 },
      { Q1: 500, Q3: 6_000 },
    ];
    expect(expectedIn(targetsSet({}, first), targetsSet(first, second))).toEqual([
      [500, 1_000],
      [undefined, 2_000],
      [6_000, 6_000],
      [undefined, undefined],
    ]);
  });
});
