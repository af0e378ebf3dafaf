import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, progress, quarter, timeliness } from './values.js';

/** The progress of one action in one quarter was reported. */
export const ProgressReported = defineEvent({
  type: 'ProgressReported',
  schemaVersion: 1,
  data: z.strictObject({
    actionId,
    quarter,
    ...progress.shape,
    /** Against the window as it stood when this was recorded. */
    timeliness,
    /** A cumulative percentage below an earlier quarter's. */
    fall: z.boolean(),
  }),
  texts: ['narrative'],
  older: [],
});
