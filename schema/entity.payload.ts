import { Ctx, Field, ObjectType } from 'type-graphql';
import type { Context } from './context.js';
import { Entity } from './entity.type.js';
import { Payload } from './payload.type.js';

@ObjectType({ description: 'What came of registering an entity.' })
export class RegisterEntityPayload extends Payload {
  @Field(() => Entity, { nullable: true, description: 'The entity as it is now.' })
  entity(@Ctx() context: Context) {
    const { entityId } = this.ids;
    return entityId === undefined ? null : context.entity(entityId);
  }
}
