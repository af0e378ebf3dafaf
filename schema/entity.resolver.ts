import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from './context.js';
import { registerEntity, RegisterEntityInput } from './entity.input.js';
import { RegisterEntityPayload } from './entity.payload.js';
import { Entity } from './entity.type.js';
import { filterOf, HistoryArguments } from './history.input.js';
import { HistoryConnection } from './history.type.js';
import { OfficeConnection } from './office.type.js';
import { PageArguments, pageOf } from './page.input.js';
import { PlanConnection } from './plan.type.js';
import type { EntityView } from './views.js';

@Resolver(() => Entity)
export class EntityResolver {
  @Query(() => Entity, { nullable: true, description: 'One entity; null when there is none.' })
  entity(
    @Arg('id', () => ID, { description: 'Its id. Example: "rmbc".' }) id: string,
    @Ctx() context: Context,
  ) {
    return context.entity(id);
  }

  @Mutation(() => RegisterEntityPayload, {
    description: 'Registers a public body, and so begins its ledger.',
  })
  registerEntity(
    @Arg('input', () => RegisterEntityInput, {
      description: 'The id that you choose, and the name.',
    })
    input: RegisterEntityInput,
    @Ctx() context: Context,
  ) {
    return context.execute(registerEntity(input));
  }

  @FieldResolver(() => PlanConnection, { description: 'Its plans, newest year first.' })
  plans(
    @Root() entity: EntityView,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return context.plans({ entityId: entity.id }, pageOf(page), entity.asOf);
  }

  @FieldResolver(() => OfficeConnection, { description: 'Its catalogue of offices, by name.' })
  offices(
    @Root() entity: EntityView,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
  ) {
    return context.officesOf(entity.id, pageOf(page), entity.asOf);
  }

  @FieldResolver(() => HistoryConnection, { description: 'Everything recorded for it.' })
  history(
    @Root() entity: EntityView,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    const scope = { entityId: entity.id };
    return context.history(scope, filterOf(args), args.order, pageOf(args), entity.asOf);
  }
}
