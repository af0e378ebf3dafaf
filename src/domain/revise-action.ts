import type { ActionFields, SomeActionFields } from '../../events/index.js';
import { actionStream, actionWithdrawn, applyChange, reportsOf } from './action.js';
import {
  changedFields,
  checkFields,
  completeFields,
  fieldsOf,
  numbered,
  reprogrammed,
} from './action-fields.js';
import type { Decision, NewEvent } from './command.js';
import { defineHandler } from './command.js';
import { isRefusal, notFound, reasonRequired } from './refusal.js';
import { planReprogrammed } from './revise-plan.js';
import type { Need } from './world.js';

export interface ReviseActionInput {
  readonly actionId: string;
  /** The fields to change; a field that is null is removed. */
  readonly changes: { readonly [F in keyof ActionFields]?: ActionFields[F] | null };
}

/**
 * A change of time, target or resources makes a new version of the plan; a change of text doesn't.
 * Refused: no reason, a withdrawn action, and what `AddAction` refuses.
 */
export const ReviseAction = defineHandler<ReviseActionInput>({
  target: (input) => ({ model: 'actions', id: input.actionId }),
  needs: (input) => [
    reportsOf(input.actionId),
    ...(input.changes.officeIds ?? []).map((id): Need => ({ model: 'offices', id })),
    ...(input.changes.number == null ? [] : [numbered(input.changes.number)]),
  ],
  moreNeeds(input, world) {
    const planId = world.get('actions', input.actionId)?.planId;
    return planId === undefined ? [] : [{ model: 'plans', id: planId }];
  },
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
    const wrong = checkFields({ ...next, actionId, planId }, after, world, state.officeIds);
    if (wrong !== undefined) return wrong;
    // An office that the action is taken from finds that in its history too.
    const officeIds = [...new Set([...state.officeIds, ...next.officeIds])];
    const subject = { planId, actionId, officeIds };
    const reprograms = reprogrammed(before, after);
    const data = { actionId, before, after, reprograms };
    const stream = actionStream(actionId);
    const revised: NewEvent = { type: 'ActionRevised', stream, subject, data };
    const plan = world.get('plans', planId);
    return reprograms.length === 0 || plan === undefined
      ? [revised]
      : [revised, planReprogrammed(plan, actionId)];
  },
});
