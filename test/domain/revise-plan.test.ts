import { describe, expect, it } from '@jest/globals';
import type { DataOf } from '../../events/index.js';
import type { RevisePlanInput } from '../../src/domain/revise-plan.js';
import { fact, planId, planRegistered, reprogrammed } from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const because = { reason: 'Cambió la meta del convenio' };
const revise = (changes: RevisePlanInput['changes'] = {}, act = 'Acta 2') =>
  ({ type: 'RevisePlan', input: { planId, act, changes } }) as const;
const revised = (change: Partial<DataOf<'PlanRevised'>> = {}) =>
  fact('PlanRevised', { planId, planVersion: 2, act: 'Acta 2', before: {}, after: {}, ...change });
const title = 'Plan de Acción 2024';

describe('RevisePlan', () => {
  it('makes the next version of the plan by an act, also when no text of it changes', () => {
    given(planRegistered()).when(revise(), because).then(revised());
    given(planRegistered(), revised())
      .when(revise(), because)
      .then(revised({ planVersion: 3 }));
    given(planRegistered(), reprogrammed(2))
      .when(revise(), because)
      .then(revised({ planVersion: 3 }));
  });

  it('records which texts changed, before and after', () => {
    const after = { title: 'Plan institucional', objective: 'Consolidar la región' };
    given(planRegistered())
      .when(revise(after), because)
      .then(revised({ before: { title }, after }));
    given(planRegistered({ objective: 'Uno' }))
      .when(revise({ title, objective: null }), because)
      .then(revised({ before: { objective: 'Uno' } }));
  });

  it.each(['', ' \t'])('refuses %j for an act', (act) => {
    given(planRegistered())
      .when(revise({}, act), because)
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'act' });
  });

  it('refuses to do so without a reason', () => {
    given(planRegistered())
      .when(revise())
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('refuses the title of another plan of the year, but not its own in another spelling', () => {
    const other = { planId: 'plan_rmbc_other', title: 'Plan Anticorrupción' };
    given(planRegistered(), planRegistered(other))
      .when(revise({ title: 'PLAN ANTICORRUPCION' }), because)
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'plan-exists',
        field: 'title',
        actual: 'PLAN ANTICORRUPCION',
      });
    const after = { title: title.toUpperCase() };
    given(planRegistered(), planRegistered({ ...other, title, year: 2025 }))
      .when(revise(after), because)
      .then(revised({ before: { title }, after }));
  });

  it('refuses a plan that is not on record', () => {
    given().when(revise(), because).thenRefused({ code: 'NOT_FOUND', field: 'planId' });
  });
});

describe('the row of a plan', () => {
  const rowOf = (...past: Past[]) =>
    foldAll(record([planRegistered({ objective: 'Uno' }), ...past])).get('plans', planId);
  const fresh = {
    ...planRegistered({ objective: 'Uno' }).data,
    titleKey: 'plan accion 2024',
    planVersion: 1,
    weighted: false,
  };

  it('is of version 1 as it was registered', () => {
    expect(rowOf()).toStrictEqual(fresh);
  });

  it('takes the texts and the version of a revision, and is found by its new title', () => {
    const { objective: _, ...rest } = fresh;
    const change = { before: { title, objective: 'Uno' }, after: { title: 'Otro plan' } };
    expect(rowOf(revised(change))).toStrictEqual({
      ...rest,
      title: 'Otro plan',
      titleKey: 'otro plan',
      planVersion: 2,
    });
  });

  it('moves on to the next version with each action that is reprogrammed', () => {
    expect(rowOf(reprogrammed(2), reprogrammed(3))).toStrictEqual({ ...fresh, planVersion: 3 });
  });
});
