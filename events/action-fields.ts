import { z } from 'zod';
import { decimal, frequency, localDate, officeId, text } from './values.js';

/** What a plan says of one action; a revision changes any of these. */
export const actionFields = z.strictObject({
  /** "No." in the document: a label that may change, not an identity. */
  number: text,
  name: text,
  officeIds: z.array(officeId).max(50),
  indicator: text.exactOptional(),
  unit: text.exactOptional(),
  target: decimal.exactOptional(),
  startDate: localDate,
  endDate: localDate,
  frequency,
  fundingSource: text.exactOptional(),
  associatedPlans: z.array(text).max(50),
});
export type ActionFields = z.infer<typeof actionFields>;

/** The same fields, each of which may be left out: one side of a change. */
export const someActionFields = z.strictObject({
  number: text.exactOptional(),
  name: text.exactOptional(),
  officeIds: z.array(officeId).max(50).exactOptional(),
  indicator: text.exactOptional(),
  unit: text.exactOptional(),
  target: decimal.exactOptional(),
  startDate: localDate.exactOptional(),
  endDate: localDate.exactOptional(),
  frequency: frequency.exactOptional(),
  fundingSource: text.exactOptional(),
  associatedPlans: z.array(text).max(50).exactOptional(),
});
export type SomeActionFields = z.infer<typeof someActionFields>;
