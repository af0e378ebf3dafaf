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

export function cursorsOf(list: string, ...boundTo: readonly unknown[]): Cursors {
  const text = JSON.stringify([list, ...boundTo]);
  const key = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  const read = (field: 'after' | 'before', cursor: string | undefined) => {
    if (cursor === undefined) return {};
    const values = valuesIn(cursor, key);
    if (values !== undefined) return { [field]: values };
    throw inputError({
      field,
      message: `"${field}" is not a cursor of this list. Take it from "pageInfo" or "edges" of the same list with the same filter and order.`,
      expected: 'a cursor of this list',
    });
  };
  return {
    cursorOf: (values) => Buffer.from(JSON.stringify([key, ...values])).toString('base64url'),
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
    if (!Array.isArray(parsed) || parsed[0] !== key) return undefined;
    const values: unknown[] = parsed.slice(1);
    // Only texts and numbers: a cursor must not smuggle an operator into a query.
    const plain = values.every((value) => typeof value === 'string' || typeof value === 'number');
    return plain ? values : undefined;
  } catch {
    return undefined;
  }
}
