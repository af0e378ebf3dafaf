import { Arg, Ctx, FieldResolver, Float, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import { AsOf, asOfIn, asOfPositionDescription } from './as-of.input.js';
import type { Context } from './context.js';
import { percentOf } from './percent.js';
import { correctProgress, reportProgress, withdrawProgress } from './report.command.js';
import {
  CorrectProgressInput,
  ReportProgressInput,
  WithdrawProgressInput,
} from './report.input.js';
import {
  CorrectProgressPayload,
  ReportProgressPayload,
  WithdrawProgressPayload,
} from './report.payload.js';
import { Basis, Report } from './report.type.js';
import { Quarter, SafeInt } from './scalars.js';
import type { ReportView } from './views.js';

/** The argument of every figure that is measured against what was expected. */
const Under = () =>
  Arg('under', () => Basis, {
    defaultValue: Basis.CURRENT,
    description: 'Under which time and targets. Example: ORIGINAL.',
  });

@Resolver(() => Report)
export class ReportResolver {
  @Query(() => Report, {
    nullable: true,
    description:
      'What was known of a quarter of an action at a moment; null when there was no such action then. What was published of it is in `publication`.',
  })
  quarterAsKnown(
    @Arg('actionId', () => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
    actionId: string,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Arg('asOf', () => AsOf, { description: 'The moment.' }) asOf: AsOf,
    @Ctx() context: Context,
  ) {
    return context.quarterAsKnown(actionId, quarter, asOfIn(asOf));
  }

  @FieldResolver(() => SafeInt, { nullable: true, description: asOfPositionDescription })
  asOfPosition(@Root() report: ReportView) {
    return report.asOf?.position;
  }

  @FieldResolver(() => Action, {
    nullable: true,
    description: 'The action whose quarter it reports.',
  })
  action(@Root() { actionId, asOf }: ReportView, @Ctx() context: Context) {
    return context.action(actionId, asOf);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Progress in %, with at most two decimals (avance porcentual). 0 is a value; null is none. Example: 12.5.',
  })
  percent(@Root() report: ReportView) {
    return percentOf(report.percent);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The progress expected at the cut-off, in %: the target that was set for the quarter, else linear over the dates of the action. Null before it starts. Example: 10.13.',
  })
  expected(@Root() report: ReportView, @Under() under: Basis) {
    return percentOf(report.measured[under].expected);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Executed ÷ expected, in % (eficacia); null when either is missing or nothing is expected. Example: 98.72.',
  })
  efficacy(@Root() report: ReportView, @Under() under: Basis) {
    return percentOf(report.measured[under].efficacy);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Executed − expected, in percentage points (rezago): negative when behind; null when either is missing. Example: -0.13.',
  })
  gap(@Root() report: ReportView, @Under() under: Basis) {
    return percentOf(report.measured[under].gap);
  }

  @Mutation(() => ReportProgressPayload, {
    description: 'Reports the progress of an action in a quarter that has no report yet.',
  })
  reportProgress(
    @Arg('input', () => ReportProgressInput, {
      description: 'The action, the quarter, and how far it came.',
    })
    input: ReportProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(reportProgress(input));
  }

  @Mutation(() => CorrectProgressPayload, {
    description: 'Corrects a report. What it said before stays in the history.',
  })
  correctProgress(
    @Arg('input', () => CorrectProgressInput, {
      description: 'The action, the quarter, and what is right.',
    })
    input: CorrectProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(correctProgress(input));
  }

  @Mutation(() => WithdrawProgressPayload, {
    description: 'Takes a report back: the quarter has none again. Its history stays readable.',
  })
  withdrawProgress(
    @Arg('input', () => WithdrawProgressInput, {
      description: 'The action and the quarter, and why.',
    })
    input: WithdrawProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(withdrawProgress(input));
  }
}
