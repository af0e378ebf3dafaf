import type { ClientSession, Db } from 'mongodb';
import type { Model } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import { activeModel, requireModels } from '../store/head.js';
import { models } from './fold.js';
import { presentGenerations } from './rebuild-sweep.js';
import { refold } from './refold.js';
import { docIdOf, rowCollection } from './row-docs.js';
import { createRows } from './rows.js';
import { writeRows } from './write-rows.js';

/**
 * Folds streams anew into the rows that are read, and removes their rows from every other
 * generation, in the caller's transaction and under the head's lock.
 * @throws Fault REBUILD_NEEDED when the rows are of another version of the code.
 */
export async function rewriteRows(
  db: Db,
  session: ClientSession,
  head: LedgerHead,
  streams: readonly string[],
): Promise<void> {
  requireModels(head, models);
  const rows = createRows();
  for (const stream of streams) {
    await refold(collectionsOf(db), head._id, stream, rows, session);
  }
  const changed = rows.changed();
  await writeRows(db, session, head, changed);
  for (const model of new Set(changed.map((row) => row.model))) {
    const ids = changed.flatMap((change) => (change.model === model ? [change.row.id] : []));
    await removeElsewhere(db, session, head, { model, ids });
  }
}

async function removeElsewhere(
  db: Db,
  session: ClientSession,
  head: LedgerHead,
  { model, ids }: { readonly model: Model; readonly ids: readonly string[] },
): Promise<void> {
  const present = await presentGenerations(db, model, head._id);
  const active = activeModel(head, model).generation;
  const others = present.filter((generation) => generation !== active);
  if (others.length === 0) return;
  const docIds = others.flatMap((generation) => ids.map((id) => docIdOf(head._id, generation, id)));
  await rowCollection<Model>(db, model).deleteMany({ _id: { $in: docIds } }, { session });
}
