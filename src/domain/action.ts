import type { ActionFields, DataOf, RecordedEvent, SomeActionFields } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import {
  changedFields,
  checkFields,
  completeFields,
  fieldsOf,
  numbered,
  reprogrammed,
} from './action-fields.js';
import { naturalKey } from './name-key.js';
import { isRefusal, notFound, reasonRequired, ruleViolation } from './refusal.js';
import type { ActionState } from './states.js';
import type { Need } from './world.js';

export const actionStream = (actionId: string) => `action-${actionId}`;

/** The rows of an action's quarters: they carry its dates and offices, and its progress. */
export const reportsOf = (actionId: string) => ({ model: 'reports', where: { actionId } }) as const;

/** Raise when `evolveAction` changes: states folded by another version are not used. */
export const actionEvolveVersion = 1;

type ActionEvent = RecordedEvent<
  | 'ActionAdded'
  | 'ActionRevised'
  | 'ActionWithdrawn'
  | 'ProgressReported'
  | 'ProgressCorrected'
  | 'ProgressWithdrawn'
>;

/** Progress changes the rows of its quarter, never the action itself. */
export function evolveAction(state: ActionState | undefined, event: ActionEvent): ActionState {
  if (event.type === 'ActionAdded') {
    return { ...event.data, numberKey: naturalKey(event.data.number), withdrawn: false };
  }
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with ActionAdded`);
  switch (event.type) {
    case 'ActionRevised': {
      const { actionId, planId, year, withdrawn } = state;
      const fields = applyChange(fieldsOf(state), event.data.before, event.data.after);
      const numberKey = naturalKey(fields.number);
      return { ...fields, actionId, planId, year, numberKey, withdrawn };
    }
    case 'ActionWithdrawn':
      return { ...state, withdrawn: true };
    case 'ProgressReported':
    case 'ProgressCorrected':
    case 'ProgressWithdrawn':
      return state;
  }
}

/** Takes away the fields that `before` has, then adds those that `after` has. */
export function applyChange<T extends object>(value: T, before: Partial<T>, after: Partial<T>): T {
  const kept = Object.entries(value).filter(([field]) => !(field in before));
  return { ...Object.fromEntries(kept), ...after } as T;
}

export type AddActionInput = Omit<DataOf<'ActionAdded'>, 'year'>;

/** Refused: unknown plan or office, `action-exists`, `number-taken`, `dates-order`. */
export const AddAction = defineHandler<AddActionInput>({
  target: (input) => ({ model: 'actions', id: input.actionId }),
  needs: (input) => [
    { model: 'plans', id: input.planId },
    ...input.officeIds.map((id): Need => ({ model: 'offices', id })),
    numbered(input.number),
  ],
  decide(input, world): Decision {
    const plan = world.get('plans', input.planId);
    if (plan === undefined) return notFound('planId', input.planId);
    const existing = world.get('actions', input.actionId);
    if (existing !== undefined) return actionExists(existing);
    const wrong = checkFields(input, input, world);
    if (wrong !== undefined) return wrong;
    const { actionId, planId, officeIds } = input;
    const subject = { planId, actionId, officeIds };
    const data = { ...input, year: plan.year };
    return [{ type: 'ActionAdded', stream: actionStream(actionId), subject, data }];
  },
});

export interface ReviseActionInput {
  readonly actionId: string;
  /** The fields to change; a field that is null is removed. */
  readonly changes: { readonly [F in keyof ActionFields]?: ActionFields[F] | null };
}

/** Refused: no reason, a withdrawn action, and what `AddAction` refuses. */
export const ReviseAction = defineHandler<ReviseActionInput>({
  target: (input) => ({ model: 'actions', id: input.actionId }),
  needs: (input) => [
    reportsOf(input.actionId),
    ...(input.changes.officeIds ?? []).map((id): Need => ({ model: 'offices', id })),
    ...(input.changes.number == null ? [] : [numbered(input.changes.number)]),
  ],
  decide(input, world, context): Decision {
    const state = world.get('actions', input.actionId);
    if (state === undefined) return notFound('actionId', input.actionId);
    if (state.withdrawn) return actionWithdrawn(state);
    const { before, after } = changedFields(fieldsOf(state), input.changes);
    if (Object.keys(before).length + Object.keys(after).length === 0) return [];
    if (context.reason === undefined) return reasonRequired('A revision of an action');
    const next = completeFields(applyChange<SomeActionFields>(fieldsOf(state), before, after));
    if (isRefusal(next)) return next;
    const { actionId, planId } = state;
    const wrong = checkFields({ ...next, actionId, planId }, after, world);
    if (wrong !== undefined) return wrong;
    // An office that the action is taken from finds that in its history too.
    const officeIds = [...new Set([...state.officeIds, ...next.officeIds])];
    const subject = { planId, actionId, officeIds };
    const data = { actionId, before, after, reprograms: reprogrammed(before, after) };
    return [{ type: 'ActionRevised', stream: actionStream(actionId), subject, data }];
  },
});

/** Refused: no reason. Withdrawing once more changes nothing. */
export const WithdrawAction = defineHandler<DataOf<'ActionWithdrawn'>>({
  target: (input) => ({ model: 'actions', id: input.actionId }),
  needs: (input) => [reportsOf(input.actionId)],
  decide(input, world, context): Decision {
    const state = world.get('actions', input.actionId);
    if (state === undefined) return notFound('actionId', input.actionId);
    if (state.withdrawn) return [];
    if (context.reason === undefined) return reasonRequired('The withdrawal of an action');
    const { actionId, planId, officeIds } = state;
    const subject = { planId, actionId, officeIds };
    return [{ type: 'ActionWithdrawn', stream: actionStream(actionId), subject, data: input }];
  },
});

function actionExists(state: ActionState) {
  return ruleViolation(
    'action-exists',
    `The id ${state.actionId} is already action ${state.number}, "${state.name}". Choose another id.`,
    { field: 'actionId', expected: 'an id that is free', actual: state.actionId },
  );
}

export function actionWithdrawn(state: ActionState) {
  return ruleViolation(
    'action-withdrawn',
    `Action ${state.number} was withdrawn from its plan: its history stays, but nothing more is recorded for it.`,
    { field: 'actionId', expected: 'an action of the plan', actual: state.actionId },
  );
}
