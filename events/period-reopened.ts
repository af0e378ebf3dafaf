import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { planId, quarter } from './values.js';

/** A closed quarter was opened again. The reason is in the envelope. */
export const PeriodReopened = defineEvent({
  type: 'PeriodReopened',
  schemaVersion: 1,
  data: z.strictObject({ planId, quarter }),
  texts: [],
  older: [],
});
