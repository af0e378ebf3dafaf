import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Office } from '../office.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'An office got a new name. Earlier dates show the earlier one.',
})
export class OfficeRenamed {
  declare data: DataOf<'OfficeRenamed'>;

  @Field(() => ID, { description: 'The office. Example: "office_rmbc_7k2m9x".' })
  get officeId(): string {
    return this.data.officeId;
  }

  @Field(() => String, { description: 'What it was called before.' })
  get nameBefore(): string {
    return this.data.before.name;
  }

  @Field(() => String, { description: 'What it is called since.' })
  get nameAfter(): string {
    return this.data.after.name;
  }

  @Field(() => Office, { nullable: true, description: 'The office as it is now.' })
  office(@Ctx() context: Context) {
    return context.office(this.data.officeId);
  }
}
