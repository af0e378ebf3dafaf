import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { Frequency as FrequencyName } from '../../events/index.js';
import { Frequency } from '../action.type.js';
import type { Context } from '../context.js';
import { Office } from '../office.type.js';
import { Decimal, LocalDate } from '../scalars.js';

@ObjectType({
  description:
    'Fields of an action as an entry of the history holds them. Null is a field that it does not hold.',
})
export class ActionValues {
  @Field(() => String, { nullable: true, description: 'The number in the plan. Example: "4".' })
  number?: string;

  @Field(() => String, { nullable: true, description: 'What is to be done.' })
  name?: string;

  @Field(() => [ID], { nullable: true, description: 'The offices that answer for it.' })
  officeIds?: readonly string[];

  @Field(() => [Office], { nullable: true, description: 'These offices as they are now.' })
  offices(@Ctx() context: Context) {
    return this.officeIds === undefined ? null : context.offices(this.officeIds);
  }

  @Field(() => String, { nullable: true, description: 'What is measured.' })
  indicator?: string;

  @Field(() => String, { nullable: true, description: 'The unit. Example: "Unidad".' })
  unit?: string;

  @Field(() => Decimal, { nullable: true, description: 'The target, in the unit. Example: "1".' })
  target?: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day. Example: "2024-03-01".' })
  startDate?: string;

  @Field(() => LocalDate, { nullable: true, description: 'Last day. Example: "2024-12-31".' })
  endDate?: string;

  @Field(() => Frequency, { nullable: true, description: 'How often it is followed up.' })
  frequency?: FrequencyName;

  @Field(() => String, { nullable: true, description: 'Where the money comes from.' })
  fundingSource?: string;

  @Field(() => [String], { nullable: true, description: 'Other plans that it belongs to.' })
  associatedPlans?: readonly string[];
}
