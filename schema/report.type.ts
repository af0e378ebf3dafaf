import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Timeliness as TimelinessName } from '../events/index.js';
import { Actor } from './actor.type.js';
import { Evidence } from './evidence.type.js';
import { Node } from './node.type.js';
import { DateTime, Decimal, Quarter, SafeInt } from './scalars.js';
import { Signal } from './signal.type.js';

export const ReportState = {
  NOT_DUE: 'NOT_DUE',
  DUE: 'DUE',
  OVERDUE: 'OVERDUE',
  SUBMITTED: 'SUBMITTED',
  RETURNED: 'RETURNED',
  APPROVED: 'APPROVED',
  PUBLISHED: 'PUBLISHED',
  NOT_APPLICABLE: 'NOT_APPLICABLE',
} as const;
export type ReportState = keyof typeof ReportState;

registerEnumType(ReportState, {
  name: 'ReportState',
  description: 'Where the report of a quarter stands, at the moment asked about.',
  valuesConfig: {
    NOT_DUE: {
      description:
        'No report is owed: the action starts later or has ended, or is followed up less often. Neither missing nor zero.',
    },
    DUE: { description: 'A report is owed, and its window has not closed yet.' },
    OVERDUE: {
      description:
        'A report is owed, and its window has closed without one, or its quarter was closed by an act.',
    },
    SUBMITTED: { description: 'Reported, and not reviewed yet.' },
    RETURNED: { description: 'Sent back by the reviewer, with a reason, to be reported again.' },
    APPROVED: { description: 'Reviewed and approved.' },
    PUBLISHED: { description: 'Part of a closed quarter.' },
    NOT_APPLICABLE: { description: 'Marked, with a reason, as not to be reported this quarter.' },
  },
});

export const Timeliness = {
  ON_TIME: 'ON_TIME',
  LATE: 'LATE',
  UNKNOWN: 'UNKNOWN',
} as const satisfies { [N in TimelinessName]: N };

registerEnumType(Timeliness, {
  name: 'Timeliness',
  description: 'Whether a report came within its window (by default ten days after the cut-off).',
  valuesConfig: {
    ON_TIME: { description: "Recorded before the end of the window's last day in Bogotá." },
    LATE: { description: 'Recorded after the window closed.' },
    UNKNOWN: { description: 'The record does not tell: it was taken from a file.' },
  },
});

export const Basis = { CURRENT: 'CURRENT', ORIGINAL: 'ORIGINAL' } as const;
export type Basis = keyof typeof Basis;

registerEnumType(Basis, {
  name: 'Basis',
  description: 'Under which time and targets progress is expected of an action.',
  valuesConfig: {
    CURRENT: { description: 'Those of now, with every revision.' },
    ORIGINAL: {
      description:
        'Those that the action was added with, before any revision. A reported quantity is measured against the original target then; a percentage without a quantity counts as reported.',
    },
  },
});

@ObjectType({
  implements: Node,
  description:
    'The progress of one action in one quarter. There is always one for each quarter of the year; before anything was reported it says so by its state.',
})
export class Report {
  @Field(() => ID, {
    description: 'The id of its action and the quarter. Example: "action_rmbc_9f3k1d/Q1".',
  })
  id!: string;

  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What was executed, in the action\'s unit, to the letter. Example: "0.5".',
  })
  quantity?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What was done, in words (avance cualitativo), to the letter; null when nothing was said, or when it was redacted.',
  })
  narrative?: string;

  @Field(() => Boolean, {
    description: 'Whether it has a narrative that was redacted. Example: false.',
  })
  narrativeRedacted!: boolean;

  @Field(() => ReportState, { description: 'Where it stands. Example: SUBMITTED.' })
  state!: ReportState;

  @Field(() => Boolean, {
    description:
      'Whether a report is owed for this quarter, by the dates and the frequency of the action.',
  })
  due!: boolean;

  @Field(() => Signal, {
    description: 'Its colour (semáforo), by its efficacy under the present time and targets.',
  })
  signal!: Signal;

  @Field(() => Timeliness, {
    nullable: true,
    description: 'Whether it came within its window; null when nothing is reported.',
  })
  timeliness?: TimelinessName;

  @Field(() => Boolean, { description: 'Whether it was changed after its quarter was closed.' })
  restated!: boolean;

  @Field(() => SafeInt, {
    description:
      'The streamVersion of the last event that touched this report (0: none yet): what `expectedReportVersion` is compared with. Example: 2.',
  })
  reportVersion!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its present value was recorded; null when nothing is reported.',
  })
  recordedAt?: Date;

  @Field(() => Actor, {
    nullable: true,
    description:
      'Who recorded its present value; null when nothing is reported or you may not know.',
  })
  actor?: Actor;

  @Field(() => [Evidence], { description: 'What shows that it is true, in order of attachment.' })
  evidence!: readonly Evidence[];
}
