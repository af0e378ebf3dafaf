import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ActionListArguments, requestIn } from './action-list.input.js';
import { ActionConnection } from './action.type.js';
import { AsOf, asOfDescription, asOfIn, asOfPositionDescription } from './as-of.input.js';
import type { Context } from './context.js';
import { Entity } from './entity.type.js';
import { given } from './given.js';
import { filterOf, HistoryArguments } from './history.input.js';
import { HistoryConnection } from './history.type.js';
import { PageArguments, pageOf } from './page.input.js';
import { PlanFilter, registerPlan, RegisterPlanInput } from './plan.input.js';
import { RegisterPlanPayload } from './plan.payload.js';
import { Period } from './period.type.js';
import { Plan, PlanConnection } from './plan.type.js';
import { Quarter, SafeInt } from './scalars.js';
import { policyIn, SignalPolicy } from './signal.type.js';
import type { PlanView } from './views.js';

@Resolver(() => Plan)
export class PlanResolver {
  @Query(() => PlanConnection, { description: 'The plans on record, newest year first.' })
  plans(
    @Arg('filter', () => PlanFilter, {
      nullable: true,
      description: 'Which plans are wanted; all when left out.',
    })
    filter: PlanFilter | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return context.plans(given(filter ?? new PlanFilter(), 'year', 'entityId'), pageOf(page));
  }

  @Query(() => Plan, {
    nullable: true,
    description:
      'One plan with all that is below it; null when there is, or at that moment was, none.',
  })
  plan(
    @Arg('id', () => ID, { description: 'Its id. Example: "plan_rmbc_4h8s2w".' }) id: string,
    @Arg('asOf', () => AsOf, { nullable: true, description: asOfDescription })
    asOf: AsOf | null | undefined,
    @Ctx() context: Context,
  ) {
    return context.plan(id, asOfIn(asOf));
  }

  @FieldResolver(() => SafeInt, { nullable: true, description: asOfPositionDescription })
  asOfPosition(@Root() plan: PlanView) {
    return plan.asOf?.position;
  }

  @Mutation(() => RegisterPlanPayload, {
    description: 'Registers the plan that an entity adopted for a year.',
  })
  registerPlan(
    @Arg('input', () => RegisterPlanInput, { description: 'The entity, the year and the title.' })
    input: RegisterPlanInput,
    @Ctx() context: Context,
  ) {
    return context.execute(registerPlan(input));
  }

  @FieldResolver(() => Entity, { description: 'The public body whose plan it is.' })
  entity(@Root() plan: PlanView, @Ctx() context: Context) {
    return context.entity(plan.entityId, plan.asOf);
  }

  @FieldResolver(() => ActionConnection, {
    description:
      'Its actions, filtered and in any order; by number as a person counts, 2 before 10, when none is given.',
  })
  actions(
    @Root() plan: PlanView,
    @Args(() => ActionListArguments) args: ActionListArguments,
    @Ctx() context: Context,
  ) {
    return context.actionsOf(plan.id, requestIn(args), pageOf(args), plan.asOf);
  }

  @FieldResolver(() => SignalPolicy, {
    description: 'The policy that colours its reports now, adopted or by default.',
  })
  signalPolicy(@Root() plan: PlanView) {
    return policyIn(plan.signalPolicy);
  }

  @FieldResolver(() => Period, {
    nullable: true,
    description: 'One quarter of it; null when that was never opened.',
  })
  period(
    @Root() plan: PlanView,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Ctx() context: Context,
  ) {
    return context.period(plan.id, quarter, plan.asOf);
  }

  @FieldResolver(() => [Period], { description: 'Its quarters that were opened, in order.' })
  periods(@Root() plan: PlanView, @Ctx() context: Context) {
    return context.periodsOf(plan.id, plan.asOf);
  }

  @FieldResolver(() => HistoryConnection, {
    description: 'Everything recorded for it and its actions.',
  })
  history(
    @Root() plan: PlanView,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    const scope = { planId: plan.id };
    return context.history(scope, filterOf(args), args.order, pageOf(args), plan.asOf);
  }
}
