import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { DataOf, PercentMode as PercentModeName } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { PercentMode, Plan } from '../plan.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'An entity adopted a plan for one year.',
})
export class PlanRegistered {
  declare data: DataOf<'PlanRegistered'>;

  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  get planId(): string {
    return this.data.planId;
  }

  @Field(() => Int, { description: 'The year that it is for. Example: 2024.' })
  get year(): number {
    return this.data.year;
  }

  @Field(() => String, { description: 'Its title, as registered.' })
  get title(): string {
    return this.data.title;
  }

  @Field(() => String, { nullable: true, description: 'Its objective, as registered.' })
  get objective(): string | undefined {
    return this.data.objective;
  }

  @Field(() => PercentMode, { description: 'What the percentages of its reports count.' })
  get percentMode(): PercentModeName {
    return this.data.percentMode;
  }

  @Field(() => Plan, { nullable: true, description: 'The plan as it is now.' })
  plan(@Ctx() context: Context) {
    return context.plan(this.data.planId);
  }
}
