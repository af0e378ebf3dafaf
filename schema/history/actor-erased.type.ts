import { Field, ID, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { Node } from '../node.type.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    "An actor's name and identity, which are kept apart from the log, were erased on request. The log keeps the opaque id.",
})
export class ActorErased {
  declare data: DataOf<'ActorErased'>;

  @Field(() => ID, { description: 'The actor. Example: "actor_5f0c2e9b7a1d4c3e8f60".' })
  get erasedActorId(): string {
    return this.data.actorId;
  }
}
