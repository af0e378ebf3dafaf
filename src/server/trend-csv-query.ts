import { z } from 'zod';
import type { AsOfView, TrendRequestView } from '../../schema/figures.js';
import { inputError } from '../../schema/input-errors.js';
import { frequency, quarter } from '../../events/values.js';

const dimension = z.enum([
  ...(['OFFICE', 'FUNDING_SOURCE', 'ASSOCIATED_PLAN', 'OBJECTIVE'] as const),
  ...(['FREQUENCY', 'STATE', 'SIGNAL', 'ACTION'] as const),
]);
const named = z.string().min(1).max(1_000);

/** `groupBy=OFFICE,SIGNAL` or `groupBy=OFFICE&groupBy=SIGNAL`. */
const dimensions = z.preprocess(
  (value) => [value].flat().flatMap((name) => (typeof name === 'string' ? name.split(',') : name)),
  z.array(dimension),
);

const query = z.strictObject({
  from: quarter.exactOptional(),
  to: quarter.exactOptional(),
  groupBy: dimensions.optional(),
  officeId: named.exactOptional(),
  fundingSource: named.exactOptional(),
  associatedPlan: named.exactOptional(),
  frequency: frequency.exactOptional(),
  at: z.iso.datetime({ offset: true }).exactOptional(),
  position: z
    .string()
    .regex(/^\d{1,15}$/)
    .exactOptional(),
});

/** What a table of figures is asked for, out of the query of its address. */
export interface TrendQuery {
  readonly request: TrendRequestView;
  readonly asOf?: AsOfView;
}

/** Throws `inputError` for what is unknown, given twice, or not of its form. */
export function trendQuery(parameters: unknown): TrendQuery {
  const parsed = query.safeParse(parameters);
  if (!parsed.success) throw inputError(problemOf(parsed.error));
  const { from, to, groupBy = [], at, position, ...filter } = parsed.data;
  if (at !== undefined && position !== undefined) {
    const message = 'Expected either "at" or "position", and not both.';
    throw inputError({ field: 'position', message, expected: 'either at or position' });
  }
  const request = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    groupBy: [...new Set(groupBy)],
    filter,
  };
  if (at !== undefined) return { request, asOf: { at: new Date(at) } };
  if (position !== undefined) return { request, asOf: { position: Number(position) } };
  return { request };
}

function problemOf({ issues }: z.ZodError) {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') {
    const expected = Object.keys(query.shape).join(', ');
    const [field = ''] = issue.keys;
    return { field, message: `Not a parameter of this table. Expected any of ${expected}.` };
  }
  const field = String(issue?.path[0] ?? '');
  const expected = expectations[field as keyof typeof expectations];
  return { field, message: `Expected ${expected}.`, expected };
}

const expectations: Readonly<Record<keyof typeof query.shape, string>> = {
  from: 'a quarter such as 2024-Q1, once',
  to: 'a quarter such as 2024-Q4, once',
  groupBy: `any of ${dimension.options.join(', ')}`,
  officeId: 'the id of an office, once',
  fundingSource: 'a funding source to the letter, once',
  associatedPlan: 'a plan to the letter, once',
  frequency: `one of ${frequency.options.join(', ')}, once`,
  at: 'a time with its zone such as 2024-04-10T23:59:59Z, once',
  position: 'a position of the ledger such as 41, once',
};
