import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { PlanEntry } from './plan-entry.type.js';

@ObjectType({
  description:
    'The texts of a plan, as an entry of the history holds them. Null is one that it does not hold.',
})
export class PlanTexts {
  @Field(() => String, { nullable: true, description: 'Its title, to the letter.' })
  title?: string;

  @Field(() => String, { nullable: true, description: 'What it is to achieve, to the letter.' })
  objective?: string;
}

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    'A new version of a plan was made: by an act, or because an action was reprogrammed. `before` and `after` hold only what changed.',
})
export class PlanRevised extends PlanEntry {
  declare data: DataOf<'PlanRevised'>;

  @Field(() => Int, { description: 'The version that it made, from 2. Example: 2.' })
  get planVersion(): number {
    return this.data.planVersion;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The act that adopted it; null where an action made it, or when it was redacted. Example: "Acta 2 del comité".',
  })
  get act(): string | undefined {
    return this.data.act;
  }

  @Field(() => ID, {
    nullable: true,
    description:
      'The action whose revision made it; null for an act. Example: "action_rmbc_9f3k1d".',
  })
  get actionId(): string | undefined {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'That action as it is now.' })
  action(@Ctx() context: Context) {
    const { actionId } = this.data;
    return actionId === undefined ? null : context.action(actionId);
  }

  @Field(() => PlanTexts, { description: 'The changed texts before; null where absent.' })
  get before(): PlanTexts {
    return this.data.before;
  }

  @Field(() => PlanTexts, { description: 'The changed texts since; null where removed.' })
  get after(): PlanTexts {
    return this.data.after;
  }
}
