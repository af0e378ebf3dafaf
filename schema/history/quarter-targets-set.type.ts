import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { QuarterTargets, targetsIn } from '../quarter-targets.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'It was set what progress is expected of an action in each quarter.',
})
export class QuarterTargetsSet {
  declare data: DataOf<'QuarterTargetsSet'>;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  get actionId(): string {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.data.actionId);
  }

  @Field(() => QuarterTargets, { description: 'All targets before.' })
  get before(): QuarterTargets {
    return targetsIn(this.data.before);
  }

  @Field(() => QuarterTargets, { description: 'All targets since.' })
  get after(): QuarterTargets {
    return targetsIn(this.data.after);
  }
}
