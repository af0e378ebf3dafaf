import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { officeId, text } from './values.js';

/** An office entered the entity's catalogue, under the spelling it was first met with. */
export const OfficeRegistered = defineEvent({
  type: 'OfficeRegistered',
  schemaVersion: 1,
  data: z.strictObject({ officeId, name: text }),
  texts: [],
  older: [],
});
