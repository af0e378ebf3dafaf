import type { AnyBulkWriteOperation, ClientSession, Db } from 'mongodb';
import type { Catalogue } from '../../events/index.js';
import type { Model, Row, States } from '../domain/states.js';
import type { StoredEvent } from '../store/collections.js';
import { decode } from '../store/decode.js';
import type { Generations } from '../store/generation.js';
import { foldOne, onlyInto, touchedBy } from './rebuild-fold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';
import type { ChangedRow } from './rows.js';
import { createRows } from './rows.js';
import { docOf } from './write-rows.js';

export interface BufferOf {
  readonly db: Db;
  readonly ledger: string;
  /** The generation to write of each model; what isn't in it is left alone. */
  readonly targets: Generations;
  readonly catalogue: Catalogue;
}

/** Rows of the target generations, folded in memory and written together. */
export interface RowBuffer {
  /** Rows and letters held, in units of a row of middling size. */
  weight(): number;
  /**
   * Folds events over the rows that are here or in the database.
   * @throws Fault EVENT_UNREADABLE naming the position of an event that can't be read or folded.
   */
  add(stored: readonly StoredEvent[], session?: ClientSession): Promise<void>;
  /** Writes each changed row once, however many events changed it. */
  write(session: ClientSession): Promise<void>;
  changed(): readonly ChangedRow[];
}

const lettersPerRow = 1_000;

/** @param before the buffer that is being written meanwhile: its rows are gone on with. */
export function createBuffer(of: BufferOf, before?: RowBuffer): RowBuffer {
  const { db, ledger, targets, catalogue } = of;
  const rows = createRows();
  const inDatabase = new Set<string>();
  const sink = onlyInto(rows, (model) => model in targets);
  let [count, letters] = [0, 0];
  const take = (model: Model, row: Row<States[Model]>) => {
    rows.load(model, row);
    inDatabase.add(keyOf(model, row.id));
  };
  for (const { model, row } of before?.changed() ?? []) take(model, row);

  const load = async (model: Model, ids: readonly string[], session?: ClientSession) => {
    const generation = targets[model]?.generation;
    if (generation === undefined || ids.length === 0) return;
    const filter = { _id: { $in: ids.map((id) => docIdOf(ledger, generation, id)) } };
    const options = session === undefined ? {} : { session };
    const found = await rowCollection<Model>(db, model).find(filter, options).toArray();
    for (const { id, streamVersion, position, state } of found) {
      take(model, { id, streamVersion, position, state });
    }
  };

  return {
    weight: () => count + letters / lettersPerRow,
    async add(stored, session) {
      const events = stored.map((event) => decode(event, catalogue));
      const { touched, older } = touchedBy(events);
      for (const [model, ids] of touched) {
        if (!(model in targets)) continue;
        for (const id of ids) if (rows.row(model, id) === undefined) count += 1;
      }
      for (const [model, ids] of older) {
        const missing = [...ids].filter((id) => rows.row(model, id) === undefined);
        await load(model, missing, session);
      }
      for (const event of events) {
        letters += lettersIn(event.data);
        foldOne(event, sink);
      }
    },
    async write(session) {
      const operations = operationsOf(of, rows.changed(), inDatabase);
      for (const [model, list] of operations) {
        await rowCollection<Model>(db, model).bulkWrite(list, { session, ordered: false });
      }
    },
    changed: () => rows.changed(),
  };
}

function operationsOf(
  { ledger, targets }: BufferOf,
  changed: readonly ChangedRow[],
  inDatabase: ReadonlySet<string>,
) {
  const operations = new Map<Model, AnyBulkWriteOperation<RowDoc>[]>();
  for (const change of changed) {
    const { model, row } = change;
    const document = docOf(ledger, targets[model]?.generation ?? 0, change);
    const list = operations.get(model) ?? [];
    if (list.length === 0) operations.set(model, list);
    list.push(
      inDatabase.has(keyOf(model, row.id))
        ? { replaceOne: { filter: { _id: document._id }, replacement: document } }
        : { insertOne: { document } },
    );
  }
  return operations;
}

const keyOf = (model: Model, id: string) => `${model} ${id}`;

function lettersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, member) => sum + lettersIn(member), 0);
}
