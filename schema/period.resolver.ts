import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from './context.js';
import {
  closePeriod,
  ClosePeriodInput,
  openPeriod,
  OpenPeriodInput,
  reopenPeriod,
  ReopenPeriodInput,
} from './period.input.js';
import { ClosePeriodPayload, OpenPeriodPayload, ReopenPeriodPayload } from './period.payload.js';
import { Period } from './period.type.js';
import { Publication } from './publication.type.js';
import { policyIn, SignalPolicy } from './signal.type.js';
import type { PeriodView } from './period-views.js';

@Resolver(() => Period)
export class PeriodResolver {
  @FieldResolver(() => SignalPolicy, {
    nullable: true,
    description:
      'The policy that colours it as long as it is closed; null before the first closing.',
  })
  signalPolicy(@Root() { signalPolicy }: PeriodView) {
    return signalPolicy === undefined ? null : policyIn(signalPolicy);
  }

  @FieldResolver(() => Publication, {
    nullable: true,
    description:
      'Its figures as they were last published, by that moment; null before the first closing.',
  })
  publication(@Root() { planId, quarter, asOf }: PeriodView, @Ctx() context: Context) {
    return context.publication(planId, quarter, asOf);
  }

  @Mutation(() => OpenPeriodPayload, {
    description: 'Opens a quarter of a plan for reports, and freezes its cut-off and window.',
  })
  openPeriod(
    @Arg('input', () => OpenPeriodInput, { description: 'The quarter and its window.' })
    input: OpenPeriodInput,
    @Ctx() context: Context,
  ) {
    return context.execute(openPeriod(input));
  }

  @Mutation(() => ClosePeriodPayload, {
    description: 'Closes a quarter by an act, and publishes its figures.',
  })
  closePeriod(
    @Arg('input', () => ClosePeriodInput, { description: 'The quarter and the act.' })
    input: ClosePeriodInput,
    @Ctx() context: Context,
  ) {
    return context.execute(closePeriod(input));
  }

  @Mutation(() => ReopenPeriodPayload, {
    description: 'Opens a closed quarter again. What was published stays readable.',
  })
  reopenPeriod(
    @Arg('input', () => ReopenPeriodInput, { description: 'The plan and the quarter, and why.' })
    input: ReopenPeriodInput,
    @Ctx() context: Context,
  ) {
    return context.execute(reopenPeriod(input));
  }
}
