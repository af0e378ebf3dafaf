import { z } from 'zod';

// Shapes of the values that several events carry. A value that is absent is left out: never null.

/** Text kept to the letter. A lone surrogate has no UTF-8 form, so it could not be hashed. */
export const text = z
  .string()
  .min(1)
  .refine((value) => value.isWellFormed(), 'expected well-formed Unicode, without lone surrogates');

/** The permanent name of an entity and of its ledger, e.g. `rmbc`. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);

/** `plan_rmbc_…`: the kind of thing, its ledger, and letters that carry no meaning. */
const idOf = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}_[a-z][a-z0-9-]{1,30}_[a-z0-9]{4,40}$`));
export const planId = idOf('plan');
export const actionId = idOf('action');
export const officeId = idOf('office');
export const importId = idOf('import');
export const evidenceId = idOf('evidence');

export const year = z.int().min(1900).max(2999);

/** A quarter of a year, e.g. `2024-Q1`. */
export const quarter = z.string().regex(/^\d{4}-Q[1-4]$/);

/** A local date, `YYYY-MM-DD`, without time or zone. */
export const localDate = z.iso.date();

/** A decimal as text, e.g. `123456789012345.62`; never a float. */
export const decimal = z.string().regex(/^-?(0|[1-9]\d{0,29})(\.\d{1,20})?$/);

/** A percentage in whole basis points: 12.5 % is 1250. */
export const basisPoints = z.int().min(0).max(12_500);

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const frequency = z.enum(['MONTHLY', 'BIMONTHLY', 'QUARTERLY', 'SEMIANNUAL', 'ANNUAL']);
export type Frequency = z.infer<typeof frequency>;

/** Whether a percentage counts from the year's start, or for its own quarter alone. */
export const percentMode = z.enum(['CUMULATIVE', 'PER_QUARTER']);
export type PercentMode = z.infer<typeof percentMode>;

/** Whether a report came within its window; UNKNOWN when the record doesn't tell (an import). */
export const timeliness = z.enum(['ON_TIME', 'LATE', 'UNKNOWN']);
export type Timeliness = z.infer<typeof timeliness>;

/** What one report says; at least one of the three is there. */
export const progress = z.strictObject({
  percent: basisPoints.exactOptional(),
  quantity: decimal.exactOptional(),
  narrative: text.exactOptional(),
});
export type Progress = z.infer<typeof progress>;

/** A place in a ledger: 1…N. */
export const position = z.int().min(1);

/** Where a text stands in an event, e.g. `data.before.narrative`. */
export const textPath = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(\.[A-Za-z0-9]{1,40}){0,5}$/);

/** An opaque id: it says nothing of the person. */
export const actorId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/);

/** The root of a Merkle tree: 32 bytes in base64. */
export const rootHash = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);
