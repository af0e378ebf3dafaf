import { Field, Float, ObjectType } from 'type-graphql';
import type { Progress } from '../../events/index.js';
import { percentOf } from '../percent.js';
import { Decimal } from '../scalars.js';

@ObjectType({
  description:
    'What a report says, as an entry of the history holds it. Null is a value that it does not hold.',
})
export class ProgressValues {
  @Field(() => Float, { nullable: true, description: 'Progress in %. Example: 12.5.' })
  percent?: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What was executed, in the action\'s unit. Example: "0.5".',
  })
  quantity?: string | null;

  @Field(() => String, { nullable: true, description: 'What was done, in words.' })
  narrative?: string | null;
}

/** Values as the log holds them (basis points), as the API shows them (%). */
export function progressValues(progress: Progress): ProgressValues {
  const { quantity = null, narrative = null } = progress;
  return { percent: percentOf(progress.percent), quantity, narrative };
}
