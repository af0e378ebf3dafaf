import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { officeId } from './values.js';

/** An office went into another. Both histories stay; figures count them as one. */
export const OfficesMerged = defineEvent({
  type: 'OfficesMerged',
  schemaVersion: 1,
  data: z.strictObject({ officeId, intoOfficeId: officeId }),
  texts: [],
  older: [],
});
