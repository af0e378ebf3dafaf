import { Field, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { policyIn, SignalPolicy } from '../signal.type.js';
import { PlanEntry } from './plan-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A plan took another policy for the colours of its reports.',
})
export class SignalPolicyAdopted extends PlanEntry {
  declare data: DataOf<'SignalPolicyAdopted'>;

  @Field(() => SignalPolicy, {
    nullable: true,
    description: 'The policy adopted before; null when that was the default one.',
  })
  get before(): SignalPolicy | null {
    const { before } = this.data;
    return before === undefined ? null : policyIn(before);
  }

  @Field(() => SignalPolicy, { description: 'The policy since.' })
  get after(): SignalPolicy {
    return policyIn(this.data.after);
  }
}
