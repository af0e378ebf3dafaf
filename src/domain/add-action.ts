import type { DataOf } from '../../events/index.js';
import { actionStream } from './action.js';
import { checkFields, numbered } from './action-fields.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { notFound, ruleViolation } from './refusal.js';
import type { ActionState } from './states.js';
import type { Need } from './world.js';

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

function actionExists(state: ActionState) {
  return ruleViolation(
    'action-exists',
    `The id ${state.actionId} is already action ${state.number}, "${state.name}". Choose another id.`,
    { field: 'actionId', expected: 'an id that is free', actual: state.actionId },
  );
}
