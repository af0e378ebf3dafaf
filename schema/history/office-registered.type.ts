import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Office } from '../office.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: "An office entered the entity's catalogue, under the spelling first met.",
})
export class OfficeRegistered {
  declare data: DataOf<'OfficeRegistered'>;

  @Field(() => ID, { description: 'The office. Example: "office_rmbc_7k2m9x".' })
  get officeId(): string {
    return this.data.officeId;
  }

  @Field(() => String, { description: 'Its name, as registered.' })
  get name(): string {
    return this.data.name;
  }

  @Field(() => Office, { nullable: true, description: 'The office as it is now.' })
  office(@Ctx() context: Context) {
    return context.office(this.data.officeId);
  }
}
