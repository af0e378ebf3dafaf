import type { Collection, Document, Filter, Sort } from 'mongodb';

/** A list's order: fields by their paths, the last one unique. */
export type Order = Readonly<Record<string, 1 | -1>>;

/** Which part of an ordered list is wanted; bounds are values of the order's fields. */
export interface PageBounds {
  readonly limit: number;
  /** Counted from the end of the list. */
  readonly fromEnd: boolean;
  readonly after?: readonly unknown[];
  readonly before?: readonly unknown[];
}

export interface DocPage<T> {
  /** In the list's own order, whichever end it was counted from. */
  readonly docs: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** One page of an ordered list by its bounds: reads no more than the page and one. */
export async function pageDocs<T extends Document>(
  collection: Collection<T>,
  filter: Filter<T>,
  order: Order,
  { limit, fromEnd, after, before }: PageBounds,
): Promise<DocPage<T>> {
  const bounds = [
    ...(after === undefined ? [] : [beyond(order, after, 1)]),
    ...(before === undefined ? [] : [beyond(order, before, -1)]),
  ];
  const sort = Object.fromEntries(
    Object.entries(order).map(([field, direction]) => [field, fromEnd ? -direction : direction]),
  ) as Sort;
  const found = await collection
    .find((bounds.length === 0 ? filter : { $and: [filter, ...bounds] }) as Filter<T>)
    .sort(sort)
    .limit(limit + 1)
    .toArray();
  const more = found.length > limit;
  const docs = found.slice(0, limit) as T[];
  if (fromEnd) docs.reverse();
  return {
    docs,
    // At the other end: the bound itself is an item beyond the page.
    hasNextPage: fromEnd ? before !== undefined : more,
    hasPreviousPage: fromEnd ? more : after !== undefined,
  };
}

/** The values of the order's fields in one document: what a cursor carries. */
export function valuesOf(order: Order, doc: unknown): readonly unknown[] {
  return Object.keys(order).map((path) =>
    path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], doc),
  );
}

/** Documents strictly after (or, with -1, before) the one with these values, in the order. */
function beyond(order: Order, values: readonly unknown[], side: 1 | -1): object {
  const fields = Object.entries(order);
  const clauses = fields.map(([field, direction], i) => ({
    ...Object.fromEntries(fields.slice(0, i).map(([earlier], j) => [earlier, values[j]])),
    [field]: { [direction * side === 1 ? '$gt' : '$lt']: values[i] },
  }));
  return clauses.length === 1 ? (clauses[0] ?? {}) : { $or: clauses };
}
