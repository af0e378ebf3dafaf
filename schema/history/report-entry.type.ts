import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { Quarter } from '../scalars.js';

/** What every entry about one quarter of one action has. */
@ObjectType({ description: 'An entry about a report.' })
export abstract class ReportEntry {
  declare data: { readonly actionId: string; readonly quarter: string };

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  get actionId(): string {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.data.actionId);
  }

  @Field(() => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
  get quarter(): string {
    return this.data.quarter;
  }
}
