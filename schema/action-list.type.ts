import { Field, Int, ObjectType } from 'type-graphql';
import { Office } from './office.type.js';
import { ReportState } from './report.type.js';
import { SignalCount } from './trend.type.js';

@ObjectType({ description: 'How many actions of a list have a report in one state.' })
export class StateCount {
  @Field(() => ReportState, { description: 'The state. Example: OVERDUE.' })
  state!: ReportState;

  @Field(() => Int, { description: 'How many actions. Example: 3.' })
  count!: number;
}

@ObjectType({ description: 'How many actions of a list an office answers for.' })
export class OfficeCount {
  @Field(() => Office, {
    nullable: true,
    description: 'The office; null: no office answers for them.',
  })
  office?: Office;

  @Field(() => Int, { description: 'How many actions. Example: 3.' })
  count!: number;
}

@ObjectType({
  description:
    'Counts over a whole list of actions, not only a page of it, by their reports of one quarter.',
})
export class ActionCounts {
  @Field(() => [StateCount], { description: 'By state, all eight states.' })
  byState!: readonly StateCount[];

  @Field(() => [SignalCount], { description: 'By colour, all five colours.' })
  bySignal!: readonly SignalCount[];

  @Field(() => [OfficeCount], {
    description:
      'By office, those that answer for any, by name. An action counts in each of its offices.',
  })
  byOffice!: readonly OfficeCount[];
}
