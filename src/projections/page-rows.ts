import type { Collection, Document, Filter } from 'mongodb';

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
  page: PageBounds,
): Promise<DocPage<T>> {
  const { limit, after, before } = page;
  const bounds = [
    ...(after === undefined ? [] : [beyond(order, after, 1)]),
    ...(before === undefined ? [] : [beyond(order, before, -1)]),
  ];
  const found = await collection
    .find((bounds.length === 0 ? filter : { $and: [filter, ...bounds] }) as Filter<T>)
    .sort(sortOf(order, page))
    .limit(limit + 1)
    .toArray();
  return pageOf(found as T[], page);
}

/** What a page is read in, from the end that it is counted from. */
export function sortOf(order: Order, { fromEnd }: PageBounds): Record<string, 1 | -1> {
  const sort = Object.entries(order).map(([field, direction]) => [
    field,
    fromEnd ? -direction : direction,
  ]);
  return Object.fromEntries(sort) as Record<string, 1 | -1>;
}

/** The page of what was found in that order: one more than wanted tells whether there is more. */
export function pageOf<T>(
  found: readonly T[],
  { limit, fromEnd, after, before }: PageBounds,
): DocPage<T> {
  const more = found.length > limit;
  const docs = found.slice(0, limit);
  if (fromEnd) docs.reverse();
  return {
    docs,
    // At the other end: the bound itself is an item beyond the page.
    hasNextPage: fromEnd ? before !== undefined : more,
    hasPreviousPage: fromEnd ? more : after !== undefined,
  };
}

/** The same page of a list in memory: rows as they were known at a moment. */
export function pageRows<T>(
  rows: readonly T[],
  order: Order,
  { limit, fromEnd, after, before }: PageBounds,
): DocPage<T> {
  const directions = Object.values(order);
  const compare = (a: readonly unknown[], b: readonly unknown[]) =>
    directions.reduce<number>((found, way, i) => found || way * compareValues(a[i], b[i]), 0);
  const sorted = rows
    .map((row) => ({ row, values: valuesOf(order, row) }))
    .filter(({ values }) => after === undefined || compare(values, after) > 0)
    .filter(({ values }) => before === undefined || compare(values, before) < 0)
    .sort((a, b) => compare(a.values, b.values))
    .map(({ row }) => row);
  const more = sorted.length > limit;
  return {
    docs: fromEnd ? sorted.slice(Math.max(0, sorted.length - limit)) : sorted.slice(0, limit),
    hasNextPage: fromEnd ? before !== undefined : more,
    hasPreviousPage: fromEnd ? more : after !== undefined,
  };
}

/** As the database orders what lists are ordered by: absent first, texts by their letters' codes. */
function compareValues(a: unknown, b: unknown): number {
  if (a == null || b == null) return Number(a != null) - Number(b != null);
  if (a === b) return 0;
  return (a as string | number) < (b as string | number) ? -1 : 1;
}

/** The values of the order's fields in one document: what a cursor carries. */
export function valuesOf(order: Order, doc: unknown): readonly unknown[] {
  return Object.keys(order).map((path) =>
    // A row that was damaged still has its place, as its siblings do.
    path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], doc),
  );
}

/** Documents strictly after (or, with -1, before) the one with these values, in the order. */
function beyond(order: Order, values: readonly unknown[], side: 1 | -1): object {
  const fields = Object.entries(order);
  const clauses = fields.map(([field, direction], i) => ({
    ...Object.fromEntries(fields.slice(0, i).map(([earlier], j) => [earlier, values[j]])),
    ...past(field, direction * side === 1, values[i]),
  }));
  return clauses.length === 1 ? (clauses[0] ?? {}) : { $or: clauses };
}

/** What lacks a field stands before all that has it, and compares with nothing. */
function past(field: string, upwards: boolean, value: unknown): object {
  if (value === null) return upwards ? { [field]: { $ne: null } } : { $nor: [{}] };
  return { [field]: upwards ? { $gt: value } : { $not: { $gte: value } } };
}
