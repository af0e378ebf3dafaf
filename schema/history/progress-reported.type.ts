import { Ctx, Field, Float, ID, ObjectType } from 'type-graphql';
import type { DataOf, Timeliness as TimelinessName } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { percentOf } from '../percent.js';
import { Timeliness } from '../report.type.js';
import { Decimal, Quarter } from '../scalars.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'The progress of one action in one quarter was reported.',
})
export class ProgressReported {
  declare data: DataOf<'ProgressReported'>;

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

  @Field(() => Float, {
    nullable: true,
    description: 'Progress in %; null when none was given. Example: 12.5.',
  })
  get percent(): number | null {
    return percentOf(this.data.percent);
  }

  @Field(() => Decimal, {
    nullable: true,
    description: 'What was executed, in the action\'s unit. Example: "0.5".',
  })
  get quantity(): string | undefined {
    return this.data.quantity;
  }

  @Field(() => String, { nullable: true, description: 'What was done, in words, to the letter.' })
  get narrative(): string | undefined {
    return this.data.narrative;
  }

  @Field(() => Timeliness, { description: 'Whether it came within its window.' })
  get timeliness(): TimelinessName {
    return this.data.timeliness;
  }

  @Field(() => Boolean, {
    description: "Whether a cumulative percentage fell below an earlier quarter's.",
  })
  get fall(): boolean {
    return this.data.fall;
  }
}
