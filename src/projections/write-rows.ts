import type { AnyBulkWriteOperation, ClientSession, Db } from 'mongodb';
import type { Model } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { activeModel } from '../store/head.js';
import { models } from './fold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';
import type { ChangedRow } from './rows.js';

/** Writes the rows that a batch changed, in the transaction that appends its events. */
export async function writeRows(
  db: Db,
  session: ClientSession,
  head: LedgerHead,
  changed: readonly ChangedRow[],
): Promise<void> {
  const operations = new Map<Model, AnyBulkWriteOperation<RowDoc>[]>();
  for (const change of changed) {
    const list = operations.get(change.model) ?? [];
    const { generation } = activeModel(head, change.model);
    list.push(operationOf(docOf(head._id, generation, change), change.stateChanged));
    operations.set(change.model, list);
  }
  for (const [model, list] of operations) {
    await rowCollection(db, model).bulkWrite(list, { session, ordered: false });
  }
}

export function docOf(ledger: string, generation: number, { model, row }: ChangedRow): RowDoc {
  const { evolveVersion } = models[model];
  return { _id: docIdOf(ledger, generation, row.id), ledger, generation, evolveVersion, ...row };
}

/** A state that stayed the same is not sent again: only its place moves on. */
function operationOf(doc: RowDoc, stateChanged: boolean): AnyBulkWriteOperation<RowDoc> {
  const filter = { _id: doc._id };
  if (stateChanged) return { replaceOne: { filter, replacement: doc, upsert: true } };
  const { streamVersion, position } = doc;
  return { updateOne: { filter, update: { $set: { streamVersion, position } } } };
}
