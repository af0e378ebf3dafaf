// First of all: the decorators of every other file here need it.
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { isInputObjectType, lexicographicSortSchema, printSchema } from 'graphql';
import type { MiddlewareFn } from 'type-graphql';
import { buildSchema } from 'type-graphql';
import type { RedactedText } from '../events/index.js';
import { ActionCountsResolver, ActionListResolver } from './action-list.resolver.js';
import { ActionMutations } from './action.mutations.js';
import { ActionResolver } from './action.resolver.js';
import { ActorResolver } from './actor.resolver.js';
import { EntityResolver } from './entity.resolver.js';
import {
  EntrySubjectResolver,
  HistoryResolver,
  OfficeHistoryResolver,
} from './history.resolver.js';
import { eventTypes } from './history/event-types.js';
import { EvidenceMutations } from './evidence.mutations.js';
import { inputErrors } from './input-errors.js';
import { Import } from './import.type.js';
import { NodeResolver } from './node.resolver.js';
import { OfficeChangesMutations } from './office-changes.mutations.js';
import { FiguresResolver } from './figures.resolver.js';
import { LedgerResolver } from './ledger.resolver.js';
import { OfficeResolver } from './office.resolver.js';
import { PeriodResolver } from './period.resolver.js';
import { PlanChangesMutations } from './plan-changes.mutations.js';
import { ActionDiffResolver, PlanDiffResolver } from './plan-diff.resolver.js';
import { PlanResolver } from './plan.resolver.js';
import { PublicationResolver, PublishedActionResolver } from './publication.resolver.js';
import { ReportResolver } from './report.resolver.js';
import { ReviewMutations } from './review.mutations.js';

/** Inputs of which exactly one field is given: `@oneOf`, so that every client knows it too. */
const oneOf = ['AsOf'];

/** The whole API, executable against a `Context`. Throws when the types don't fit together. */
export async function buildBitacoraSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      NodeResolver,
      EntityResolver,
      PlanResolver,
      PlanChangesMutations,
      PeriodResolver,
      PublicationResolver,
      PublishedActionResolver,
      ActionResolver,
      ActionListResolver,
      ActionCountsResolver,
      ActionMutations,
      ReportResolver,
      ReviewMutations,
      EvidenceMutations,
      OfficeResolver,
      OfficeChangesMutations,
      PlanDiffResolver,
      ActionDiffResolver,
      FiguresResolver,
      HistoryResolver,
      EntrySubjectResolver,
      OfficeHistoryResolver,
      LedgerResolver,
      ActorResolver,
    ],
    orphanedTypes: [Import, ...Object.values(eventTypes)],
    globalMiddlewares: [formErrorsAsData, redactedAsNull],
    // A failure must not repeat the caller's whole input.
    validate: { forbidUnknownValues: false, validationError: { target: false, value: false } },
  });
  // type-graphql has no place for these.
  for (const [type, description] of [
    [schema.getQueryType(), 'What can be asked: the current state, and the whole history.'],
    [schema.getMutationType(), 'What can be recorded. Each update becomes an event, for good.'],
  ] as const) {
    if (type) type.description = description;
  }
  for (const name of oneOf) {
    const type = schema.getType(name);
    if (isInputObjectType(type)) type.isOneOf = true;
  }
  return schema;
}

/** In a mutation, what the caller can mend is data: a wrong form too. */
const formErrorsAsData: MiddlewareFn = async ({ info }, next): Promise<unknown> => {
  if (info.parentType !== info.schema.getMutationType()) return next();
  try {
    return await next();
  } catch (error) {
    const problems = inputErrors(error);
    if (problems === undefined) throw error;
    const code = 'BAD_USER_INPUT';
    return { userErrors: problems.map((problem) => ({ code, ...problem })), entries: [], ids: {} };
  }
};

/** The type holds it to the text that stands for redacted ones in events and rows. */
const redacted: RedactedText = '\uFDD0';

/** Wherever a redacted text would be shown, it is null. */
const redactedAsNull: MiddlewareFn = async (_data, next): Promise<unknown> => {
  const value: unknown = await next();
  return value === redacted ? null : value;
};

/** The schema as it is committed: sorted, with its descriptions, a newline at the end. */
export function sdlOf(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
