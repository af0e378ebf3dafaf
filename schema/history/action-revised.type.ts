import { Ctx, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { DataOf, SomeActionFields } from '../../events/index.js';
import { Action } from '../action.type.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { ActionValues } from './action-values.type.js';

type ReprogrammingName = DataOf<'ActionRevised'>['reprograms'][number];

export const Reprogramming = {
  TIME: 'TIME',
  TARGET: 'TARGET',
  RESOURCES: 'RESOURCES',
} as const satisfies { [N in ReprogrammingName]: N };

registerEnumType(Reprogramming, {
  name: 'Reprogramming',
  description: 'What a revision reprograms (reprogramación).',
  valuesConfig: {
    TIME: { description: 'Dates, or how often it is followed up.' },
    TARGET: { description: 'The target, or its unit.' },
    RESOURCES: { description: 'Funding source, or associated plans.' },
  },
});

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    'Fields of an action were changed. `before` and `after` hold only what changed; `changes` tells the same as text.',
})
export class ActionRevised {
  declare data: DataOf<'ActionRevised'>;

  @Field(() => ID, { description: 'The action. Example: "action_rmbc_9f3k1d".' })
  get actionId(): string {
    return this.data.actionId;
  }

  @Field(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Ctx() context: Context) {
    return context.action(this.data.actionId);
  }

  @Field(() => ActionValues, { description: 'The changed fields before; null where absent.' })
  get before(): SomeActionFields {
    return this.data.before;
  }

  @Field(() => ActionValues, { description: 'The changed fields since; null where removed.' })
  get after(): SomeActionFields {
    return this.data.after;
  }

  @Field(() => [Reprogramming], {
    description: 'What the revision reprograms; empty for a change of text alone.',
  })
  get reprograms(): readonly ReprogrammingName[] {
    return this.data.reprograms;
  }
}
