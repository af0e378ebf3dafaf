import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { percentMode, planId, text } from './values.js';

/** The entity adopted a plan for one year. */
export const PlanRegistered = defineEvent({
  type: 'PlanRegistered',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    year: z.int().min(1900).max(2999),
    title: text,
    objective: text.exactOptional(),
    percentMode,
  }),
  texts: [],
  older: [],
});
