import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, progress, quarter } from './values.js';

/** A report was taken back: the quarter has none again. The reason is in the envelope. */
export const ProgressWithdrawn = defineEvent({
  type: 'ProgressWithdrawn',
  schemaVersion: 1,
  data: z.strictObject({
    actionId,
    quarter,
    before: progress,
    /** The quarter's period was closed when this was recorded. */
    afterCutoff: z.boolean(),
  }),
  texts: ['before.narrative'],
  older: [],
});
