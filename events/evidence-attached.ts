import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { evidence } from './evidence-values.js';
import { actionId, quarter } from './values.js';

/** Evidence was attached to the report of a quarter. */
export const EvidenceAttached = defineEvent({
  type: 'EvidenceAttached',
  schemaVersion: 1,
  data: z.strictObject({ actionId, quarter, evidence }),
  texts: ['evidence.title', 'evidence.url', 'evidence.file.fileName'],
  older: [],
});
