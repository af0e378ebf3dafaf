import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId } from './values.js';

/** An action left the plan. Its history stays readable. The reason is in the envelope. */
export const ActionWithdrawn = defineEvent({
  type: 'ActionWithdrawn',
  schemaVersion: 1,
  data: z.strictObject({ actionId }),
  texts: [],
  older: [],
});
