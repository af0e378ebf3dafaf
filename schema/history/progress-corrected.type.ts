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
  description:
    'A report was corrected. `before` and `after` hold only what changed; `changes` tells the same as text.',
})
export class ProgressCorrected {
  declare data: DataOf<'ProgressCorrected'>;

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

  @Field(() => ProgressValues, { description: 'The changed values before; null where absent.' })
  get before(): ProgressValues {
    return progressValues(this.data.before);
  }

  @Field(() => ProgressValues, { description: 'The changed values since; null where removed.' })
  get after(): ProgressValues {
    return progressValues(this.data.after);
  }

  @Field(() => Boolean, {
    description: 'Whether a cumulative percentage fell below what was reported before.',
  })
  get fall(): boolean {
    return this.data.fall;
  }

  @Field(() => Boolean, {
    description: 'Whether the quarter was already closed when this was recorded.',
  })
  get afterCutoff(): boolean {
    return this.data.afterCutoff;
  }
}
