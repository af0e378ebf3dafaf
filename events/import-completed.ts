import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { importCounts } from './import-counts.js';
import { importId, sha256 } from './values.js';

/** An import came to its end. */
export const ImportCompleted = defineEvent({
  type: 'ImportCompleted',
  schemaVersion: 1,
  data: z.strictObject({
    importId,
    /** What it recorded. */
    recorded: importCounts,
    /** SHA-256 of the import report's canonical JSON, which the command line prints. */
    reportHash: sha256,
  }),
  texts: [],
  older: [],
});
