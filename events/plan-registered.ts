import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { percentMode, planId, text, year } from './values.js';

/** The entity adopted a plan for one year. */
export const PlanRegistered = defineEvent({
  type: 'PlanRegistered',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    year,
    title: text,
    objective: text.exactOptional(),
    percentMode,
  }),
  texts: [],
  older: [],
});
