import { z } from 'zod';
import { actionFields } from './action-fields.js';
import { defineEvent } from './event-type.js';
import { actionId, planId, year } from './values.js';

/** An action was added to a plan. `year` is the plan's, so that the stream folds by itself. */
export const ActionAdded = defineEvent({
  type: 'ActionAdded',
  schemaVersion: 1,
  data: z.strictObject({ actionId, planId, year, ...actionFields.shape }),
  texts: [],
  older: [],
});
