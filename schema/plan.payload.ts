import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Payload } from './payload.type.js';
import { Plan } from './plan.type.js';

@ObjectType({ description: 'What came of registering a plan.' })
export class RegisterPlanPayload extends Payload {
  @Field(() => Plan, { nullable: true, description: 'The plan as it is now.' })
  plan(@Ctx() context: Context) {
    const { planId } = this.ids;
    return planId === undefined ? null : context.plan(planId);
  }
}
