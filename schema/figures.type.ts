import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Actor } from './actor.type.js';
import { connectionType } from './page.type.js';
import { ReportState } from './report.type.js';
import { DateTime, SafeInt } from './scalars.js';
import { Signal } from './signal.type.js';

export const ComparisonBasis = {
  AS_PUBLISHED: 'AS_PUBLISHED',
  AS_KNOWN_NOW: 'AS_KNOWN_NOW',
} as const;
export type ComparisonBasis = keyof typeof ComparisonBasis;

registerEnumType(ComparisonBasis, {
  name: 'ComparisonBasis',
  description: 'Which figures of a quarter are compared.',
  valuesConfig: {
    AS_PUBLISHED: { description: 'Those frozen when the quarter was closed.' },
    AS_KNOWN_NOW: { description: 'Those on record now, with later corrections.' },
  },
});

@ObjectType({ description: 'All actions of a plan together, in one quarter.' })
export class QuarterTotals {
  @Field(() => Int, { description: 'Actions that owe a report, or gave one early. Example: 8.' })
  due!: number;

  @Field(() => Int, { description: 'Those with a percentage on record. Example: 7.' })
  reported!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Reported ÷ due, in %; null when nothing is due. Example: 87.5.',
  })
  completeness?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Weighted mean of what was reported, in %; null when nothing was. Example: 12.5.',
  })
  progress?: number | null;
}

@ObjectType({ description: 'One action in one of the two quarters.' })
export class ComparedSide {
  @Field(() => Float, { nullable: true, description: 'In %; null when absent. Example: 12.5.' })
  percent?: number | null;

  @Field(() => ReportState, { description: 'Where its report stands. Example: PUBLISHED.' })
  state!: ReportState;

  @Field(() => Signal, { description: 'Its colour. Example: GREEN.' })
  signal!: Signal;
}

@ObjectType({ description: 'One action in two quarters.' })
export class ComparedAction {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => ComparedSide, { nullable: true, description: 'In quarter a; null when not in it.' })
  a?: ComparedSide | null;

  @Field(() => ComparedSide, { nullable: true, description: 'In quarter b; null when not in it.' })
  b?: ComparedSide | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Percent in b minus that in a, in percentage points. Example: 20.',
  })
  change?: number | null;
}

@ObjectType({ description: 'Two quarters of a plan beside each other.' })
export class Comparison {
  @Field(() => [ComparedAction], { description: 'Each action that is in either quarter.' })
  actions!: readonly ComparedAction[];

  @Field(() => QuarterTotals, { description: 'All actions in quarter a.' })
  a!: QuarterTotals;

  @Field(() => QuarterTotals, { description: 'All actions in quarter b.' })
  b!: QuarterTotals;
}

@ObjectType({
  description:
    'How one office answered for a quarter. It gets full credit for each of its actions.',
})
export class Scorecard {
  @Field(() => ID, { description: 'The office. Example: "office_rmbc_77ab12".' })
  officeId!: string;

  @Field(() => String, { description: 'Its name. Example: "Dirección General".' })
  name!: string;

  @Field(() => Int, { description: 'Actions that owe a report, or gave one early. Example: 8.' })
  due!: number;

  @Field(() => Int, { description: 'Reports within the window. Example: 5.' })
  onTime!: number;

  @Field(() => Int, { description: 'Reports after the window. Example: 1.' })
  late!: number;

  @Field(() => Int, {
    description:
      'Reports of which the record does not tell when they came: from a file. Example: 2.',
  })
  unknown!: number;

  @Field(() => Int, { description: 'Due actions without a percentage. Example: 0.' })
  missing!: number;

  @Field(() => Int, { description: 'Reports that are approved. Example: 4.' })
  approved!: number;

  @Field(() => Int, { description: 'Reports that were returned and not given again. Example: 1.' })
  returned!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Weighted mean of what was reported, in %; null when nothing was. Example: 12.5.',
  })
  progress?: number | null;

  @Field(() => SafeInt, {
    description: 'The position of the ledger whose figures these are. Example: 41.',
  })
  asOfPosition!: number;
}

@ObjectType({ description: 'A change of a report after its quarter was closed.' })
export class Restatement {
  @Field(() => SafeInt, { description: 'Its position in the ledger. Example: 57.' })
  position!: number;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => Float, { nullable: true, description: 'Percent before, in %; null when absent.' })
  before?: number | null;

  @Field(() => Float, { nullable: true, description: 'Percent after, in %; null when absent.' })
  after?: number | null;

  @Field(() => Boolean, { description: 'Whether the narrative changed too.' })
  narrativeChanged!: boolean;

  @Field(() => DateTime, { description: 'When it was recorded (UTC).' })
  recordedAt!: Date;

  @Field(() => Actor, { nullable: true, description: 'Who recorded it.' })
  actor?: Actor | null;

  @Field(() => String, { nullable: true, description: 'Why, as given.' })
  reason?: string | null;

  @Field(() => Signal, { description: 'The colour before, by the policy of the closing.' })
  signalBefore!: Signal;

  @Field(() => Signal, { description: 'The colour after, by the same policy.' })
  signalAfter!: Signal;
}

export const RestatementConnection = connectionType('Restatement', 'restatements', Restatement);
