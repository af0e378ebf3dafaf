import type { ClientSession, Db } from 'mongodb';
import type { Catalogue } from '../../events/index.js';
import { catalogue as ourCatalogue } from '../../events/index.js';
import type { Model } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { decode } from '../store/decode.js';
import { Fault } from '../store/faults.js';
import { activeModel, requireModels } from '../store/head.js';
import { inTransaction } from '../store/transaction.js';
import type { Drift } from './drift-compare.js';
import { driftOf } from './drift-compare.js';
import { modelNames, models } from './fold.js';
import { batchesAfter, requireDense } from './rebuild-batches.js';
import { foldOne, onlyInto } from './rebuild-fold.js';
import { rowCollection } from './row-docs.js';
import type { Rows } from './rows.js';
import { createRows } from './rows.js';

/** Rows held at once; a ledger with more is gone through once for each part of that size. */
const defaultRowsAtOnce = 100_000;
const batchSize = 2_000;
const snapshotMs = 55_000;

export interface DriftOptions {
  readonly connection: Connection;
  readonly ledger: string;
  readonly catalogue?: Catalogue;
  readonly rowsAtOnce?: number;
  /** Events folded so far, of how many in all parts. */
  onProgress?(done: number, total: number): void;
}

/**
 * Compares every row of the active generations with the fold of the log, while commands go on
 * being recorded: the last events and the rows are read in one snapshot.
 * @throws Fault REBUILD_NEEDED; EVENT_UNREADABLE and LEDGER_DAMAGED naming the position.
 */
export async function* findDrift(options: DriftOptions): AsyncGenerator<Drift> {
  const { connection, ledger, rowsAtOnce = defaultRowsAtOnce } = options;
  const { client, db } = connection;
  const { catalogue = ourCatalogue } = options;
  const head = await headOf(db, ledger);
  const count = await countRows(db, head);
  const parts = Math.max(1, Math.ceil(count / rowsAtOnce));
  for (let part = 0; part < parts; part += 1) {
    const inPart = (id: string) => partOf(id, parts) === part;
    const rows = createRows();
    const sink = onlyInto(rows, (_, id) => inPart(id));
    let position = 0;
    for await (const batch of batchesAfter(collectionsOf(db), ledger, 0, batchSize)) {
      for (const event of batch) foldOne(decode(event, catalogue), sink);
      position += batch.length;
      const done = part * head.position + Math.min(position, head.position);
      options.onProgress?.(done, parts * head.position);
    }
    yield* await inTransaction(client, { deadline: Date.now() + snapshotMs }, async (session) => {
      const now = await headOf(db, ledger, session);
      const rest = await collectionsOf(db)
        .events.find({ ledger, position: { $gt: position } }, { session, sort: { position: 1 } })
        .toArray();
      requireDense(ledger, position, rest, now.position);
      for (const event of rest) foldOne(decode(event, catalogue), sink);
      return { commit: false, result: await compare({ db, session }, now, rows, inPart) };
    });
  }
}

/** @throws Fault REBUILD_NEEDED: rows of another version of the code fold to something else. */
export async function headOf(db: Db, ledger: string, session?: ClientSession): Promise<LedgerHead> {
  const options = session === undefined ? {} : { session };
  const head = await collectionsOf(db).ledgers.findOne({ _id: ledger }, options);
  if (head === null) throw new Fault('LEDGER_DAMAGED', `"${ledger}" has no head.`);
  requireModels(head, models);
  return head;
}

const rowsIn = (head: LedgerHead, model: Model) => ({
  ledger: head._id,
  generation: activeModel(head, model).generation,
});

async function countRows(db: Db, head: LedgerHead): Promise<number> {
  const counts = modelNames.map((model) =>
    rowCollection<Model>(db, model).countDocuments(rowsIn(head, model)),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function compare(
  { db, session }: { readonly db: Db; readonly session: ClientSession },
  head: LedgerHead,
  rows: Rows,
  inPart: (id: string) => boolean,
): Promise<readonly Drift[]> {
  const ledger = head._id;
  const found: Drift[] = [];
  for (const model of modelNames) {
    const seen = new Set<string>();
    const docs = rowCollection<Model>(db, model).find(rowsIn(head, model), { session, batchSize });
    for await (const doc of docs) {
      if (!inPart(doc.id)) continue;
      seen.add(doc.id);
      const drift = driftOf({ ledger, model, id: doc.id }, doc, rows.row(model, doc.id));
      if (drift !== undefined) found.push(drift);
    }
    const missing = rows.all(model).filter(({ id }) => !seen.has(id));
    for (const row of missing) {
      const drift = driftOf({ ledger, model, id: row.id }, undefined, row);
      if (drift !== undefined) found.push(drift);
    }
  }
  return found;
}

/** Spreads ids evenly; the same id is always in the same part. */
function partOf(id: string, parts: number): number {
  if (parts === 1) return 0;
  let hash = 0;
  for (const letter of id) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % parts;
}
