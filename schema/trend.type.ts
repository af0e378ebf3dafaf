import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { TrendPointView, TrendView } from './figures.js';
import { percentOf } from './percent.js';
import { Quarter, SafeInt } from './scalars.js';
import { Signal } from './signal.type.js';

export const TrendDimension = {
  OFFICE: 'OFFICE',
  FUNDING_SOURCE: 'FUNDING_SOURCE',
  ASSOCIATED_PLAN: 'ASSOCIATED_PLAN',
  OBJECTIVE: 'OBJECTIVE',
  FREQUENCY: 'FREQUENCY',
  STATE: 'STATE',
  SIGNAL: 'SIGNAL',
  ACTION: 'ACTION',
} as const;
export type TrendDimension = keyof typeof TrendDimension;

registerEnumType(TrendDimension, {
  name: 'TrendDimension',
  description: 'What actions are grouped by in a trend.',
  valuesConfig: {
    OFFICE: {
      description:
        'The offices that answer for them. Each gets full credit; merged offices are one.',
    },
    FUNDING_SOURCE: { description: 'Where the money comes from. Example: "Inversión".' },
    ASSOCIATED_PLAN: { description: 'The plans they are part of; each gets full credit.' },
    OBJECTIVE: { description: "Their plan's objective." },
    FREQUENCY: { description: 'How often they are followed up.' },
    STATE: { description: 'Where their reports stand at the date asked about.' },
    SIGNAL: { description: 'The colour of their reports.' },
    ACTION: { description: 'Each action by itself.' },
  },
});

@ObjectType({ description: 'The actions that a point of a trend is about.' })
export class TrendGroup {
  @Field(() => TrendDimension, { description: 'What they are grouped by. Example: OFFICE.' })
  dimension!: TrendDimension;

  @Field(() => String, {
    nullable: true,
    description:
      'What they share: an id (office, action) or a value. Null for actions that have none. Example: "office_rmbc_77ab12".',
  })
  key?: string | null;

  @Field(() => String, {
    description: 'The same for a person to read. Example: "Dirección General".',
  })
  label!: string;
}

@ObjectType({ description: 'How many reports have one colour.' })
export class SignalCount {
  @Field(() => Signal, { description: 'The colour. Example: GREEN.' })
  signal!: Signal;

  @Field(() => Int, { description: 'How many reports have it. Example: 3.' })
  count!: number;
}

@ObjectType({
  description:
    'The figures of one group in one quarter. Averages are weighted means over what was reported, zeros included; a group with nothing due has null, not 0.',
})
export class TrendPoint {
  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => TrendGroup, { nullable: true, description: 'The group; null in a total.' })
  group?: TrendGroup | null;

  @Field(() => Int, { description: 'Actions that owe a report, or gave one early. Example: 8.' })
  due!: number;

  @Field(() => Int, {
    description: 'Actions that owe none: not started, ended, or found not to apply. Example: 1.',
  })
  notDue!: number;

  @Field(() => Int, { description: 'Due actions with a percentage on record. Example: 7.' })
  reported!: number;

  @Field(() => Int, { description: 'Due actions without one. Example: 1.' })
  missing!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Reported ÷ due, in %; null when nothing is due. Example: 87.5.',
  })
  completeness!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean of the percentages reported, in %; null when none is. Example: 12.5.',
  })
  progress!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean of what was expected of the reported actions at the cut-off, in %; null when nothing was. Example: 10.13.',
  })
  expected!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Executed ÷ expected, in %; null when nothing was expected. Example: 98.72.',
  })
  efficacy!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Executed − expected, in percentage points. Example: -0.13.',
  })
  gap!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Progress minus that of the group's quarter before, in percentage points; null when either is. Example: 20.",
  })
  change!: number | null;

  @Field(() => [SignalCount], { description: 'The due reports by colour, all five colours.' })
  bySignal!: readonly SignalCount[];
}

@ObjectType({ description: 'How progress went from quarter to quarter.' })
export class Trend {
  @Field(() => [TrendPoint], {
    description:
      'The groups of each dimension asked for, in the order asked; then by quarter and label.',
  })
  points!: readonly TrendPoint[];

  @Field(() => [TrendPoint], {
    description: 'All actions together, by quarter. Each action counts once.',
  })
  total!: readonly TrendPoint[];

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'The position of the ledger whose figures these are; null where several ledgers are added up. Example: 41.',
  })
  asOfPosition?: number | null;
}

/** A trend in basis points, as the API shows it (%). */
export function trendIn({ points, total, asOfPosition }: TrendView): Trend {
  return {
    points: points.map(pointIn),
    total: total.map(pointIn),
    asOfPosition: asOfPosition ?? null,
  };
}

function pointIn(point: TrendPointView): TrendPoint {
  const { quarter, group, due, notDue, reported, missing, bySignal } = point;
  const counts = Object.entries(bySignal) as [Signal, number][];
  return {
    quarter,
    group: group === undefined ? null : { ...group, key: group.key ?? null },
    due,
    notDue,
    reported,
    missing,
    completeness: percentOf(point.completeness),
    progress: percentOf(point.progress),
    expected: percentOf(point.expected),
    efficacy: percentOf(point.efficacy),
    gap: percentOf(point.gap),
    change: percentOf(point.change),
    bySignal: counts.map(([signal, count]) => ({ signal, count })),
  };
}
