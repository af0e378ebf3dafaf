import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { officeId, text } from './values.js';

/** An office has a new name. Earlier dates show the earlier one. */
export const OfficeRenamed = defineEvent({
  type: 'OfficeRenamed',
  schemaVersion: 1,
  data: z.strictObject({
    officeId,
    before: z.strictObject({ name: text }),
    after: z.strictObject({ name: text }),
  }),
  texts: [],
  older: [],
});
