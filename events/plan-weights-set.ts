import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, planId } from './values.js';

/** The weights of all actions of a plan, set at once: they total 100 %. */
export const PlanWeightsSet = defineEvent({
  type: 'PlanWeightsSet',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    /** By action, in basis points. */
    weights: z.record(actionId, z.int().min(0).max(10_000)),
  }),
  texts: [],
  older: [],
});
