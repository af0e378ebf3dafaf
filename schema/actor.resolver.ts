import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Actor } from './actor.type.js';
import type { Context } from './context.js';
import type { ActorView } from './views.js';

@Resolver(() => Actor)
export class ActorResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The name, which is kept apart from the log; null when none is known, or when it was erased. Example: "Luz Marina Gómez".',
  })
  async name(@Root() { id }: ActorView, @Ctx() context: Context) {
    return (await context.actor(id))?.name;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the name was erased on request (an ActorErased entry says so). Example: false.',
  })
  async erased(@Root() { id }: ActorView, @Ctx() context: Context) {
    return (await context.actor(id))?.erased ?? false;
  }
}
