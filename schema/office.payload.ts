import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Office } from './office.type.js';
import { Payload } from './payload.type.js';

/** What every mutation about an office answers. */
@ObjectType({ description: 'What came of an update about an office.' })
export abstract class OfficePayload extends Payload {
  @Field(() => Office, {
    nullable: true,
    description: 'The office as it is now, also when the update was refused.',
  })
  office(@Ctx() context: Context) {
    const { officeId } = this.ids;
    return officeId === undefined ? null : context.office(officeId);
  }
}

@ObjectType({ description: 'What came of registering an office.' })
export class RegisterOfficePayload extends OfficePayload {}

@ObjectType({ description: 'What came of renaming an office.' })
export class RenameOfficePayload extends OfficePayload {}

@ObjectType({ description: 'What came of adding a spelling.' })
export class AddOfficeAliasPayload extends OfficePayload {}

@ObjectType({ description: 'What came of merging offices; `office` is the one that went.' })
export class MergeOfficesPayload extends OfficePayload {}
