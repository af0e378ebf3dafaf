import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Office } from './office.type.js';
import { Payload } from './payload.type.js';

@ObjectType({ description: 'What came of registering an office.' })
export class RegisterOfficePayload extends Payload {
  @Field(() => Office, { nullable: true, description: 'The office as it is now.' })
  office(@Ctx() context: Context) {
    const { officeId } = this.ids;
    return officeId === undefined ? null : context.office(officeId);
  }
}
