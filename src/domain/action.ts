import type { ActionFields, EventName, RecordedEvent } from '../../events/index.js';
import { fieldsOf } from './action-fields.js';
import { naturalKey } from './name-key.js';
import { ruleViolation } from './refusal.js';
import type { ActionState } from './states.js';

export const actionStream = (actionId: string) => `action-${actionId}`;

/** The rows of an action's quarters: they carry its dates and offices, and its progress. */
export const reportsOf = (actionId: string) => ({ model: 'reports', where: { actionId } }) as const;

/** All actions of a plan, and all its rows. */
export const actionsIn = (planId: string) => ({ model: 'actions', where: { planId } }) as const;
export const reportsIn = (planId: string) => ({ model: 'reports', where: { planId } }) as const;

/** Raise when `evolveAction` changes: states folded by another version are not used. */
export const actionEvolveVersion = 2;

/** What lies in an action's own stream. */
export type ActionEventName = Extract<
  EventName,
  | `Action${string}`
  | `Progress${string}`
  | `Report${string}`
  | `Evidence${string}`
  | 'QuarterTargetsSet'
>;

/** Progress and its review change the rows of their quarter, never the action itself. */
export function evolveAction(
  state: ActionState | undefined,
  event: RecordedEvent<ActionEventName>,
): ActionState {
  if (event.type === 'ActionAdded') return addedAction(event);
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with ActionAdded`);
  switch (event.type) {
    case 'ActionRevised': {
      const fields = applyChange(fieldsOf(state), event.data.before, event.data.after);
      const { actionId, planId, year, quarterTargets, original, withdrawn } = state;
      const kept = { actionId, planId, year, quarterTargets, original, withdrawn };
      return { ...fields, ...kept, numberKey: naturalKey(fields.number) };
    }
    case 'QuarterTargetsSet':
      return { ...state, quarterTargets: event.data.after };
    case 'ActionWithdrawn':
      return { ...state, withdrawn: true };
    case 'ProgressReported':
    case 'ProgressCorrected':
    case 'ProgressWithdrawn':
    case 'ReportApproved':
    case 'ReportReturned':
    case 'ReportMarkedNotApplicable':
    case 'EvidenceAttached':
    case 'EvidenceWithdrawn':
      return state;
  }
}

/** Time and target before any revision. */
export function originalOf({ startDate, endDate, target }: ActionFields): ActionState['original'] {
  return { startDate, endDate, ...(target === undefined ? {} : { target }) };
}

function addedAction({ data }: RecordedEvent<'ActionAdded'>): ActionState {
  const original = originalOf(data);
  const facts = {
    numberKey: naturalKey(data.number),
    quarterTargets: {},
    original,
    withdrawn: false,
  };
  return { ...data, ...facts };
}

/** Takes away the fields that `before` has, then adds those that `after` has. */
export function applyChange<T extends object>(value: T, before: Partial<T>, after: Partial<T>): T {
  // For each event of a report that is folded: no lists of fields are made on the way.
  const changed: Partial<T> = {};
  for (const field of Object.keys(value) as (keyof T)[]) {
    if (!(field in before)) changed[field] = value[field];
  }
  return Object.assign(changed, after) as T;
}

export function actionWithdrawn(state: ActionState) {
  return ruleViolation(
    'action-withdrawn',
    `Action ${state.number} was withdrawn from its plan: its history stays, but nothing more is recorded for it.`,
    { field: 'actionId', expected: 'an action of the plan', actual: state.actionId },
  );
}
