import { Arg, Ctx, FieldResolver, Float, ID, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import type { Context } from './context.js';
import { percentOf } from './percent.js';
import { Publication, PublishedAction, PublishedTotals } from './publication.type.js';
import { Quarter } from './scalars.js';
import { policyIn, SignalPolicy } from './signal.type.js';
import type { PublicationView, PublishedActionView } from './period-views.js';

@Resolver(() => Publication)
export class PublicationResolver {
  @Query(() => Publication, {
    nullable: true,
    description:
      'The figures of a quarter as they were last published; null when it was never closed.',
  })
  publication(
    @Arg('planId', () => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
    planId: string,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Ctx() context: Context,
  ) {
    return context.publication(planId, quarter);
  }

  @FieldResolver(() => SignalPolicy, { description: 'The policy that coloured it.' })
  signalPolicy(@Root() publication: PublicationView) {
    return policyIn(publication.signalPolicy);
  }

  @FieldResolver(() => [PublishedAction], {
    description: 'Every action of the plan that was not withdrawn, by id.',
  })
  actions(@Root() publication: PublicationView) {
    return publication.actions;
  }

  @FieldResolver(() => PublishedTotals, { description: 'The averages over all of them.' })
  totals(@Root() { totals }: PublicationView) {
    const { due, reported, completeness, progress } = totals;
    return {
      due,
      reported,
      completeness: percentOf(completeness),
      progress: percentOf(progress),
    };
  }
}

@Resolver(() => PublishedAction)
export class PublishedActionResolver {
  @FieldResolver(() => Action, {
    nullable: true,
    description:
      'The action as it is now, or was at the moment that the publication is shown as of.',
  })
  action(@Root() published: PublishedActionView, @Ctx() context: Context) {
    return context.action(published.actionId, published.asOf);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'The percentage that was reported, in %; null when none was. Example: 12.5.',
  })
  percent(@Root() published: PublishedActionView) {
    return percentOf(published.percent);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The percentage that was expected at the cut-off, in %; null before the start of the action. Example: 10.13.',
  })
  expected(@Root() published: PublishedActionView) {
    return percentOf(published.expected);
  }
}
