import type { Decision, NewEvent } from './command.js';
import { defineHandler } from './command.js';
import { changedFields } from './action-fields.js';
import { planExists, planStream, titled } from './plan.js';
import { badInput, notFound, reasonRequired } from './refusal.js';
import type { PlanState } from './states.js';

interface PlanTexts {
  readonly title: string;
  readonly objective?: string;
}

export interface RevisePlanInput {
  readonly planId: string;
  /** The act that adopted the new version, e.g. "Acta 2 del comité". */
  readonly act: string;
  /** What changes of its texts; an objective that is null is removed. */
  readonly changes: { readonly title?: string; readonly objective?: string | null };
}

/**
 * Makes a new version of the plan by an act; its texts may change with it.
 * Refused: unknown plan, no act, no reason, `plan-exists` for a title that is taken.
 */
export const RevisePlan = defineHandler<RevisePlanInput>({
  target: (input) => ({ model: 'plans', id: input.planId }),
  moreNeeds({ planId, changes }, world) {
    const plan = world.get('plans', planId);
    return plan === undefined || changes.title === undefined
      ? []
      : [titled(plan.year, changes.title)];
  },
  decide({ planId, act, changes }, world, context): Decision {
    const plan = world.get('plans', planId);
    if (plan === undefined) return notFound('planId', planId);
    if (act.trim() === '') {
      return badInput('A plan is revised by an act. Name it.', {
        field: 'act',
        expected: 'an act',
      });
    }
    if (context.reason === undefined) return reasonRequired('A revision of a plan');
    const { title } = changes;
    const holder =
      title === undefined
        ? undefined
        : world.find(titled(plan.year, title)).find((other) => other.planId !== planId);
    if (holder !== undefined) return planExists(holder, 'title', title ?? '');
    const { before, after } = changedFields(textsOf(plan), changes);
    const data = { planId, planVersion: plan.planVersion + 1, act, before, after };
    return [{ type: 'PlanRevised', stream: planStream(planId), subject: { planId }, data }];
  },
});

/** The new version of a plan that an action's reprogramming makes. */
export function planReprogrammed({ planId, planVersion }: PlanState, actionId: string): NewEvent {
  const data = { planId, planVersion: planVersion + 1, actionId, before: {}, after: {} };
  const subject = { planId, actionId };
  return { type: 'PlanRevised', stream: planStream(planId), subject, data };
}

function textsOf({ title, objective }: PlanState): PlanTexts {
  return { title, ...(objective === undefined ? {} : { objective }) };
}
