import { ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { EventName } from '../events/index.js';
import type { HistoryFilterView } from './context.js';
import { EventType } from './event-type.enum.js';
import { Expect } from './expect.js';
import { given } from './given.js';
import { PageArguments } from './page.input.js';
import { DateTime, Quarter } from './scalars.js';

export const HistoryOrder = { NEWEST: 'NEWEST', OLDEST: 'OLDEST' } as const;
export type HistoryOrder = keyof typeof HistoryOrder;

registerEnumType(HistoryOrder, {
  name: 'HistoryOrder',
  description: 'Which end of a history comes first.',
  valuesConfig: {
    NEWEST: { description: 'The last recorded entry first.' },
    OLDEST: { description: 'The first recorded entry first.' },
  },
});

@InputType({ description: 'Which entries are wanted. An entry meets all that is given.' })
export class HistoryFilter {
  @Field(() => ID, { nullable: true, description: 'About this plan or its actions.' })
  planId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this action.' })
  actionId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'About this office, or an action that it answered for then.',
  })
  officeId?: string | null;

  @Field(() => Quarter, { nullable: true, description: 'About this quarter: "2024-Q1".' })
  quarter?: string | null;

  @Field(() => ID, { nullable: true, description: 'Recorded by this import.' })
  importId?: string | null;

  @Field(() => [EventType], {
    nullable: true,
    description: 'Of one of these kinds, at least one. Example: [ProgressReported].',
  })
  @Expect('at least one type', (value) => Array.isArray(value) && value.length > 0)
  types?: EventName[] | null;

  @Field(() => ID, { nullable: true, description: 'Recorded by this actor. Example: "local".' })
  actorId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Recorded at this instant or later. Example: "2024-04-01T00:00:00-05:00".',
  })
  recordedFrom?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Recorded before this instant. Example: "2024-07-01T00:00:00-05:00".',
  })
  recordedTo?: Date | null;
}

/** The arguments of every history. */
@ArgsType()
export class HistoryArguments extends PageArguments {
  @Field(() => HistoryFilter, {
    nullable: true,
    description: 'Which entries are wanted; all when left out.',
  })
  @ValidateNested()
  filter?: HistoryFilter | null;

  @Field(() => HistoryOrder, {
    defaultValue: HistoryOrder.NEWEST,
    description: 'Which end comes first.',
  })
  order!: HistoryOrder;
}

/** The filter as the port takes it. */
export function filterOf({ filter }: HistoryArguments): HistoryFilterView {
  const about = ['planId', 'actionId', 'officeId', 'quarter', 'importId'] as const;
  return given(filter ?? {}, ...about, 'types', 'actorId', 'recordedFrom', 'recordedTo');
}
