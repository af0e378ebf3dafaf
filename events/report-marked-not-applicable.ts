import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, progress, quarter } from './values.js';

/** A quarter was found not to apply to an action. The reason is in the envelope. */
export const ReportMarkedNotApplicable = defineEvent({
  type: 'ReportMarkedNotApplicable',
  schemaVersion: 1,
  data: z.strictObject({
    actionId,
    quarter,
    /** What was reported for it, and counts no more; empty where nothing was. */
    before: progress,
  }),
  texts: ['before.narrative'],
  older: [],
});
