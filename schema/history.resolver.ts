import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Subject } from '../events/index.js';
import { Action } from './action.type.js';
import type { Context } from './context.js';
import { EntrySubject } from './history-parts.type.js';
import { filterOf, HistoryArguments } from './history.input.js';
import { FieldChange, HistoryConnection, HistoryEntry } from './history.type.js';
import { Office } from './office.type.js';
import { pageOf } from './page.input.js';
import { Plan } from './plan.type.js';
import type { HistoryEntryView } from './views.js';

@Resolver(() => HistoryEntry)
export class HistoryResolver {
  @Query(() => HistoryConnection, {
    description: 'Everything that was ever recorded for an entity, narrowed by the filter.',
  })
  history(
    @Arg('entityId', () => ID, { description: 'The entity. Example: "rmbc".' }) entityId: string,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    return context.history({ entityId }, filterOf(args), args.order, pageOf(args));
  }

  @FieldResolver(() => ID, {
    description: 'The entity and the position in its ledger. Example: "rmbc:17".',
  })
  id(@Root() entry: HistoryEntryView) {
    return `${entry.ledger}:${entry.position}`;
  }

  @FieldResolver(() => [FieldChange], {
    description:
      'What it changed, field by field, before and after as a person reads it. Empty when it changed no field.',
  })
  changes(@Root() entry: HistoryEntryView, @Ctx() context: Context) {
    return context.changesOf(entry);
  }
}

@Resolver(() => EntrySubject)
export class EntrySubjectResolver {
  @FieldResolver(() => Plan, { nullable: true, description: 'The plan as it is now.' })
  plan(@Root() { planId }: Subject, @Ctx() context: Context) {
    return planId === undefined ? null : context.plan(planId);
  }

  @FieldResolver(() => Action, { nullable: true, description: 'The action as it is now.' })
  action(@Root() { actionId }: Subject, @Ctx() context: Context) {
    return actionId === undefined ? null : context.action(actionId);
  }

  @FieldResolver(() => [ID], {
    description: 'The offices, e.g. those that answered for the action when it was recorded.',
  })
  officeIds(@Root() { officeIds }: Subject) {
    return officeIds ?? [];
  }

  @FieldResolver(() => [Office], { description: 'These offices as they are now.' })
  offices(@Root() { officeIds }: Subject, @Ctx() context: Context) {
    return context.offices(officeIds ?? []);
  }
}
