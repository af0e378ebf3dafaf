import type { ClientSession, Db, Filter } from 'mongodb';
import type { Model } from '../domain/states.js';
import type { Lookup, Need } from '../domain/world.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import { activeModel } from '../store/head.js';
import { models } from './fold.js';
import { refold } from './refold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';
import type { Rows } from './rows.js';

export interface LoadFrom {
  readonly db: Db;
  readonly session: ClientSession;
  readonly head: LedgerHead;
}

/**
 * Loads the rows that commands need, one query per read model. A row that another version of the
 * code folded, or whose stream is in `stale`, is not believed: its stream is folded instead.
 */
export async function loadRows(
  { db, session, head }: LoadFrom,
  needs: readonly Need[],
  rows: Rows,
  stale: ReadonlySet<string>,
): Promise<void> {
  const distrusted = new Set<string>();
  for (const [model, filter] of filtersOf(head, needs, rows)) {
    const { evolveVersion, streamOf } = models[model];
    for (const doc of await rowCollection(db, model).find(filter, { session }).toArray()) {
      const stream = streamOf(doc.id);
      if (stale.has(stream) || doc.evolveVersion !== evolveVersion) distrusted.add(stream);
      else if (rows.row(model, doc.id) === undefined) loadDoc(model, doc, rows);
    }
  }
  // A stale stream's own row may be missing altogether.
  for (const need of needs) {
    const stream = 'id' in need ? models[need.model].streamOf(need.id) : undefined;
    if (stream !== undefined && stale.has(stream)) distrusted.add(stream);
  }
  for (const stream of distrusted) {
    await refold(collectionsOf(db), head._id, stream, rows, session);
  }
}

function loadDoc(model: Model, doc: RowDoc, rows: Rows): void {
  const { id, streamVersion, position, state } = doc;
  rows.load(model, { id, streamVersion, position, state });
}

type RowFilter = Filter<RowDoc>;

function filtersOf(head: LedgerHead, needs: readonly Need[], rows: Rows): Map<Model, RowFilter> {
  const ids = new Map<Model, Set<string>>();
  const clauses = new Map<Model, RowFilter[]>();
  const lookups: Lookup[] = [];
  for (const need of needs) {
    if (!('id' in need)) lookups.push(need);
    else if (rows.row(need.model, need.id) === undefined) {
      const { generation } = activeModel(head, need.model);
      const wanted = ids.get(need.model) ?? new Set();
      ids.set(need.model, wanted.add(docIdOf(head._id, generation, need.id)));
    }
  }
  for (const [model, wanted] of ids) clauses.set(model, [{ _id: { $in: [...wanted] } }]);
  for (const [model, clause] of lookupClauses(head, lookups)) {
    clauses.set(model, [...(clauses.get(model) ?? []), clause]);
  }
  return new Map(
    [...clauses].map(([model, list]) => [model, list.length === 1 ? list[0] : { $or: list }]),
  ) as Map<Model, RowFilter>;
}

/** Lookups that differ only in their last value share one `$in`. */
function lookupClauses(head: LedgerHead, lookups: readonly Lookup[]): [Model, RowFilter][] {
  const groups = new Map<
    string,
    { model: Model; fixed: object; field: string; values: unknown[] }
  >();
  for (const { model, where } of lookups) {
    const entries = Object.entries(where).map(([field, value]) => [`state.${field}`, value]);
    const [field, value] = entries.at(-1) ?? [];
    const fixed = Object.fromEntries(entries.slice(0, -1)) as object;
    const key = JSON.stringify([model, fixed, field]);
    const group = groups.get(key) ?? { model, fixed, field: String(field), values: [] };
    group.values.push(value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ model, fixed, field, values }) => {
    const { generation } = activeModel(head, model);
    return [model, { ledger: head._id, generation, ...fixed, [field]: { $in: values } }];
  });
}
