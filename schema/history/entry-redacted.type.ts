import { Ctx, Field, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { SafeInt } from '../scalars.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    'Texts of an entry were redacted: removed from it and from every copy, so that only their hashes remain. Every proof still holds.',
})
export class EntryRedacted {
  declare data: DataOf<'EntryRedacted'>;
  declare ledger: string;

  @Field(() => SafeInt, { description: 'The position of the redacted entry. Example: 17.' })
  get redactedPosition(): number {
    return this.data.position;
  }

  @Field(() => [String], {
    description: 'Where the texts stood in that entry. Example: ["data.narrative", "source.raw"].',
  })
  get fields(): readonly string[] {
    return this.data.fields;
  }

  @Field(() => HistoryEntry, {
    nullable: true,
    description: 'The redacted entry, without these texts.',
  })
  entry(@Ctx() context: Context) {
    return context.entry(this.ledger, this.data.position);
  }
}
