import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { defaultFieldResolver, getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { CommandName } from '../../../schema/command.js';
import { ledgerIn } from '../../domain/ids.js';
import type { Access } from './access.js';
import { commandRights } from './command-rights.js';
import { publicFields } from './public-fields.js';
import type { Need } from './query-rules.js';
import { queryRules } from './query-rules.js';
import { scopeOf } from './viewer.js';

/** The context of a guarded schema. */
export interface Guarded {
  readonly access: Access;
}

type Field = GraphQLField<unknown, Guarded>;
type NeedOf = (source: unknown, args: Readonly<Record<string, unknown>>) => Need;

/**
 * Lets each field of the schema ask first whether the one who asks may. Deny by default.
 * @throws Error naming each query, mutation and publicly reachable type that has no rule.
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const missing = fieldsWithoutRule(schema);
  if (missing.length > 0) {
    throw new Error(`Nothing says who may ask for: ${missing.join(', ')}. See identity/.`);
  }
  for (const field of fieldsOf(schema, 'Query')) {
    const rule = queryRules[field.name];
    if (rule !== undefined) guard(field, (_source, args) => rule(args));
  }
  for (const field of fieldsOf(schema, 'Mutation')) {
    const right = commandRights[commandOf(field.name)];
    guard(field, (_source, { input }) => ({ right, scopes: [scopeOf(entityOf(input))] }));
  }
  for (const [type, open] of Object.entries(publicFields)) {
    if (open === 'ALL') continue;
    for (const field of fieldsOf(schema, type)) {
      if (open.includes(field.name)) continue;
      guard(field, (source) => ({ right: 'READ', scopes: [scopeOf(entityOf(source))] }));
    }
  }
  return schema;
}

/** Queries, mutations and publicly reachable types that no rule names. */
export function fieldsWithoutRule(schema: GraphQLSchema): readonly string[] {
  const queries = fieldsOf(schema, 'Query').filter(({ name }) => !Object.hasOwn(queryRules, name));
  const mutations = fieldsOf(schema, 'Mutation').filter(
    ({ name }) => !Object.hasOwn(commandRights, commandOf(name)),
  );
  return [
    ...queries.map(({ name }) => `Query.${name}`),
    ...mutations.map(({ name }) => `Mutation.${name}`),
    ...publicTypes(schema).filter((name) => !Object.hasOwn(publicFields, name)),
  ];
}

/** The object types that somebody comes to who may see PUBLISHED alone. */
function publicTypes(schema: GraphQLSchema): readonly string[] {
  const seen = new Set<string>();
  const visit = ({ type }: Field) => {
    const named = getNamedType(type);
    const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
    for (const each of types) {
      if (!isObjectType(each) || seen.has(each.name)) continue;
      seen.add(each.name);
      const open = publicFields[each.name] ?? [];
      const fields = fieldsOf(schema, each.name);
      fields.filter(({ name }) => open === 'ALL' || open.includes(name)).forEach(visit);
    }
  };
  fieldsOf(schema, 'Query').filter(isPublic).forEach(visit);
  return [...seen];
}

/** Some queries are public by what is asked of them. */
function isPublic({ name }: Field): boolean {
  const asked = [{}, { basis: 'AS_PUBLISHED' }];
  return asked.some((args) => queryRules[name]?.(args).right === 'PUBLISHED');
}

function guard(field: Field, needOf: NeedOf): void {
  const resolve: GraphQLFieldResolver<unknown, Guarded> = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info): unknown => {
    const { right, scopes } = needOf(source, args as Readonly<Record<string, unknown>>);
    for (const scope of scopes) context.access.require(right, scope);
    return resolve(source, args, context, info);
  };
}

function fieldsOf(schema: GraphQLSchema, type: string): readonly Field[] {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.values(found.getFields()) : [];
}

/** `reportProgress` sends `ReportProgress`. */
function commandOf(mutation: string): CommandName {
  return `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}` as CommandName;
}

const idFields = ['entityId', 'planId', 'actionId', 'officeId', 'id'];

/** The entity of an input or of a thing, told by the first id that it has. */
function entityOf(thing: unknown): string | undefined {
  const values = new Map<string, unknown>(Object.entries(thing as object));
  const id = idFields.map((name) => values.get(name)).find((value) => typeof value === 'string');
  return id === undefined ? undefined : ledgerIn(id);
}
