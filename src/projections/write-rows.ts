import type { AnyBulkWriteOperation, ClientSession, Db } from 'mongodb';
import type { Model } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { activeModel } from '../store/head.js';
import { models } from './fold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';
import type { ChangedRow } from './rows.js';

/** A row isn't where it was known to be: somebody changed it by hand, beside the log. */
export class RowMoved extends Error {
  override readonly name = 'RowMoved';
}

/**
 * Writes the rows that a batch changed, in the transaction that appends its events.
 * @throws RowMoved when one of them is no more, or isn't the version that it was loaded as.
 */
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
    list.push(operationOf(docOf(head._id, generation, change), change));
    operations.set(change.model, list);
  }
  for (const [model, list] of operations) {
    const rows = rowCollection(db, model);
    const { matchedCount, upsertedCount } = await rows.bulkWrite(list, { session, ordered: false });
    if (matchedCount + upsertedCount === list.length) continue;
    throw new RowMoved(`Rows of ${model} in "${head._id}" are not as they were known to be`);
  }
}

export function docOf(ledger: string, generation: number, { model, row }: ChangedRow): RowDoc {
  const { evolveVersion } = models[model];
  return { _id: docIdOf(ledger, generation, row.id), ledger, generation, evolveVersion, ...row };
}

/** A state that stayed the same is not sent again: only its place moves on. */
function operationOf(
  doc: RowDoc,
  { stateChanged, from }: ChangedRow,
): AnyBulkWriteOperation<RowDoc> {
  const { _id } = doc;
  if (stateChanged) return { replaceOne: { filter: { _id }, replacement: doc, upsert: true } };
  const { streamVersion, position, evolveVersion } = doc;
  const filter = { _id, evolveVersion, ...(from === undefined ? {} : { streamVersion: from }) };
  return { updateOne: { filter, update: { $set: { streamVersion, position } } } };
}
