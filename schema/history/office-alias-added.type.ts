import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Office } from '../office.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: "Another spelling of an office's name was met; both are one office.",
})
export class OfficeAliasAdded {
  declare data: DataOf<'OfficeAliasAdded'>;

  @Field(() => ID, { description: 'The office. Example: "office_rmbc_7k2m9x".' })
  get officeId(): string {
    return this.data.officeId;
  }

  @Field(() => String, { description: 'The other spelling, to the letter.' })
  get alias(): string {
    return this.data.alias;
  }

  @Field(() => Office, { nullable: true, description: 'The office as it is now.' })
  office(@Ctx() context: Context) {
    return context.office(this.data.officeId);
  }
}
