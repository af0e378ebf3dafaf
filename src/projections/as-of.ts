import type { Filter } from 'mongodb';
import type { Model } from '../domain/states.js';
import type { Collections, StoredEvent } from '../store/collections.js';
import { decode } from '../store/decode.js';
import { fold } from './fold.js';
import { onlyInto } from './rebuild-fold.js';
import type { Rows } from './rows.js';
import { createRows } from './rows.js';

/** A moment of a ledger: by the clock of its records, or by position. */
export type AsOf = { readonly at: Date } | { readonly position: number };

/**
 * The last event recorded by a moment: its place, and when it was recorded; undefined when there
 * was none. A position beyond the last event means the last event.
 */
export async function lastAsOf(
  { events }: Collections,
  ledger: string,
  asOf: AsOf,
): Promise<Pick<StoredEvent, 'position' | 'recordedAt'> | undefined> {
  const filter =
    'at' in asOf
      ? { ledger, recordedAt: { $lte: asOf.at } }
      : { ledger, position: { $lte: asOf.position } };
  const sort =
    'at' in asOf ? ({ recordedAt: -1, position: -1 } as const) : ({ position: -1 } as const);
  const projection = { position: 1, recordedAt: 1 };
  return (await events.findOne(filter, { sort, projection })) ?? undefined;
}

const officeEvents = ['OfficeRegistered', 'OfficeAliasAdded', 'OfficeRenamed', 'OfficesMerged'];
const planEvents = ['PlanRegistered', 'PlanRevised', 'SignalPolicyAdopted', 'PlanWeightsSet'];

/**
 * A plan with its actions, reports and periods, and the entity's offices, as they were known at
 * several positions, in ascending order: the log folded up to each by two indexes, with the same
 * `evolve` as everything else. It is read once; what didn't change from one position to the next is
 * the same object in both.
 */
export async function planAsOfEach(
  { events }: Collections,
  ledger: string,
  planId: string,
  positions: readonly number[],
): Promise<readonly Rows[]> {
  const upTo = { ledger, position: { $lte: positions.at(-1) ?? 0 } };
  const filters = [
    { ...upTo, type: { $in: officeEvents } },
    { ...upTo, 'subject.planId': planId },
  ];
  const moments: Rows[] = [];
  for (const _ of positions) moments.push(createRows(moments.at(-1)));
  for (const filter of filters) await foldEach(events, filter, positions, moments);
  return moments;
}

/** The plans and offices of a ledger as they were known at a position, without their actions. */
export async function registersAsOf(
  { events }: Collections,
  ledger: string,
  position: number,
): Promise<Rows> {
  const rows = createRows();
  const registers: readonly Model[] = ['plans', 'offices'];
  const sink = onlyInto(rows, (model) => registers.includes(model));
  const types = [...officeEvents, ...planEvents];
  const filter = { ledger, position: { $lte: position }, type: { $in: types } };
  const cursor = events.find(filter, { sort: { position: 1 }, batchSize: 1_000 });
  for await (const stored of cursor) fold(decode(stored), sink);
  return rows;
}

/** A plan's redactions are in its history too; but their stream, the entity's, isn't read here. */
const withoutEntity = (rows: Rows) => onlyInto(rows, (model) => model !== 'entities');

/** Folds each event into the first of the moments that has it; the later ones build on that. */
async function foldEach(
  events: Collections['events'],
  filter: Filter<StoredEvent>,
  positions: readonly number[],
  moments: readonly Rows[],
): Promise<void> {
  const cursor = events.find(filter, { sort: { position: 1 }, batchSize: 1_000 });
  let i = 0;
  for await (const stored of cursor) {
    while (stored.position > (positions[i] ?? Infinity)) i += 1;
    const rows = moments[i];
    if (rows !== undefined) fold(decode(stored), withoutEntity(rows));
  }
}
