import type { Db } from 'mongodb';
import type { Model, Row, States } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import { activeModel } from '../store/head.js';
import { models } from './fold.js';
import { refold } from './refold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';
import { createRows } from './rows.js';

/** The heads of these ledgers, in their order; undefined where there is no such ledger. */
export async function readHeads(
  db: Db,
  ledgers: readonly string[],
): Promise<readonly (LedgerHead | undefined)[]> {
  const found = await collectionsOf(db)
    .ledgers.find({ _id: { $in: [...ledgers] } })
    .toArray();
  const byName = new Map(found.map((head) => [head._id, head]));
  return ledgers.map((ledger) => byName.get(ledger));
}

/** A row by its ledger's head and its id. */
export interface RowKey {
  readonly head: LedgerHead;
  readonly id: string;
}

/** Rows of one model, as `readAnyRows` reads them. */
export async function readRows<M extends Model>(
  db: Db,
  model: M,
  keys: readonly RowKey[],
): Promise<readonly (Row<States[M]> | Error | undefined)[]> {
  const rows = await readAnyRows(
    db,
    keys.map((key) => ({ ...key, model })),
  );
  return rows as readonly (Row<States[M]> | Error | undefined)[];
}

/**
 * Rows of any ledgers and models in one command, in the order of the keys; undefined where there
 * is none. One that can't be read is an Error in its place, so that its siblings still arrive.
 */
export async function readAnyRows(
  db: Db,
  keys: readonly (RowKey & { readonly model: Model })[],
): Promise<readonly (Row<States[Model]> | Error | undefined)[]> {
  const wanted = new Map<Model, string[]>();
  const docIds = keys.map(({ model, head, id }) => {
    const docId = docIdOf(head._id, activeModel(head, model).generation, id);
    const ids = wanted.get(model) ?? [];
    ids.push(docId);
    wanted.set(model, ids);
    return `${model} ${docId}`;
  });
  const docs = await findDocs(db, [...wanted]);
  const rows = await Promise.all(
    docs.map(({ model, ...doc }) =>
      believedRow(db, model, doc).catch((error: unknown) => error as Error),
    ),
  );
  const byDocId = new Map(docs.map(({ model, _id }, i) => [`${model} ${_id}`, rows[i]]));
  return docIds.map((docId) => byDocId.get(docId));
}

type FoundDoc = RowDoc & { readonly model: Model };

/** Documents of several collections by their ids, as one pipeline. */
async function findDocs(
  db: Db,
  wanted: readonly (readonly [Model, readonly string[]])[],
): Promise<readonly FoundDoc[]> {
  const [first, ...rest] = wanted;
  if (first === undefined) return [];
  const found = ([model, docIds]: typeof first) => [
    { $match: { _id: { $in: docIds } } },
    { $set: { model } },
  ];
  const more = rest.map((part) => ({ $unionWith: { coll: part[0], pipeline: found(part) } }));
  return rowCollection<Model>(db, first[0])
    .aggregate<FoundDoc>([...found(first), ...more], { batchSize: 10_000 })
    .toArray();
}

/** Rows of one ledger whose state has these values, in no order. */
export async function findRows<M extends Model>(
  db: Db,
  head: LedgerHead,
  model: M,
  where: Readonly<Record<string, unknown>> = {},
): Promise<readonly Row<States[M]>[]> {
  const states = Object.entries(where).map(([field, value]) => [`state.${field}`, value] as const);
  const { generation } = activeModel(head, model);
  const docs = await rowCollection(db, model)
    .find({ ledger: head._id, generation, ...Object.fromEntries(states) })
    .toArray();
  return Promise.all(docs.map((doc) => believedRow(db, model, doc)));
}

/**
 * The row of a document; folded from its stream when another version of the code folded it, or when
 * it is damaged.
 */
export async function believedRow<M extends Model>(
  db: Db,
  model: M,
  doc: RowDoc,
): Promise<Row<States[M]>> {
  const { id, streamVersion, position, state, evolveVersion } = doc;
  const { evolveVersion: ours, streamOf } = models[model];
  // A row without its state is no row of this version either.
  const whole = typeof state === 'object' && (state as object | null) !== null;
  if (evolveVersion === ours && whole) {
    return { id, streamVersion, position, state: state as States[M] };
  }
  const rows = createRows();
  await refold(collectionsOf(db), doc.ledger, streamOf(id), rows);
  const row = rows.row(model, id);
  if (row === undefined) throw new Error(`${doc._id} is not in its stream`);
  return row;
}
