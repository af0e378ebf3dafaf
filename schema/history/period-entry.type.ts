import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from '../context.js';
import { Period } from '../period.type.js';
import { Quarter } from '../scalars.js';
import { PlanEntry } from './plan-entry.type.js';

/** What every entry about a quarter of a plan has. */
@ObjectType({ description: 'An entry about a period.' })
export abstract class PeriodEntry extends PlanEntry {
  declare data: { readonly planId: string; readonly quarter: string };

  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  get quarter(): string {
    return this.data.quarter;
  }

  @Field(() => Period, { nullable: true, description: 'The period as it is now.' })
  period(@Ctx() context: Context) {
    return context.period(this.data.planId, this.data.quarter);
  }
}
