import type { DocumentNode, FieldNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isCompositeType,
  isListType,
  Kind,
} from 'graphql';
import type { ComplexityEstimator, ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { getComplexity } from 'graphql-query-complexity';
import {
  argumentCosts,
  connectionCost,
  listSizes,
  mutationCost,
  ownCosts,
  pagesBelow,
} from './cost-weights.js';

/** As the lists themselves have it where neither `first` nor `last` is given. */
const defaultPage = 20;

/**
 * At most so many values can an answer hold: each field once for every item of the lists above it,
 * all lists being as long as was asked; what stands beside the items of a page comes once. `first` and `last` count by their value, given or from a
 * variable; fragments and aliases count wherever they stand; what `@skip` leaves out doesn't.
 *
 * @param selections how many selections the operation may have with its fragments written out:
 * so many steps are taken at most
 * @param document one operation with its fragments
 * @throws GraphQLError BAD_USER_INPUT when a variable or an argument is not of its type
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  selections: number,
): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      estimators: [estimatorFor(document)],
      maxQueryNodes: selections + 1,
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // What can't be counted isn't answered, even if only a part of it is wrong.
    const { message, nodes } = error;
    const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
    throw new GraphQLError(message, { ...(nodes === undefined ? {} : { nodes }), extensions });
  }
}

/** Sums beyond this say no more than "far too much". */
const most = 1_000_000_000;

/** Fields are counted from below, so those beside the items of a page are known when it is. */
function estimatorFor(document: DocumentNode): ComplexityEstimator {
  const counted = new Map<FieldNode, number>();
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  );
  /** What was counted of fields that come once, however long the page is. */
  const besides = (selectionSet: SelectionSetNode | undefined, items: readonly string[]): number =>
    (selectionSet?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) {
        return items.includes(selection.name.value) ? sum : sum + (counted.get(selection) ?? 0);
      }
      const below =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return sum + besides(below?.selectionSet, items);
    }, 0);

  return (asked) => {
    const items = itemsOf(asked);
    const once = items === undefined ? 0 : besides(asked.node.selectionSet, items);
    const values = Math.min(most, valuesOf(asked, once));
    counted.set(asked.node, values);
    return values;
  };
}

type Field = ComplexityEstimatorArgs['field'];
type Arguments = ComplexityEstimatorArgs['args'];

const isConnection = (field: Field) => {
  const named = getNamedType(field.type);
  return isCompositeType(named) && named.name.endsWith('Connection');
};

/** The fields with the items of a page, where `field` is asked for part by part. */
function itemsOf({ type, field }: ComplexityEstimatorArgs): readonly string[] | undefined {
  if (isConnection(field)) return ['edges', 'nodes'];
  const below = pagesBelow.get(`${type.name}.${field.name}`);
  return below === undefined ? undefined : [below];
}

function valuesOf(asked: ComplexityEstimatorArgs, once: number): number {
  const { type, field, args, childComplexity } = asked;
  const name = `${type.name}.${field.name}`;
  const usual = isConnection(field) ? connectionCost : type.name === 'Mutation' ? mutationCost : 1;
  const own = (ownCosts.get(name) ?? usual) + costOfArguments(name, field, args);
  if (itemsOf(asked) !== undefined) {
    return own + once + pageSize(field, args) * Math.max(0, childComplexity - once);
  }
  if (!isListType(getNullableType(field.type))) return own + childComplexity;
  const each = isCompositeType(getNamedType(field.type)) ? childComplexity : 1;
  return own + listSize(name, args) * each;
}

/** Of those that are given, and say something else than where they are left out. */
function costOfArguments(name: string, { args }: Field, given: Arguments): number {
  const costs = Object.entries(argumentCosts.get(name) ?? {}).filter(([arg]) => {
    const preset = args.find((each) => each.name === arg)?.defaultValue;
    return given[arg] != null && JSON.stringify(given[arg]) !== JSON.stringify(preset);
  });
  return Math.max(0, ...costs.map(([, cost]) => cost));
}

function listSize(name: string, args: Arguments): number {
  const [parent = '', field = ''] = name.split('.');
  // Counted where the part of the list was asked for; and the schema's own lists by `ownCosts`.
  if (parent.endsWith('Connection') || parent.startsWith('__')) return 1;
  const ids: unknown = args['ids'];
  if (Array.isArray(ids)) return ids.length;
  // A test sees to it that every list has a size.
  return listSizes.get(name) ?? listSizes.get(`*.${field}`) ?? defaultPage;
}

function pageSize(field: Field, args: Arguments): number {
  // Asked for, and counted, further up.
  if (!field.args.some(({ name }) => name === 'first')) return 1;
  const { first, last } = args;
  const size: unknown = last ?? first ?? defaultPage;
  return typeof size === 'number' && size > 0 ? size : 0;
}
