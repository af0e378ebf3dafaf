import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, quarter } from './values.js';

/** A report was approved, by another than who reported it. */
export const ReportApproved = defineEvent({
  type: 'ReportApproved',
  schemaVersion: 1,
  data: z.strictObject({ actionId, quarter }),
  texts: [],
  older: [],
});
