import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Period } from './period.type.js';
import { PlanPayload } from './plan.payload.js';

/** What every mutation about a period answers. */
@ObjectType({ description: 'What came of an update about a period.' })
export abstract class PeriodPayload extends PlanPayload {
  @Field(() => Period, {
    nullable: true,
    description:
      'The period as it is now, also when the update was refused; null when it was never opened.',
  })
  period(@Ctx() context: Context) {
    const { planId, quarter } = this.ids;
    const known = planId !== undefined && quarter !== undefined;
    return known ? context.period(planId, quarter) : null;
  }
}

@ObjectType({ description: 'What came of opening a period.' })
export class OpenPeriodPayload extends PeriodPayload {}

@ObjectType({ description: 'What came of closing a period.' })
export class ClosePeriodPayload extends PeriodPayload {}

@ObjectType({ description: 'What came of reopening a period.' })
export class ReopenPeriodPayload extends PeriodPayload {}
