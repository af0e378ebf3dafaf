import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Quarter } from '../scalars.js';
import { ProgressValues, progressValues } from './progress-values.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A report was taken back: its quarter has none again.',
})
export class ProgressWithdrawn {
  declare data: DataOf<'ProgressWithdrawn'>;

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

  @Field(() => ProgressValues, { description: 'What the report said.' })
  get before(): ProgressValues {
    return progressValues(this.data.before);
  }

  @Field(() => Boolean, {
    description: 'Whether the quarter was already closed when this was recorded.',
  })
  get afterCutoff(): boolean {
    return this.data.afterCutoff;
  }
}
