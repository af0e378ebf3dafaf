import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { Context } from '../context.js';
import { Plan } from '../plan.type.js';

/** What every entry about a plan has. */
@ObjectType({ description: 'An entry about a plan.' })
export abstract class PlanEntry {
  declare data: { readonly planId: string };

  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  get planId(): string {
    return this.data.planId;
  }

  @Field(() => Plan, { nullable: true, description: 'The plan as it is now.' })
  plan(@Ctx() context: Context) {
    return context.plan(this.data.planId);
  }
}
