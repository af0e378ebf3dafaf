import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, progress, quarter } from './values.js';

/**
 * A report was corrected. `before` and `after` hold only what changed: a field in `before` alone
 * was removed, a field in `after` alone was added.
 */
export const ProgressCorrected = defineEvent({
  type: 'ProgressCorrected',
  schemaVersion: 1,
  data: z.strictObject({
    actionId,
    quarter,
    before: progress,
    after: progress,
    /** A cumulative percentage below what was reported before. */
    fall: z.boolean(),
    /** The quarter's period was closed when this was recorded. */
    afterCutoff: z.boolean(),
  }),
  texts: ['before.narrative', 'after.narrative'],
  older: [],
});
