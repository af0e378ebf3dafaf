import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import { Expect } from './expect.js';
import { Node } from './node.type.js';

const maxNodes = 100;

@ArgsType()
class NodesArguments {
  @Field(() => [ID], {
    description: 'Their ids, at most 100. Example: ["rmbc", "plan_rmbc_4h8s2w", "rmbc:17"].',
  })
  @Expect(`at most ${maxNodes} ids`, (value) => Array.isArray(value) && value.length <= maxNodes)
  ids!: string[];
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Whatever has this id; null when nothing has it.',
  })
  node(
    @Arg('id', () => ID, { description: 'Its id. Example: "action_rmbc_9f3k1d".' }) id: string,
    @Ctx() context: Context,
  ) {
    return context.node(id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Whatever has these ids, in their order; null in the place of one that nothing has, or that could not be read, and then an error says why.',
  })
  nodes(@Args(() => NodesArguments) { ids }: NodesArguments, @Ctx() context: Context) {
    return context.nodes(ids);
  }
}
