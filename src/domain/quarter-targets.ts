import type { QuarterTargets } from '../../events/index.js';
import { actionStream, actionWithdrawn, reportsOf } from './action.js';
import type { Decision, NewEvent } from './command.js';
import { defineHandler } from './command.js';
import { percentText } from './percent.js';
import { planReprogrammed } from './revise-plan.js';
import { notFound, reasonRequired, ruleViolation } from './refusal.js';

export interface SetQuarterTargetsInput {
  readonly actionId: string;
  /** Expected progress, in basis points; a quarter left out is linear over the action's dates. */
  readonly targets: QuarterTargets;
}

/**
 * The first targets of an action are part of its planning; changing them is a change of target,
 * which needs a reason and makes a new version of the plan. Refused: a withdrawn action, no reason,
 * `targets-order` where cumulative targets fall.
 */
export const SetQuarterTargets = defineHandler<SetQuarterTargetsInput>({
  target: (input) => ({ model: 'actions', id: input.actionId }),
  needs: (input) => [reportsOf(input.actionId)],
  moreNeeds(input, world) {
    const planId = world.get('actions', input.actionId)?.planId;
    return planId === undefined ? [] : [{ model: 'plans', id: planId }];
  },
  decide({ actionId, targets }, world, context): Decision {
    const action = world.get('actions', actionId);
    if (action === undefined) return notFound('actionId', actionId);
    if (action.withdrawn) return actionWithdrawn(action);
    const before = action.quarterTargets;
    if (same(before, targets)) return [];
    const series = seriesOf(targets);
    const plan = world.get('plans', action.planId);
    if (
      plan?.percentMode === 'CUMULATIVE' &&
      series.some((value, i) => i > 0 && value < (series[i - 1] ?? 0))
    ) {
      return ruleViolation(
        'targets-order',
        'Cumulative targets do not fall from quarter to quarter.',
        {
          field: 'targets',
          expected: 'targets that rise or stay',
          actual: series.map(percentText).join(', '),
        },
      );
    }
    const { planId, officeIds } = action;
    const subject = { planId, actionId, officeIds };
    const data = { actionId, before, after: targets };
    const stream = actionStream(actionId);
    const set: NewEvent = { type: 'QuarterTargetsSet', stream, subject, data };
    if (seriesOf(before).length === 0 || plan === undefined) return [set];
    if (context.reason === undefined) return reasonRequired('A change of quarter targets');
    return [set, planReprogrammed(plan, actionId)];
  },
});

function seriesOf({ Q1, Q2, Q3, Q4 }: QuarterTargets): readonly number[] {
  return [Q1, Q2, Q3, Q4].filter((value) => value !== undefined);
}

function same(a: QuarterTargets, b: QuarterTargets): boolean {
  return (['Q1', 'Q2', 'Q3', 'Q4'] as const).every((quarter) => a[quarter] === b[quarter]);
}
