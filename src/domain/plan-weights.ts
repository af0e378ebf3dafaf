import type { DataOf } from '../../events/index.js';
import { actionsIn, reportsIn } from './action.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { percentText } from './percent.js';
import { planStream } from './plan.js';
import type { Refusal } from './refusal.js';
import { badInput, notFound, ruleViolation } from './refusal.js';
import type { World } from './world.js';

/**
 * Sets the weights of all actions of a plan at once. Refused: `weights-total` when they don't
 * total 100 % exactly, `weights-incomplete` when an action is missing or is none of the plan's.
 * Setting the weights that they have changes nothing.
 */
export const SetPlanWeights = defineHandler<DataOf<'PlanWeightsSet'>>({
  target: (input) => ({ model: 'plans', id: input.planId }),
  needs: ({ planId }) => [actionsIn(planId), reportsIn(planId)],
  decide(input, world): Decision {
    const { planId, weights } = input;
    if (world.get('plans', planId) === undefined) return notFound('planId', planId);
    const wrong = checkActions(input, world) ?? checkTotal(weights);
    if (wrong !== undefined) return wrong;
    const rows = world.find(reportsIn(planId)).filter(({ withdrawn }) => !withdrawn);
    const same = rows.every(({ actionId, weight }) => weights[actionId] === weight);
    if (same) return [];
    const subject = { planId };
    return [{ type: 'PlanWeightsSet', stream: planStream(planId), subject, data: input }];
  },
});

function checkActions(
  { planId, weights }: DataOf<'PlanWeightsSet'>,
  world: World,
): Refusal | undefined {
  const actions = world.find(actionsIn(planId)).filter(({ withdrawn }) => !withdrawn);
  const known = new Set(actions.map(({ actionId }) => actionId));
  const strange = Object.keys(weights).find((id) => !known.has(id));
  if (strange !== undefined) {
    return ruleViolation('weights-incomplete', 'Only actions of the plan have a weight.', {
      field: 'weights',
      expected: 'an action of the plan that was not withdrawn',
      actual: strange,
    });
  }
  const missing = actions.filter(({ actionId }) => weights[actionId] === undefined);
  if (missing.length === 0) return undefined;
  const numbers = missing.map(({ number }) => number);
  return ruleViolation(
    'weights-incomplete',
    'All actions of the plan get their weight at once; a weight may be 0.',
    {
      field: 'weights',
      expected: `${actions.length} weights`,
      actual: `none for ${numbers.slice(0, 10).join(', ')}${numbers.length > 10 ? ', …' : ''}`,
    },
  );
}

function checkTotal(weights: Readonly<Record<string, number>>): Refusal | undefined {
  const values = Object.values(weights);
  if (!values.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) {
    return badInput('A weight is a percentage from 0 to 100 with at most two decimals.', {
      field: 'weights',
    });
  }
  const total = values.reduce((sum, weight) => sum + weight, 0);
  if (total === 10_000) return undefined;
  return ruleViolation('weights-total', 'The weights of a plan total 100 %.', {
    field: 'weights',
    expected: '100 %',
    actual: percentText(total),
  });
}
