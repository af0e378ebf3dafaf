import { Arg, Ctx, FieldResolver, Float, Mutation, Resolver, Root } from 'type-graphql';
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
import { Report } from './report.type.js';
import type { ReportView } from './views.js';

@Resolver(() => Report)
export class ReportResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Progress in %, with at most two decimals (avance porcentual). 0 is a value; null is none. Example: 12.5.',
  })
  percent(@Root() report: ReportView) {
    return percentOf(report.percent);
  }

  @Mutation(() => ReportProgressPayload, {
    description: 'Reports the progress of an action in a quarter that has no report yet.',
  })
  reportProgress(
    @Arg('input', () => ReportProgressInput, { description: 'The report.' })
    input: ReportProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(reportProgress(input));
  }

  @Mutation(() => CorrectProgressPayload, {
    description: 'Corrects a report. What it said before stays in the history.',
  })
  correctProgress(
    @Arg('input', () => CorrectProgressInput, { description: 'The correction.' })
    input: CorrectProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(correctProgress(input));
  }

  @Mutation(() => WithdrawProgressPayload, {
    description: 'Takes a report back: the quarter has none again. Its history stays readable.',
  })
  withdrawProgress(
    @Arg('input', () => WithdrawProgressInput, { description: 'The withdrawal.' })
    input: WithdrawProgressInput,
    @Ctx() context: Context,
  ) {
    return context.execute(withdrawProgress(input));
  }
}
