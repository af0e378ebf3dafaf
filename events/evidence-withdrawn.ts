import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { evidence } from './evidence-values.js';
import { actionId, quarter } from './values.js';

/** Evidence was taken back. The reason is in the envelope. */
export const EvidenceWithdrawn = defineEvent({
  type: 'EvidenceWithdrawn',
  schemaVersion: 1,
  data: z.strictObject({ actionId, quarter, before: evidence }),
  texts: ['before.title', 'before.url', 'before.file.fileName'],
  older: [],
});
