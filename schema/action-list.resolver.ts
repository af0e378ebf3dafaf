import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { ActionCountsView, ActionPage } from './action-list.js';
import { ActionListArguments, requestIn } from './action-list.input.js';
import { ActionCounts, OfficeCount, StateCount } from './action-list.type.js';
import { ActionConnection } from './action.type.js';
import { AsOf, asOfDescription, asOfIn } from './as-of.input.js';
import type { Context } from './context.js';
import { pageOf } from './page.input.js';
import { ReportState } from './report.type.js';
import { Quarter } from './scalars.js';
import { Signal } from './signal.type.js';
import { SignalCount } from './trend.type.js';

@Resolver(() => ActionConnection)
export class ActionListResolver {
  @Query(() => ActionConnection, {
    description:
      'The actions of a plan, filtered and in any order; none when there is, or at that moment was, no such plan.',
  })
  actions(
    @Arg('planId', () => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
    planId: string,
    @Args(() => ActionListArguments) args: ActionListArguments,
    @Arg('asOf', () => AsOf, { nullable: true, description: asOfDescription })
    asOf: AsOf | null | undefined,
    @Ctx() context: Context,
  ) {
    return context.actionsOf(planId, requestIn(args), pageOf(args), asOfIn(asOf));
  }

  @FieldResolver(() => ActionCounts, {
    description:
      'Counts over the whole list as it is filtered, by the reports of one quarter: what a board shows beside it.',
  })
  counts(
    @Root() page: ActionPage,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
  ) {
    return page.countsIn(quarter);
  }
}

@Resolver(() => ActionCounts)
export class ActionCountsResolver {
  @FieldResolver(() => [StateCount])
  byState(@Root() { byState }: ActionCountsView): StateCount[] {
    const states = Object.keys(ReportState) as ReportState[];
    return states.map((state) => ({ state, count: byState.get(state) ?? 0 }));
  }

  @FieldResolver(() => [SignalCount])
  bySignal(@Root() { bySignal }: ActionCountsView): SignalCount[] {
    const signals = Object.keys(Signal) as Signal[];
    return signals.map((signal) => ({ signal, count: bySignal.get(signal) ?? 0 }));
  }

  @FieldResolver(() => [OfficeCount])
  byOffice(@Root() counts: ActionCountsView) {
    return counts.offices();
  }
}
