import { Field, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { policyIn, SignalPolicy } from '../signal.type.js';
import { PeriodEntry } from './period-entry.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A quarter of a plan was closed by an act, and its figures were published.',
})
export class PeriodClosed extends PeriodEntry {
  declare data: DataOf<'PeriodClosed'>;

  @Field(() => String, {
    nullable: true,
    description: 'The act; null when it was redacted. Example: "Acta 3 del comité".',
  })
  get act(): string | undefined {
    return this.data.act;
  }

  @Field(() => String, {
    description: 'The SHA-256 of what was published, 64 hexadecimal digits.',
  })
  get publicationHash(): string {
    return this.data.publicationHash;
  }

  @Field(() => SignalPolicy, { description: 'The policy that coloured it.' })
  get signalPolicy(): SignalPolicy {
    return policyIn(this.data.signalPolicy);
  }
}
