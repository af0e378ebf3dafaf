import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, quarter } from './values.js';

/** A report was returned to be reported anew. The reason is in the envelope. */
export const ReportReturned = defineEvent({
  type: 'ReportReturned',
  schemaVersion: 1,
  data: z.strictObject({ actionId, quarter }),
  texts: [],
  older: [],
});
