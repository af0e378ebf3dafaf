import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { importCounts } from './import-counts.js';
import { importId, sha256, text } from './values.js';

/** A plan file is being imported. The events that follow from it name this one as their cause. */
export const ImportStarted = defineEvent({
  type: 'ImportStarted',
  schemaVersion: 1,
  data: z.strictObject({
    importId,
    fileName: text,
    sha256,
    /** What the import will change, as found before it began. */
    planned: importCounts,
  }),
  texts: ['fileName'],
  older: [],
});
