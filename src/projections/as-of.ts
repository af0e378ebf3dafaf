import type { Collections } from '../store/collections.js';
import { decode } from '../store/decode.js';
import { fold } from './fold.js';
import type { Rows } from './rows.js';
import { createRows } from './rows.js';

/** A moment of a ledger: by the clock of its records, or by position. */
export type AsOf = { readonly at: Date } | { readonly position: number };

/**
 * The position that a moment means: that of the last event recorded by then; 0 when there was
 * none. A position beyond the last event means the last event.
 */
export async function positionAsOf(
  { events }: Collections,
  ledger: string,
  asOf: AsOf,
): Promise<number> {
  const filter =
    'at' in asOf
      ? { ledger, recordedAt: { $lte: asOf.at } }
      : { ledger, position: { $lte: asOf.position } };
  const sort =
    'at' in asOf ? ({ recordedAt: -1, position: -1 } as const) : ({ position: -1 } as const);
  const last = await events.findOne(filter, { sort, projection: { position: 1 } });
  return last?.position ?? 0;
}

const officeEvents = ['OfficeRegistered', 'OfficeAliasAdded', 'OfficeRenamed', 'OfficesMerged'];

/**
 * A plan with its actions, reports and periods, and the entity's offices, as they were known at a
 * position: the log folded up to it, by two indexes, with the same `evolve` as everything else.
 */
export async function planAsOf(
  { events }: Collections,
  ledger: string,
  planId: string,
  position: number,
): Promise<Rows> {
  const rows = createRows();
  const upTo = { ledger, position: { $lte: position } };
  const filters = [
    { ...upTo, type: { $in: officeEvents } },
    { ...upTo, 'subject.planId': planId },
  ];
  for (const filter of filters) {
    const cursor = events.find(filter, { sort: { position: 1 }, batchSize: 1_000 });
    for await (const stored of cursor) fold(decode(stored), rows);
  }
  return rows;
}
