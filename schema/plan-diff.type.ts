import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './page.type.js';
import { Quarter, SafeInt } from './scalars.js';

export const DiffKind = { ADDED: 'ADDED', WITHDRAWN: 'WITHDRAWN', CHANGED: 'CHANGED' } as const;
export type DiffKind = keyof typeof DiffKind;

registerEnumType(DiffKind, {
  name: 'DiffKind',
  description: 'How an action differs between two moments.',
  valuesConfig: {
    ADDED: { description: 'It was not on record at the earlier moment.' },
    WITHDRAWN: { description: 'It was withdrawn since.' },
    CHANGED: { description: 'Something else about it, or about one of its reports, differs.' },
  },
});

@ObjectType({ description: 'One field that differs between two moments, as a person reads it.' })
export class DiffChange {
  @Field(() => String, {
    description:
      'The field, by the same names as in a history; `state` is where a report stood. Example: "percent".',
  })
  field!: string;

  @Field(() => Quarter, {
    nullable: true,
    description:
      'The quarter whose report or period it is of; null for the plan or the action itself. Example: "2024-Q1".',
  })
  quarter?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its value at the earlier moment; null when it had none. Example: "10 %".',
  })
  before?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its value at the later moment; null when it had none. Example: "12.5 %".',
  })
  after?: string;

  @Field(() => Boolean, {
    description: 'Whether it had a text at the earlier moment that was redacted since.',
  })
  beforeRedacted!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it had a text at the later moment that was redacted since.',
  })
  afterRedacted!: boolean;
}

@ObjectType({ description: 'One action that differs between two moments.' })
export class ActionDiff {
  @Field(() => DiffKind, { description: 'How it differs. Example: CHANGED.' })
  kind!: DiffKind;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => [DiffChange], {
    description:
      "What differs, field by field: the action's own fields first, then quarter by quarter.",
  })
  changes!: readonly DiffChange[];
}

export const ActionDiffConnection = connectionType('ActionDiff', 'actions that differ', ActionDiff);

@ObjectType({
  description:
    'What differs in a plan between two moments. A report that became overdue meanwhile differs too: time passes without an entry.',
})
export class PlanDiff {
  @Field(() => SafeInt, { description: 'The position of the earlier moment. Example: 41.' })
  fromPosition!: number;

  @Field(() => SafeInt, { description: 'The position of the later moment. Example: 57.' })
  toPosition!: number;

  @Field(() => Int, { description: 'How many actions were added. Example: 1.' })
  added!: number;

  @Field(() => Int, { description: 'How many actions were withdrawn. Example: 0.' })
  withdrawn!: number;

  @Field(() => Int, { description: 'How many other actions differ. Example: 12.' })
  changed!: number;

  @Field(() => [DiffChange], {
    description:
      'What differs in the plan itself and its periods; all of it where the plan is new.',
  })
  plan!: readonly DiffChange[];
}
