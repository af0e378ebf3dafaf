import { Arg, Args, Ctx, FieldResolver, Float, ID, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import { AsOf, asOfDescription, asOfIn, asOfPositionDescription } from './as-of.input.js';
import type { Context } from './context.js';
import { filterOf, HistoryArguments } from './history.input.js';
import { HistoryConnection } from './history.type.js';
import { Office } from './office.type.js';
import { pageOf } from './page.input.js';
import { percentOf } from './percent.js';
import { Plan } from './plan.type.js';
import { QuarterTargets, targetsIn } from './quarter-targets.type.js';
import { Report } from './report.type.js';
import { Decimal, LocalDate, Quarter, SafeInt } from './scalars.js';
import type { ActionView } from './views.js';

@Resolver(() => Action)
export class ActionResolver {
  @Query(() => Action, {
    nullable: true,
    description:
      'One action with all that is below it; null when there is, or at that moment was, none.',
  })
  action(
    @Arg('id', () => ID, { description: 'Its id. Example: "action_rmbc_9f3k1d".' }) id: string,
    @Arg('asOf', () => AsOf, { nullable: true, description: asOfDescription })
    asOf: AsOf | null | undefined,
    @Ctx() context: Context,
  ) {
    return context.action(id, asOfIn(asOf));
  }

  @FieldResolver(() => SafeInt, { nullable: true, description: asOfPositionDescription })
  asOfPosition(@Root() action: ActionView) {
    return action.asOf?.position;
  }

  @FieldResolver(() => [Office], {
    description:
      'The offices that answer for it now (responsables); one that went into another is shown as that one, and once.',
  })
  offices(@Root() action: ActionView, @Ctx() context: Context) {
    return context.answering(action.officeIds, action.asOf);
  }

  @FieldResolver(() => Plan, { description: 'The plan that it belongs to.' })
  plan(@Root() action: ActionView, @Ctx() context: Context) {
    return context.plan(action.planId, action.asOf);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Its weight in % of the plan (ponderación); null where the plan has no weights, and so all weigh the same. Example: 33.34.',
  })
  async weight(@Root() action: ActionView, @Ctx() context: Context) {
    return percentOf(await context.weightOf(action.id, action.asOf));
  }

  @FieldResolver(() => QuarterTargets, {
    description: 'What progress is expected in each quarter, where that was set.',
  })
  quarterTargets(@Root() action: ActionView) {
    return targetsIn(action.quarterTargets);
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description: 'The target as the action was added with, before any revision. Example: "1".',
  })
  originalTarget(@Root() { original }: ActionView) {
    return original.target;
  }

  @FieldResolver(() => LocalDate, {
    description: 'The first day as the action was added with. Example: "2024-03-01".',
  })
  originalStartDate(@Root() { original }: ActionView) {
    return original.startDate;
  }

  @FieldResolver(() => LocalDate, {
    description: 'The last day as the action was added with. Example: "2024-12-31".',
  })
  originalEndDate(@Root() { original }: ActionView) {
    return original.endDate;
  }

  @FieldResolver(() => Report, {
    description:
      "The report of one quarter of the plan's year, whether reported or not. A quarter of another year is refused.",
  })
  report(
    @Root() action: ActionView,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Ctx() context: Context,
  ) {
    return context.report(action.id, quarter, action.asOf);
  }

  @FieldResolver(() => [Report], {
    description: "The reports of the four quarters of the plan's year, in order.",
  })
  reports(@Root() action: ActionView, @Ctx() context: Context) {
    return context.reportsOf(action.id, action.asOf);
  }

  @FieldResolver(() => HistoryConnection, { description: 'Everything recorded for it.' })
  history(
    @Root() action: ActionView,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    const scope = { actionId: action.id };
    return context.history(scope, filterOf(args), args.order, pageOf(args), action.asOf);
  }
}
