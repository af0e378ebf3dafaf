import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import type { Context } from './context.js';
import { filterOf, HistoryArguments } from './history.input.js';
import { HistoryConnection } from './history.type.js';
import { Office } from './office.type.js';
import { pageOf } from './page.input.js';
import { Plan } from './plan.type.js';
import { Report } from './report.type.js';
import { Quarter } from './scalars.js';
import type { ActionView } from './views.js';

@Resolver(() => Action)
export class ActionResolver {
  @Query(() => Action, { nullable: true, description: 'One action; null when there is none.' })
  action(
    @Arg('id', () => ID, { description: 'Its id. Example: "action_rmbc_9f3k1d".' }) id: string,
    @Ctx() context: Context,
  ) {
    return context.action(id);
  }

  @FieldResolver(() => [Office], { description: 'The offices that answer for it (responsables).' })
  offices(@Root() action: ActionView, @Ctx() context: Context) {
    return context.offices(action.officeIds);
  }

  @FieldResolver(() => Plan, { description: 'The plan that it belongs to.' })
  plan(@Root() action: ActionView, @Ctx() context: Context) {
    return context.plan(action.planId);
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
    return context.report(action.id, quarter);
  }

  @FieldResolver(() => [Report], {
    description: "The reports of the four quarters of the plan's year, in order.",
  })
  reports(@Root() action: ActionView, @Ctx() context: Context) {
    return context.reportsOf(action.id);
  }

  @FieldResolver(() => HistoryConnection, { description: 'Everything recorded for it.' })
  history(
    @Root() action: ActionView,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    return context.history({ actionId: action.id }, filterOf(args), args.order, pageOf(args));
  }
}
