import { ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { EventName } from '../events/index.js';
import type { HistoryFilterView } from './context.js';
import { EventType } from './event-type.enum.js';
import { Expect, ExpectText } from './expect.js';
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

/** It becomes part of a path in a query, so it is letters and digits only. */
function ExpectFieldName(): PropertyDecorator {
  return Expect(
    'the name of a field, such as "percent"',
    (value) => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9]*$/.test(value),
  );
}

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

  @Field(() => String, {
    nullable: true,
    description: 'Recorded by an actor in this role. Example: "reporter".',
  })
  @ExpectText(100)
  role?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'That set or changed this field. Example: "percent".',
  })
  @ExpectFieldName()
  field?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'With a reason (true), or without one (false).',
  })
  hasReason?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Changes of reports: those after their quarter was closed (true), or before (false).',
  })
  afterCutoff?: boolean | null;

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

@ArgsType()
export class FieldHistoryArguments extends HistoryArguments {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => String, { description: 'The field. Example: "percent".' })
  @ExpectFieldName()
  field!: string;
}

/** The filter as the port takes it. */
export function filterOf({ filter }: HistoryArguments): HistoryFilterView {
  const about = ['planId', 'actionId', 'officeId', 'quarter', 'importId'] as const;
  const by = ['types', 'actorId', 'role', 'field', 'hasReason', 'afterCutoff'] as const;
  return given(filter ?? {}, ...about, ...by, 'recordedFrom', 'recordedTo');
}
