import { createHash } from 'node:crypto';
import type { PageRequest } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import type { PageBounds } from '../../projections/page-rows.js';

/**
 * Cursors of one list: opaque to the caller, bound to the list, its filter and its order, so that
 * one made elsewhere is refused instead of answering something else.
 */
export interface Cursors {
  cursorOf(values: readonly unknown[]): string;
  /** @throws inputError for a cursor of another list, filter or order, or none at all. */
  boundsOf(page: PageRequest): PageBounds;
}

/** What one value of a cursor is; what a row may lack is null there. */
export type CursorValue = 'text' | 'number' | 'text or null' | 'number or null';

/**
 * @param values the values of the order's fields, the last one unique.
 * @param boundTo what the list is of, its filter and its order; nothing that a rebuild changes, so
 * that paging goes on over one.
 */
export function cursorsOf(
  list: string,
  values: readonly CursorValue[],
  ...boundTo: readonly unknown[]
): Cursors {
  const text = JSON.stringify([list, values, ...boundTo]);
  const key = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  const cursorOf = (own: readonly unknown[]) =>
    Buffer.from(JSON.stringify([key, ...own])).toString('base64url');
  const read = (field: 'after' | 'before', cursor: string | undefined) => {
    if (cursor === undefined) return {};
    const found = valuesIn(cursor, key);
    const fits = found?.length === values.length && values.every((value, i) => is(value, found[i]));
    // Whatever decodes to the same values but was not given out like that is strange too.
    if (fits && cursorOf(found) === cursor) return { [field]: found };
    throw inputError({
      field,
      message: `"${field}" is not a cursor of this list. Take it from "pageInfo" or "edges" of the same list with the same filter and order.`,
      expected: 'a cursor of this list',
    });
  };
  return {
    cursorOf,
    boundsOf: ({ first, last, after, before }) => ({
      limit: last ?? first ?? 0,
      fromEnd: last !== undefined,
      ...read('after', after),
      ...read('before', before),
    }),
  };
}

function valuesIn(cursor: string, key: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) && parsed[0] === key ? parsed.slice(1) : undefined;
  } catch {
    return undefined;
  }
}

/** Only plain values of the right type: a cursor must not smuggle an operator into a query. */
function is(expected: CursorValue, value: unknown): boolean {
  switch (expected) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return Number.isSafeInteger(value);
    case 'text or null':
      return value === null || typeof value === 'string';
    case 'number or null':
      return value === null || Number.isSafeInteger(value);
  }
}
