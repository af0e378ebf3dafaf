import { z } from 'zod';
import { someActionFields } from './action-fields.js';
import { defineEvent } from './event-type.js';
import { actionId } from './values.js';

/**
 * Fields of an action changed. `before` and `after` hold only what changed: a field in `before`
 * alone was removed, a field in `after` alone was added.
 */
export const ActionRevised = defineEvent({
  type: 'ActionRevised',
  schemaVersion: 1,
  data: z.strictObject({
    actionId,
    before: someActionFields,
    after: someActionFields,
    /** What the change reprograms; empty for a change of text. */
    reprograms: z.array(z.enum(['TIME', 'TARGET', 'RESOURCES'])),
  }),
  texts: [],
  older: [],
});
