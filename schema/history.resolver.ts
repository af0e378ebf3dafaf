import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Action } from './action.type.js';
import type { Context } from './context.js';
import { EntryRedacted } from './history/entry-redacted.type.js';
import { EntrySubject } from './history-parts.type.js';
import { FieldHistoryArguments, filterOf, HistoryArguments } from './history.input.js';
import { FieldChange, HistoryConnection, HistoryEntry } from './history.type.js';
import { Office } from './office.type.js';
import { pageOf } from './page.input.js';
import { Plan } from './plan.type.js';
import { Quarter, SafeInt } from './scalars.js';
import type { HistoryEntryView, OfficeView, SubjectView } from './views.js';

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

  @Query(() => HistoryEntry, {
    nullable: true,
    description: 'One entry by its place in the ledger; null when there is none.',
  })
  historyEntry(
    @Arg('entityId', () => ID, { description: 'The entity. Example: "rmbc".' }) entityId: string,
    @Arg('position', () => SafeInt, { description: 'The position. Example: 17.' })
    position: number,
    @Ctx() context: Context,
  ) {
    return context.entry(entityId, position);
  }

  @Query(() => HistoryConnection, {
    description:
      'Every value that one field of an action had: the entries that set or changed it. Of "weight" these are all entries in which the weights of its plan were set.',
  })
  fieldHistory(
    @Args(() => FieldHistoryArguments) args: FieldHistoryArguments,
    @Ctx() context: Context,
  ) {
    const { actionId, field, order } = args;
    return context.history({ actionId }, { ...filterOf(args), field }, order, pageOf(args));
  }

  @Query(() => HistoryConnection, {
    description: 'What was changed in a quarter of a plan after it was closed.',
  })
  changesAfterCutoff(
    @Arg('planId', () => ID, { description: 'The plan. Example: "plan_rmbc_4h8s2w".' })
    planId: string,
    @Arg('quarter', () => Quarter, { description: 'The quarter. Example: "2024-Q1".' })
    quarter: string,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    const filter = { ...filterOf(args), quarter, afterCutoff: true };
    return context.history({ planId }, filter, args.order, pageOf(args));
  }

  @FieldResolver(() => HistoryEntry, {
    nullable: true,
    description: 'The entry that caused it, e.g. the start of the import that it belongs to.',
  })
  cause(@Root() { causationId, asOf }: HistoryEntryView, @Ctx() context: Context) {
    const [ledger, position] = causationId?.split(':') ?? [];
    return ledger === undefined ? null : context.entry(ledger, Number(position), asOf);
  }

  @FieldResolver(() => ID, {
    description: 'The entity and the position in its ledger. Example: "rmbc:17".',
  })
  id(@Root() entry: HistoryEntryView) {
    return `${entry.ledger}:${entry.position}`;
  }

  @FieldResolver(() => [EntryRedacted], {
    description:
      'The entries that say which of its texts were redacted, and why; empty for most. A redacted text is null.',
  })
  redactions(@Root() entry: HistoryEntryView, @Ctx() context: Context) {
    return context.redactionsOf(entry);
  }

  @FieldResolver(() => [FieldChange], {
    description:
      'What it changed, field by field, before and after as a person reads it. Empty when it changed no field.',
  })
  changes(@Root() entry: HistoryEntryView, @Ctx() context: Context) {
    return context.changesOf(entry);
  }
}

@Resolver(() => Office)
export class OfficeHistoryResolver {
  @FieldResolver(() => HistoryConnection, {
    description: 'Everything recorded for it, and for actions while it answered for them.',
  })
  history(
    @Root() office: OfficeView,
    @Args(() => HistoryArguments) args: HistoryArguments,
    @Ctx() context: Context,
  ) {
    const scope = { officeId: office.id };
    return context.history(scope, filterOf(args), args.order, pageOf(args), office.asOf);
  }
}

@Resolver(() => EntrySubject)
export class EntrySubjectResolver {
  @FieldResolver(() => Plan, {
    nullable: true,
    description: 'The plan as it is now, or was at the moment that the history is shown as of.',
  })
  plan(@Root() { planId, asOf }: SubjectView, @Ctx() context: Context) {
    return planId === undefined ? null : context.plan(planId, asOf);
  }

  @FieldResolver(() => Action, {
    nullable: true,
    description: 'The action as it is now, or was at the moment that the history is shown as of.',
  })
  action(@Root() { actionId, asOf }: SubjectView, @Ctx() context: Context) {
    return actionId === undefined ? null : context.action(actionId, asOf);
  }

  @FieldResolver(() => [ID], {
    description: 'The offices, e.g. those that answered for the action when it was recorded.',
  })
  officeIds(@Root() { officeIds }: SubjectView) {
    return officeIds ?? [];
  }

  @FieldResolver(() => [Office], {
    description:
      'These offices as they are now, or were at the moment that the history is shown as of.',
  })
  offices(@Root() { officeIds, asOf }: SubjectView, @Ctx() context: Context) {
    return context.offices(officeIds ?? [], asOf);
  }
}
