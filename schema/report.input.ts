import { Field, Float, ID, InputType } from 'type-graphql';
import { ExpectText } from './expect.js';
import { ExpectVersion, MutationInput } from './mutation.input.js';
import { ExpectPercent } from './percent.js';
import { Decimal, Quarter, SafeInt } from './scalars.js';

/** Which report an update is about. */
@InputType()
export abstract class ReportInput extends MutationInput {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  @ExpectText(200)
  actionId!: string;

  @Field(() => Quarter, { description: 'A quarter of the plan\'s year. Example: "2024-Q1".' })
  quarter!: string;

  @Field(() => SafeInt, {
    nullable: true,
    description:
      'The `reportVersion` as you last read it (0: not reported yet). When it has moved on, the update is refused as CONFLICT; other changes of the action do not matter. Left out: no such check.',
  })
  @ExpectVersion()
  expectedReportVersion?: number | null;
}

/** What a report says. */
@InputType()
export abstract class ProgressInput extends ReportInput {
  @Field(() => Float, {
    nullable: true,
    description:
      'Progress in %, with at most two decimals, 0 to 125; above 100 it needs a `reason`. 0 is a value. Example: 12.5 (that is 12.5 %).',
  })
  @ExpectPercent()
  percent?: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'What was executed, in the action\'s unit; the percentage is then this divided by the target. Example: "0.5".',
  })
  quantity?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What was done, in words, at most 20000 characters. Kept to the letter. Example: "Se firmó el convenio."',
  })
  @ExpectText(20_000)
  narrative?: string | null;
}

@InputType({
  description:
    'The first report of a quarter: at least one of `percent`, `quantity` and `narrative`.',
})
export class ReportProgressInput extends ProgressInput {}

@InputType({
  description:
    'A correction of a report. A field left out stays as it is; null removes it. What was there before stays in the history.',
})
export class CorrectProgressInput extends ProgressInput {}

@InputType({
  description:
    'A report to be taken back, so that the quarter has none again; it needs a `reason`.',
})
export class WithdrawProgressInput extends ReportInput {}
