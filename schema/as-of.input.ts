import { Field, InputType } from 'type-graphql';
import type { AsOfView } from './figures.js';
import { inputError } from './input-errors.js';
import { DateTime, SafeInt } from './scalars.js';

/** Of every argument of this kind. */
export const asOfDescription =
  'As it was known at a moment, and everything below it too; now when left out.';

/** Of the field that says which position was used. */
export const asOfPositionDescription =
  'The position of the ledger that it is shown as of, with everything below it; null: as it is now. Example: 41.';

@InputType({
  description:
    'A moment of the record: what was known at a time, or after the entry at a position. Give exactly one.',
})
export class AsOf {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'What had been recorded by then, inclusive; a moment in the future is now. Example: "2024-04-10T23:59:59Z".',
  })
  at?: Date | null;

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'What had been recorded up to this position of the ledger, inclusive; one beyond its end is its end. Example: 41.',
  })
  position?: number | null;
}

/** Throws `inputError` when both are given, or neither, or a position below 0. */
export function asOfIn(asOf: AsOf | null | undefined): AsOfView | undefined {
  return asOf === null || asOf === undefined ? undefined : momentIn(asOf, 'asOf');
}

/** The same for an argument of another name that has to be given. */
export function momentIn({ at, position }: AsOf, field: string): AsOfView {
  if (at != null && position == null) return { at };
  if (position != null && at == null && position >= 0) return { position };
  throw inputError({
    field,
    message: 'Expected either "at" or "position" (from 0), and not both.',
    expected: 'either at or position',
  });
}
