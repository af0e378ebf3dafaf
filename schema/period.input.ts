import { Field, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { ExpectText } from './expect.js';
import { given } from './given.js';
import { metaOf, MutationInput } from './mutation.input.js';
import { LocalDate, Quarter } from './scalars.js';

/** Which quarter of which plan an update is about. */
@InputType()
abstract class PeriodInput extends MutationInput {
  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  @ExpectText(200)
  planId!: string;

  @Field(() => Quarter, { description: 'A quarter of the plan\'s year. Example: "2024-Q1".' })
  quarter!: string;
}

@InputType({ description: 'A quarter to be opened for reports. Its dates are frozen thereby.' })
export class OpenPeriodInput extends PeriodInput {
  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day whose progress is reported; left out: the last day of the quarter. Example: "2024-03-31".',
  })
  cutoff?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'First day of the window; left out: the day after the end of the quarter. Example: "2024-04-01".',
  })
  opensAt?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'Last day on which a report is on time, until 23:59:59 in Bogotá; left out: ten days after the end of the quarter. Example: "2024-04-10".',
  })
  closesAt?: string | null;
}

@InputType({ description: 'A quarter to be closed and published, after its cut-off.' })
export class ClosePeriodInput extends PeriodInput {
  @Field(() => String, {
    description:
      'The act by which it is closed, at most 1000 characters. Example: "Acta 3 del comité, 18 de abril de 2024".',
  })
  @ExpectText(1000)
  act!: string;
}

@InputType({ description: 'A closed quarter to be opened again; it needs a `reason`.' })
export class ReopenPeriodInput extends PeriodInput {}

export function openPeriod(input: OpenPeriodInput): Command<'OpenPeriod'> {
  const window = given(input, 'cutoff', 'opensAt', 'closesAt');
  return { type: 'OpenPeriod', input: { ...targetOf(input), ...window }, meta: metaOf(input) };
}

export function closePeriod(input: ClosePeriodInput): Command<'ClosePeriod'> {
  const { act } = input;
  return { type: 'ClosePeriod', input: { ...targetOf(input), act }, meta: metaOf(input) };
}

export function reopenPeriod(input: ReopenPeriodInput): Command<'ReopenPeriod'> {
  return { type: 'ReopenPeriod', input: targetOf(input), meta: metaOf(input) };
}

function targetOf({ planId, quarter }: PeriodInput) {
  return { planId, quarter };
}
