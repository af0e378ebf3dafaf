import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'An action left its plan. Its history stays readable.',
})
export class ActionWithdrawn {
  declare data: DataOf<'ActionWithdrawn'>;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  get actionId(): string {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.data.actionId);
  }
}
