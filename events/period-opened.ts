import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { localDate, planId, quarter } from './values.js';

/** The quarter of a plan was opened for reports. Its dates are frozen from here on. */
export const PeriodOpened = defineEvent({
  type: 'PeriodOpened',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    quarter,
    /** The day whose progress is reported. */
    cutoff: localDate,
    /** First and last day on which a report is on time, whole days in Bogotá. */
    opensAt: localDate,
    closesAt: localDate,
  }),
  texts: [],
  older: [],
});
