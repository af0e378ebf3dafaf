import type { DataOf, RecordedEvent } from '../../events/index.js';
import { defineHandler } from './command.js';
import { nameKey } from './name-key.js';
import { ruleViolation } from './refusal.js';
import type { PlanState } from './states.js';

export const planStream = (planId: string) => `plan-${planId}`;

/** Raise when `evolvePlan` changes: states folded by another version are not used. */
export const planEvolveVersion = 1;

export function evolvePlan(
  _state: PlanState | undefined,
  event: RecordedEvent<'PlanRegistered'>,
): PlanState {
  return { ...event.data, titleKey: nameKey(event.data.title) };
}

function titled({ year, title }: DataOf<'PlanRegistered'>) {
  return { model: 'plans', where: { year, titleKey: nameKey(title) } } as const;
}

/** Refused as `plan-exists` when the entity has a plan of that id, or of that year and title. */
export const RegisterPlan = defineHandler<DataOf<'PlanRegistered'>>({
  target: (input) => ({ model: 'plans', id: input.planId }),
  needs: (input) => [titled(input)],
  decide(input, world) {
    const sameId = world.get('plans', input.planId);
    if (sameId !== undefined) {
      return ruleViolation(
        'plan-exists',
        `The id ${input.planId} is already the plan "${sameId.title}" for ${sameId.year}. Choose another id.`,
        { field: 'planId', expected: 'an id that is free', actual: input.planId },
      );
    }
    const [existing] = world.find(titled(input));
    if (existing !== undefined) {
      return ruleViolation(
        'plan-exists',
        `The entity already has a plan "${existing.title}" for ${existing.year} (${existing.planId}).`,
        { field: 'title', expected: 'a title that is free in its year', actual: input.title },
      );
    }
    const subject = { planId: input.planId };
    return [{ type: 'PlanRegistered', stream: planStream(input.planId), subject, data: input }];
  },
});
