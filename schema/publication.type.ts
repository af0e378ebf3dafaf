import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { ReportState } from './report.type.js';
import { DateTime, LocalDate, Quarter, SafeInt } from './scalars.js';
import { Signal } from './signal.type.js';

@ObjectType({
  description:
    'The figures of a quarter as they were when it was closed, and never changed since. They hold no texts.',
})
export class Publication {
  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  planId!: string;

  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => LocalDate, { description: 'Its cut-off. Example: "2024-03-31".' })
  cutoff!: string;

  @Field(() => SafeInt, {
    description:
      'The position of the last entry that is in the figures: folding the log up to it gives the same again. Example: 41.',
  })
  asOfPosition!: number;

  @Field(() => SafeInt, {
    description: 'The position of the PeriodClosed entry that carries the hash. Example: 42.',
  })
  position!: number;

  @Field(() => DateTime, { description: 'When the quarter was closed.' })
  recordedAt!: Date;

  @Field(() => String, {
    description:
      'The SHA-256 of the figures as they are kept now, 64 hexadecimal digits. Another one than in the PeriodClosed entry tells that they were altered.',
  })
  hash!: string;
}

@ObjectType({ description: 'One action in the published figures of a quarter.' })
export class PublishedAction {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => ReportState, { description: 'Where its report stood. Example: PUBLISHED.' })
  state!: ReportState;

  @Field(() => Signal, { description: 'Its colour. Example: GREEN.' })
  signal!: Signal;
}

@ObjectType({
  description:
    'Averages over what was reported, weighted where the plan has weights, each action once. A quarter that was found not to apply to an action counts nowhere.',
})
export class PublishedTotals {
  @Field(() => Int, { description: 'Actions that owed a report, or gave one early. Example: 9.' })
  due!: number;

  @Field(() => Int, { description: 'Those with a percentage on record. Example: 8.' })
  reported!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Reported ÷ due, in %; null when nothing was due. Example: 88.89.',
  })
  completeness?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The mean of what was reported, in %, zeros included; null when nothing was. Example: 12.5.',
  })
  progress?: number | null;
}
