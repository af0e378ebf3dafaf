import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { signalPolicy } from './signal-policy.js';
import { planId, quarter, sha256, text } from './values.js';

/** A quarter was closed by an act, and its figures were published. */
export const PeriodClosed = defineEvent({
  type: 'PeriodClosed',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    quarter,
    /** The act by which it was closed, e.g. the committee's. */
    act: text,
    /** SHA-256 of the publication's canonical JSON. */
    publicationHash: sha256,
    /** The policy in force: the quarter keeps its colours whatever is adopted later. */
    signalPolicy,
  }),
  texts: ['act'],
  older: [],
});
