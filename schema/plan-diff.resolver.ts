import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import { AsOf, momentIn } from './as-of.input.js';
import type { Context } from './context.js';
import { PageArguments, pageOf } from './page.input.js';
import { ActionDiff, ActionDiffConnection, PlanDiff } from './plan-diff.type.js';
import type { ActionDiffView, PlanDiffView } from './plan-diff-views.js';
import { SafeInt } from './scalars.js';

@Resolver(() => PlanDiff)
export class PlanDiffResolver {
  @Query(() => PlanDiff, {
    nullable: true,
    description:
      'What differs in a plan between two moments; null when it was not on record at the later one. The arguments of a page are for its `actions`.',
  })
  planDiff(
    @Arg('planId', () => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
    planId: string,
    @Arg('from', () => AsOf, { description: 'The earlier moment, e.g. position 41.' })
    from: AsOf,
    @Arg('to', () => AsOf, { description: 'The later moment, e.g. position 57.' })
    to: AsOf,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return context.planDiff(planId, momentIn(from, 'from'), momentIn(to, 'to'), pageOf(page));
  }

  @FieldResolver(() => SafeInt)
  fromPosition(@Root() { from }: PlanDiffView) {
    return from.position;
  }

  @FieldResolver(() => SafeInt)
  toPosition(@Root() { to }: PlanDiffView) {
    return to.position;
  }

  @FieldResolver(() => ActionDiffConnection, {
    description: 'The actions that differ, by number as a person counts: 2 before 10.',
  })
  actions(@Root() { actions }: PlanDiffView) {
    return actions;
  }
}

@Resolver(() => ActionDiff)
export class ActionDiffResolver {
  @FieldResolver(() => Action, {
    nullable: true,
    description: 'The action as it was known at the later moment.',
  })
  action(@Root() { actionId, asOf }: ActionDiffView, @Ctx() context: Context) {
    return context.action(actionId, asOf);
  }
}
