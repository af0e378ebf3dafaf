import type { DataOf, RecordedEvent } from '../../events/index.js';
import { defineHandler } from './command.js';
import { nameKey } from './name-key.js';
import { ruleViolation } from './refusal.js';
import type { PlanState } from './states.js';

export const planStream = (planId: string) => `plan-${planId}`;

/** Raise when `evolvePlan` changes: states folded by another version are not used. */
export const planEvolveVersion = 2;

type PlanEvent = RecordedEvent<
  'PlanRegistered' | 'PlanRevised' | 'PlanWeightsSet' | 'SignalPolicyAdopted'
>;

export function evolvePlan(state: PlanState | undefined, event: PlanEvent): PlanState {
  if (event.type === 'PlanRegistered') {
    const titleKey = nameKey(event.data.title);
    return { ...event.data, titleKey, planVersion: 1, weighted: false };
  }
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with PlanRegistered`);
  switch (event.type) {
    case 'PlanRevised': {
      const { before, after, planVersion } = event.data;
      const kept = Object.entries(state).filter(([field]) => !(field in before));
      const revised = { ...Object.fromEntries(kept), ...after } as PlanState;
      return { ...revised, titleKey: nameKey(revised.title), planVersion };
    }
    case 'PlanWeightsSet':
      return { ...state, weighted: true };
    case 'SignalPolicyAdopted':
      return { ...state, signalPolicy: event.data.after };
  }
}

/** Plans of the same year and title: at most one. */
export function titled(year: number, title: string) {
  return { model: 'plans', where: { year, titleKey: nameKey(title) } } as const;
}

/** Refused as `plan-exists` when the entity has a plan of that year and title, or of that id. */
export const RegisterPlan = defineHandler<DataOf<'PlanRegistered'>>({
  target: (input) => ({ model: 'plans', id: input.planId }),
  needs: (input) => [titled(input.year, input.title)],
  decide(input, world) {
    const sameId = world.get('plans', input.planId);
    if (sameId !== undefined) return planExists(sameId, 'planId', input.planId);
    const [existing] = world.find(titled(input.year, input.title));
    if (existing !== undefined) return planExists(existing, 'title', input.title);
    const subject = { planId: input.planId };
    return [{ type: 'PlanRegistered', stream: planStream(input.planId), subject, data: input }];
  },
});

export function planExists({ title, year, planId }: PlanState, field: string, actual: string) {
  return ruleViolation(
    'plan-exists',
    `The entity already has a plan "${title}" for ${year} (${planId}).`,
    { field, expected: `a ${field} that is free`, actual },
  );
}
