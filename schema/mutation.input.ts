import { Field, InputType } from 'type-graphql';
import type { CommandMeta } from './command.js';
import { Expect, ExpectText } from './expect.js';
import { given } from './given.js';
import { LocalDate, SafeInt } from './scalars.js';

/** A version that a caller expects: whole, from 0. */
export function ExpectVersion(): PropertyDecorator {
  return Expect('a whole number from 0', (value) => typeof value === 'number' && value >= 0);
}

/** What the input of every mutation may carry. */
@InputType()
export abstract class MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your own key for this request, 1 to 200 characters: sent again under the same key, it is recorded once and answers as the first time. Example: "b0f1c9e2-report-4-Q1".',
  })
  @ExpectText(200)
  commandId?: string | null;

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'The `streamVersion` as you last read it (0: not on record yet). When it has moved on, the update is refused as CONFLICT. Left out: no such check.',
  })
  @ExpectVersion()
  expectedStreamVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why (the justification), at most 5000 characters. Some updates require it: revisions, withdrawals, percentages above 100 or lower than before. Example: "Corrected after the audit of April."',
  })
  @ExpectText(5000)
  reason?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'When it happened, if that was another day than the one on which it is recorded. Example: "2024-03-28".',
  })
  occurredOn?: string | null;
}

export function metaOf(input: MutationInput): CommandMeta {
  return given(input, 'commandId', 'expectedStreamVersion', 'reason', 'occurredOn');
}
