import { describe, expect, it } from '@jest/globals';
import type { DataOf } from '../../events/index.js';
import type { AddActionInput } from '../../src/domain/add-action.js';
import type { ReviseActionInput } from '../../src/domain/revise-action.js';
import {
  actionAdded,
  actionId,
  begun,
  fact,
  newAction,
  otherActionId,
  planId,
  planningOffice,
  projectsOffice,
  reported,
  reprogrammed,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const because = { reason: 'Acta 3 del comité' };
const add = (changes: Partial<AddActionInput> = {}) =>
  ({ type: 'AddAction', input: { ...newAction, ...changes } }) as const;
const revise = (changes: ReviseActionInput['changes'], id = actionId) =>
  ({ type: 'ReviseAction', input: { actionId: id, changes } }) as const;
const revised = (change: Partial<DataOf<'ActionRevised'>>) =>
  fact('ActionRevised', { actionId, before: {}, after: {}, reprograms: [], ...change });
const withdrawnAction = fact('ActionWithdrawn', { actionId });
const another = { actionId: otherActionId, number: '2' };

describe('AddAction', () => {
  const [plan, office, otherOffice] = begun();

  it('records the action with the year of its plan', () => {
    given(plan, office, otherOffice).when(add()).then(actionAdded());
  });

  it('says which plan, action and offices it is about', () => {
    const { decision } = given(plan, office).when(add());
    expect(decision).toMatchObject([
      { subject: { planId, actionId, officeIds: [planningOffice] }, stream: `action-${actionId}` },
    ]);
  });

  it('records an action that says no more than it must', () => {
    const { number, name, startDate, endDate, frequency } = newAction;
    const least = { number, name, startDate, endDate, frequency, officeIds: [] };
    const input = { actionId, planId, ...least, associatedPlans: [] };
    given(plan)
      .when({ type: 'AddAction', input })
      .then(fact('ActionAdded', { ...input, year: 2024 }));
  });

  it('refuses a plan or an office that is not on record', () => {
    given(office).when(add()).thenRefused({ code: 'NOT_FOUND', field: 'planId', actual: planId });
    given(plan, office)
      .when(add({ officeIds: [planningOffice, projectsOffice] }))
      .thenRefused({ code: 'NOT_FOUND', field: 'officeIds', actual: projectsOffice });
  });

  it('refuses an id that is taken', () => {
    given(...begun())
      .when(add({ number: '2' }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'action-exists', actual: actionId });
  });

  it('refuses an end before the start, but takes an action of one day', () => {
    given(plan, office)
      .when(add({ endDate: '2024-02-29' }))
      .thenRefused({ rule: 'dates-order', field: 'endDate', actual: '2024-02-29' });
    given(plan, office)
      .when(add({ endDate: '2024-03-01' }))
      .then(actionAdded({ endDate: '2024-03-01' }));
  });

  it('refuses a number that another action of the plan has', () => {
    given(...begun())
      .when(add({ actionId: otherActionId }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'number-taken', field: 'number', actual: '1' });
  });

  it('refuses the same number written otherwise', () => {
    given(...begun())
      .when(add({ actionId: otherActionId, number: '01' }))
      .thenRefused({ rule: 'number-taken', actual: '01' });
  });

  it('refuses an office that is named twice, since it would get its credit twice', () => {
    given(plan, office)
      .when(add({ officeIds: [planningOffice, planningOffice] }))
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'officeIds' });
  });

  it('gives the number of a withdrawn action, and one given up by a revision, to another', () => {
    const next = { actionId: otherActionId };
    given(...begun(), withdrawnAction)
      .when(add(next))
      .then(actionAdded(next));
    given(...begun(), revised({ before: { number: '1' }, after: { number: '7' } }))
      .when(add(next))
      .then(actionAdded(next));
    given(...begun(), revised({ before: { number: '1' }, after: { number: '7' } }))
      .when(add({ ...next, number: '7' }))
      .thenRefused({ rule: 'number-taken', actual: '7' });
  });

  it('lets two plans count their actions from 1', () => {
    const otherPlan = { planId: 'plan_rmbc_2025', year: 2025 };
    given(...begun(), fact('PlanRegistered', { ...plan.data, ...otherPlan }))
      .when(add({ actionId: otherActionId, planId: otherPlan.planId }))
      .then(actionAdded({ actionId: otherActionId, ...otherPlan }));
  });
});

describe('ReviseAction', () => {
  it('records what changed, before and after', () => {
    given(...begun())
      .when(revise({ name: 'Otro nombre', unit: 'Unidad' }), because)
      .then(revised({ before: { name: newAction.name }, after: { name: 'Otro nombre' } }));
  });

  it.each([
    [{ startDate: '2024-04-01' }, ['TIME']],
    [{ endDate: '2024-11-30' }, ['TIME']],
    [{ frequency: 'ANNUAL' }, ['TIME']],
    [{ target: '2' }, ['TARGET']],
    [{ indicator: null }, ['TARGET']],
    [{ unit: 'Documento' }, ['TARGET']],
    [{ fundingSource: 'Funcionamiento' }, ['RESOURCES']],
    [{ associatedPlans: [] }, ['RESOURCES']],
    [{ name: 'Otro', number: '3', officeIds: [projectsOffice] }, []],
    [{ fundingSource: null, target: '2', endDate: '2024-11-30' }, ['TIME', 'TARGET', 'RESOURCES']],
  ] as const)('says of %j that it reprograms %j', (changes, reprograms) => {
    given(...begun())
      .when(revise(changes as ReviseActionInput['changes']), because)
      .thenLike(
        { type: 'ActionRevised', data: { reprograms } },
        ...(reprograms.length === 0 ? [] : [reprogrammed(2)]),
      );
  });

  it('makes a new version of the plan by a change of time, target or resources, not of text', () => {
    const change = { before: { target: '1' }, after: { target: '2' } };
    const first = revised({ ...change, reprograms: ['TARGET'] });
    given(...begun(), first, reprogrammed(2))
      .when(revise({ endDate: '2024-11-30' }), because)
      .thenLike({ type: 'ActionRevised', data: { reprograms: ['TIME'] } }, reprogrammed(3));
    given(...begun(), first, reprogrammed(2))
      .when(revise({ name: 'Otro' }), because)
      .thenLike({ type: 'ActionRevised', data: { reprograms: [] } });
    const { decision } = given(...begun()).when(revise({ target: '2' }), because);
    expect(decision).toMatchObject([
      { stream: `action-${actionId}`, subject: { planId, actionId } },
      { stream: `plan-${planId}`, subject: { planId, actionId } },
    ]);
  });

  it('refuses a reprogramming without a reason', () => {
    given(...begun())
      .when(revise({ target: '2' }))
      .thenRefused({ rule: 'reason-required', field: 'reason' });
  });

  it('removes what is null, and refuses that for what an action must have', () => {
    given(...begun())
      .when(revise({ fundingSource: null }), because)
      .then(
        revised({ before: { fundingSource: 'Inversión' }, reprograms: ['RESOURCES'] }),
        reprogrammed(2),
      );
    for (const field of [
      'number',
      'name',
      'officeIds',
      'startDate',
      'endDate',
      'frequency',
      'associatedPlans',
    ]) {
      given(...begun())
        .when(revise({ [field]: null }), because)
        .thenRefused({ code: 'BAD_USER_INPUT', field });
    }
  });

  it('records nothing when nothing changes, and asks for no reason', () => {
    given(...begun())
      .when(revise({ name: newAction.name, associatedPlans: newAction.associatedPlans }))
      .thenNothing();
    given(...begun())
      .when(revise({}))
      .thenNothing();
  });

  it('refuses a change without a reason', () => {
    given(...begun())
      .when(revise({ name: 'Otro' }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('refuses an action that is unknown or withdrawn', () => {
    given(...begun())
      .when(revise({ name: 'Otro' }, otherActionId), because)
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId', actual: otherActionId });
    given(...begun(), withdrawnAction)
      .when(revise({ name: 'Otro' }), because)
      .thenRefused({ rule: 'action-withdrawn', actual: actionId });
  });

  it('judges a new date beside the one that stays', () => {
    given(...begun())
      .when(revise({ startDate: '2025-01-01' }), because)
      .thenRefused({
        rule: 'dates-order',
        expected: '2025-01-01 or later',
        actual: '2024-12-31',
      });
  });

  it('refuses a number that another action has, but not its own', () => {
    given(...begun(), actionAdded(another))
      .when(revise({ number: '2' }), because)
      .thenRefused({ rule: 'number-taken', actual: '2' });
    given(...begun(), actionAdded(another))
      .when(revise({ number: '1', name: 'Otro' }), because)
      .then(revised({ before: { name: newAction.name }, after: { name: 'Otro' } }));
  });

  it('refuses an unknown office', () => {
    given(...begun())
      .when(revise({ officeIds: ['office_rmbc_none'] }), because)
      .thenRefused({ code: 'NOT_FOUND', field: 'officeIds', actual: 'office_rmbc_none' });
  });

  it('is about the office that the action leaves as well as the one that takes it', () => {
    const { decision } = given(...begun()).when(revise({ officeIds: [projectsOffice] }), because);
    expect(decision).toMatchObject([
      { subject: { planId, actionId, officeIds: [planningOffice, projectsOffice] } },
    ]);
  });
});

describe('WithdrawAction', () => {
  const withdraw = (id = actionId) =>
    ({ type: 'WithdrawAction', input: { actionId: id } }) as const;

  it('takes the action out of its plan, also when it has reports', () => {
    given(...begun(), reported('2024-Q1', { percent: 10 }))
      .when(withdraw(), because)
      .then(withdrawnAction);
  });

  it('refuses to do so without a reason', () => {
    given(...begun())
      .when(withdraw())
      .thenRefused({ rule: 'reason-required', field: 'reason' });
  });

  it('changes nothing the second time', () => {
    given(...begun(), withdrawnAction)
      .when(withdraw())
      .thenNothing();
  });

  it('refuses an unknown action', () => {
    given(...begun())
      .when(withdraw(otherActionId), because)
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId' });
  });
});

describe('the row of an action', () => {
  const rowOf = (...past: Past[]) =>
    foldAll(record([...begun(), ...past])).row('actions', actionId);
  const fresh = {
    ...actionAdded().data,
    numberKey: '000000000001',
    quarterTargets: {},
    original: { startDate: '2024-03-01', endDate: '2024-12-31', target: '1' },
    withdrawn: false,
  };

  it('says what was added, and sorts by its number', () => {
    expect(rowOf()?.state).toStrictEqual(fresh);
  });

  it('loses what a revision removes, takes what it adds, and sorts anew', () => {
    const before = { number: '1', indicator: 'Plan formulado', target: '1' };
    const { indicator: _, ...rest } = fresh;
    expect(rowOf(revised({ before, after: { number: '10', target: '2' } }))?.state).toStrictEqual({
      ...rest,
      number: '10',
      numberKey: '000000000010',
      target: '2',
    });
  });

  it('keeps its original time and target beside the current ones, also without a target', () => {
    const before = { startDate: '2024-03-01', endDate: '2024-12-31', target: '1' };
    const after = { startDate: '2024-04-01', endDate: '2024-10-31', target: '3' };
    expect(rowOf(revised({ before, after }))?.state).toStrictEqual({ ...fresh, ...after });
    const { target: _, ...untargeted } = actionAdded({ actionId: otherActionId }).data;
    const rows = foldAll(record([...begun(), fact('ActionAdded', untargeted)]));
    expect(rows.get('actions', otherActionId)?.original).toStrictEqual({
      startDate: '2024-03-01',
      endDate: '2024-12-31',
    });
  });

  it('holds the targets of its quarters through a revision, as they were set last', () => {
    const set = fact('QuarterTargetsSet', { actionId, before: {}, after: { Q1: 1_000 } });
    const reset = fact('QuarterTargetsSet', { actionId, before: { Q1: 1_000 }, after: { Q4: 9 } });
    const renamed = revised({ before: { name: fresh.name }, after: { name: 'Otro' } });
    expect(rowOf(set, renamed)?.state.quarterTargets).toStrictEqual({ Q1: 1_000 });
    expect(rowOf(set, reset)?.state.quarterTargets).toStrictEqual({ Q4: 9 });
  });

  it('stays readable when the action is withdrawn', () => {
    expect(rowOf(withdrawnAction)?.state).toStrictEqual({ ...fresh, withdrawn: true });
  });

  it('follows its stream through progress, which changes nothing in it', () => {
    const row = rowOf(reported('2024-Q1', { percent: 10 }));
    expect(row).toMatchObject({ streamVersion: 2, position: 5, state: fresh });
  });
});
