import type { Collection, Db } from 'mongodb';
import type { Model, States } from '../domain/states.js';
import type { NamedIndex } from '../store/indexes.js';

/** A row as it lies in its read model's collection. */
export interface RowDoc<M extends Model = Model> {
  /** `ledger/generation/id`: a rebuild writes a new generation beside the one that is read. */
  readonly _id: string;
  readonly ledger: string;
  readonly generation: number;
  readonly id: string;
  readonly streamVersion: number;
  readonly position: number;
  /** The version of the code that folded it. */
  readonly evolveVersion: number;
  readonly state: States[M];
}

export function rowCollection<M extends Model>(db: Db, model: M): Collection<RowDoc<M>> {
  return db.collection<RowDoc<M>>(model);
}

export const docIdOf = (ledger: string, generation: number, id: string) =>
  `${ledger}/${generation}/${id}`;

function lookup(collection: Model, name: string, ...fields: string[]): NamedIndex {
  const states = Object.fromEntries(fields.map((field) => [`state.${field}`, 1 as const]));
  return { collection, name, key: { ledger: 1, generation: 1, ...states } };
}

/** In the order of a list, which ends with the id: a page of it reads no more than the page. */
function listed(collection: Model, name: string, ...fields: string[]): NamedIndex {
  const index = lookup(collection, name, ...fields);
  return { ...index, key: { ...index.key, id: 1 } };
}

/** The index of a plan's rows, with all that the figures of most groups are taken from. */
export const figuresIndex = 'figures';

/** One index for each way in which rows are looked up or listed. */
export const rowIndexes: readonly NamedIndex[] = [
  lookup('entities', 'all'),
  lookup('plans', 'by-title', 'year', 'titleKey'),
  {
    collection: 'plans',
    name: 'by-year',
    key: { 'state.year': -1, 'state.titleKey': 1, id: 1 },
  },
  lookup('offices', 'by-key', 'keys'),
  listed('offices', 'by-name', 'name'),
  listed('actions', 'by-plan-and-number', 'planId', 'numberKey'),
  lookup('actions', 'by-number', 'numberKey'),
  lookup('reports', 'by-action', 'actionId', 'quarter'),
  lookup(
    'reports',
    figuresIndex,
    ...['planId', 'quarter', 'withdrawn', 'alike', 'percent', 'weight', 'officeSet'],
  ),
  lookup('periods', 'by-plan', 'planId', 'quarter'),
  lookup('imports', 'by-file', 'sha256'),
];
