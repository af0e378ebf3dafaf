import type { DataOf } from '../../events/index.js';
import { actionStream, reportsOf } from './action.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { notFound, reasonRequired } from './refusal.js';

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
