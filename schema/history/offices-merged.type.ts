import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';
import { Office } from '../office.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'An office went into another; figures count them as one, for every date.',
})
export class OfficesMerged {
  declare data: DataOf<'OfficesMerged'>;

  @Field(() => ID, { description: 'The office that went. Example: "office_rmbc_7k2m9x".' })
  get officeId(): string {
    return this.data.officeId;
  }

  @Field(() => Office, { nullable: true, description: 'That office as it is now.' })
  office(@Ctx() context: Context) {
    return context.office(this.data.officeId);
  }

  @Field(() => ID, {
    description: 'The office that it went into. Example: "office_rmbc_3d8f1q".',
  })
  get intoOfficeId(): string {
    return this.data.intoOfficeId;
  }

  @Field(() => Office, { nullable: true, description: 'That office as it is now.' })
  intoOffice(@Ctx() context: Context) {
    return context.office(this.data.intoOfficeId);
  }
}
