import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Payload } from './payload.type.js';
import { Plan } from './plan.type.js';

/** What every mutation about a plan answers. */
@ObjectType({ description: 'What came of an update about a plan.' })
export abstract class PlanPayload extends Payload {
  @Field(() => Plan, {
    nullable: true,
    description: 'The plan as it is now, also when the update was refused.',
  })
  plan(@Ctx() context: Context) {
    const { planId } = this.ids;
    return planId === undefined ? null : context.plan(planId);
  }
}

@ObjectType({ description: 'What came of registering a plan.' })
export class RegisterPlanPayload extends PlanPayload {}

@ObjectType({ description: 'What came of revising a plan.' })
export class RevisePlanPayload extends PlanPayload {}

@ObjectType({ description: "What came of setting a plan's weights." })
export class SetPlanWeightsPayload extends PlanPayload {}

@ObjectType({ description: 'What came of adopting a signal policy.' })
export class AdoptSignalPolicyPayload extends PlanPayload {}
