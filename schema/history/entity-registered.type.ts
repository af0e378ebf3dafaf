import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import type { Context } from '../context.js';
import { Entity } from '../entity.type.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description: 'A public body was registered: always the first entry of its ledger.',
})
export class EntityRegistered {
  declare data: DataOf<'EntityRegistered'>;

  @Field(() => ID, { description: 'Its id. Example: "rmbc".' })
  get entityId(): string {
    return this.data.entityId;
  }

  @Field(() => String, { description: 'Its name, as registered.' })
  get name(): string {
    return this.data.name;
  }

  @Field(() => Entity, { nullable: true, description: 'The entity as it is now.' })
  entity(@Ctx() context: Context) {
    return context.entity(this.data.entityId);
  }
}
