import type { AsOf } from '../../src/projections/as-of.js';
import { lastAsOf, planAsOfEach } from '../../src/projections/as-of.js';
import type { Rows } from '../../src/projections/rows.js';
import { createRows } from '../../src/projections/rows.js';
import type { Collections } from '../../src/store/collections.js';

/** The position that a moment means; 0 when nothing was recorded by then. */
export async function positionAsOf(
  collections: Collections,
  ledger: string,
  asOf: AsOf,
): Promise<number> {
  return (await lastAsOf(collections, ledger, asOf))?.position ?? 0;
}

/** A plan as it was known at one position. */
export async function planAsOf(
  collections: Collections,
  ledger: string,
  planId: string,
  position: number,
): Promise<Rows> {
  const [rows = createRows()] = await planAsOfEach(collections, ledger, planId, [position]);
  return rows;
}
