import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf, SomeActionFields } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Plan } from '../plan.type.js';
import { ActionValues } from './action-values.type.js';

@ObjectType({ implements: [HistoryEntry, Node], description: 'An action was added to a plan.' })
export class ActionAdded {
  declare data: DataOf<'ActionAdded'>;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  get actionId(): string {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.data.actionId);
  }

  @Field(() => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
  get planId(): string {
    return this.data.planId;
  }

  @Field(() => Plan, { nullable: true, description: 'The plan as it is now.' })
  plan(@Ctx() context: Context) {
    return context.plan(this.data.planId);
  }

  @Field(() => ActionValues, { description: 'Its fields, as added.' })
  get fields(): SomeActionFields {
    return this.data;
  }
}
