import { Ctx, Field, Float, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { PlanEntry } from './plan-entry.type.js';

@ObjectType({ description: 'The weight of one action, as an entry of the history holds it.' })
export class ActionWeight {
  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  actionId!: string;

  @Field(() => Float, { description: 'Its weight in % of the plan. Example: 33.34.' })
  weight!: number;

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.actionId);
  }
}

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'The weights of all actions of a plan were set at once; they total 100 %.',
})
export class PlanWeightsSet extends PlanEntry {
  declare data: DataOf<'PlanWeightsSet'>;

  @Field(() => [ActionWeight], { description: 'The weight of each action.' })
  get weights(): readonly Pick<ActionWeight, 'actionId' | 'weight'>[] {
    const entries = Object.entries(this.data.weights);
    return entries.map(([actionId, points]) => ({ actionId, weight: points / 100 }));
  }
}
