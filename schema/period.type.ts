import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Node } from './node.type.js';
import { DateTime, LocalDate, Quarter, SafeInt } from './scalars.js';

export const PeriodStatus = { OPEN: 'OPEN', CLOSED: 'CLOSED', REOPENED: 'REOPENED' } as const;
export type PeriodStatus = keyof typeof PeriodStatus;

registerEnumType(PeriodStatus, {
  name: 'PeriodStatus',
  description: 'Whether the quarter of a plan takes reports.',
  valuesConfig: {
    OPEN: { description: 'It takes reports.' },
    CLOSED: { description: 'Its figures are published; only a correction with a reason is taken.' },
    REOPENED: { description: 'It was closed, and takes reports again.' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'A quarter of a plan that was opened for reports (corte), with its window: whole days in Bogotá, frozen from its opening on.',
})
export class Period {
  @Field(() => ID, {
    description: 'The id of its plan and the quarter. Example: "plan_rmbc_4h8s2w/2024-Q1".',
  })
  id!: string;

  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  planId!: string;

  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => LocalDate, {
    description: 'The day whose progress is reported (fecha de corte). Example: "2024-03-31".',
  })
  cutoff!: string;

  @Field(() => LocalDate, {
    description: 'First day of the window; earlier reports are taken too. Example: "2024-04-01".',
  })
  opensAt!: string;

  @Field(() => LocalDate, {
    description: 'Last day on which a report is on time. Example: "2024-04-10".',
  })
  closesAt!: string;

  @Field(() => PeriodStatus, { description: 'Whether it takes reports. Example: OPEN.' })
  status!: PeriodStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'The act by which it was last closed; null before the first time, or when it was redacted. Example: "Acta 3 del comité".',
  })
  act?: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last closed; null before the first time.',
  })
  closedAt?: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'The SHA-256 of the publication that was made at the last closing, 64 hexadecimal digits, as the log keeps it; null before the first closing.',
  })
  publicationHash?: string;

  @Field(() => SafeInt, {
    description:
      'How many events the period itself has had: what `expectedStreamVersion` is compared with. Example: 1.',
  })
  streamVersion!: number;
}
