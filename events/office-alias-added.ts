import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { officeId, text } from './values.js';

/** Another spelling of an office's name was met; both are one office. */
export const OfficeAliasAdded = defineEvent({
  type: 'OfficeAliasAdded',
  schemaVersion: 1,
  data: z.strictObject({ officeId, alias: text }),
  texts: [],
  older: [],
});
