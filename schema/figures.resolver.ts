import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { ActionConnection } from './action.type.js';
import { AsOf, asOfIn } from './as-of.input.js';
import type { Context } from './context.js';
import { comparisonIn, restatementsIn, scorecardIn } from './figures-shown.js';
import { Comparison, ComparisonBasis, RestatementConnection, Scorecard } from './figures.type.js';
import { PageArguments, pageOf } from './page.input.js';
import { LocalDate, Quarter } from './scalars.js';
import { requestOf, scopeOf, TrendArguments, TrendsArguments } from './trend.input.js';
import { Trend, trendIn } from './trend.type.js';

const planIdDescription = 'The plan. Example: "plan_rmbc_4h8s2w".';
const asOfDescription = 'As it was known at a moment; now when left out.';

@Resolver()
export class FiguresResolver {
  @Query(() => Trend, {
    nullable: true,
    description:
      'How the progress of a plan went, quarter by quarter; null when there is no such plan.',
  })
  async trend(
    @Arg('planId', () => ID, { description: planIdDescription }) planId: string,
    @Args(() => TrendArguments) args: TrendArguments,
    @Arg('asOf', () => AsOf, { nullable: true, description: asOfDescription })
    asOf: AsOf | null | undefined,
    @Ctx() context: Context,
  ) {
    const trend = await context.figures.trend(planId, requestOf(args), asOfIn(asOf));
    return trend && trendIn(trend);
  }

  @Query(() => Trend, {
    description:
      'The same over the plans of several years and entities. Each plan counts by its number of actions, and within it each action by its weight.',
  })
  async trends(@Args(() => TrendsArguments) args: TrendsArguments, @Ctx() context: Context) {
    return trendIn(await context.figures.trends(scopeOf(args), requestOf(args)));
  }

  @Query(() => Comparison, {
    nullable: true,
    description:
      'Two quarters of a plan beside each other; null when there is no such plan, or a quarter that was never published is asked for as published.',
  })
  async quarterComparison(
    @Arg('planId', () => ID, { description: planIdDescription }) planId: string,
    @Arg('a', () => Quarter, { description: 'One quarter. Example: "2024-Q1".' }) a: string,
    @Arg('b', () => Quarter, { description: 'The other. Example: "2024-Q2".' }) b: string,
    @Arg('basis', () => ComparisonBasis, {
      defaultValue: ComparisonBasis.AS_KNOWN_NOW,
      description: 'Which figures are compared.',
    })
    basis: ComparisonBasis,
    @Ctx() context: Context,
  ) {
    const comparison = await context.figures.comparison(planId, a, b, basis);
    return comparison && comparisonIn(comparison);
  }

  @Query(() => [Scorecard], {
    description:
      'How each office answered for a quarter, by name; empty when there is no such plan.',
  })
  async officeScorecard(
    @Arg('planId', () => ID, { description: planIdDescription }) planId: string,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Arg('asOf', () => AsOf, { nullable: true, description: asOfDescription })
    asOf: AsOf | null | undefined,
    @Ctx() context: Context,
  ) {
    return (await context.figures.scorecards(planId, quarter, asOfIn(asOf))).map(scorecardIn);
  }

  @Query(() => RestatementConnection, {
    description: 'What changed in a quarter after it was closed, oldest first.',
  })
  async restatements(
    @Arg('planId', () => ID, { description: planIdDescription }) planId: string,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return restatementsIn(await context.figures.restatements(planId, quarter, pageOf(page)));
  }

  @Query(() => ActionConnection, {
    description:
      'The actions of a plan with a quarter that is unreported by now and overdue on a date, by number.',
  })
  overdue(
    @Arg('planId', () => ID, { description: planIdDescription }) planId: string,
    @Arg('on', () => LocalDate, {
      nullable: true,
      description: 'The date; today in Bogotá when left out. Example: "2024-04-11".',
    })
    on: string | null | undefined,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return context.figures.overdue(planId, on ?? undefined, pageOf(page));
  }
}
