import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { Model, Row, States } from '../domain/states.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { Fault } from '../store/faults.js';
import { activeModel } from '../store/head.js';
import { readPositions } from '../store/read.js';
import { headOf } from './drift.js';
import type { Drift } from './drift-compare.js';
import { driftOf } from './drift-compare.js';
import { modelNames } from './fold.js';
import { believedRow } from './read-rows.js';
import { touchedBy } from './rebuild-fold.js';
import type { RowDoc } from './row-docs.js';
import { docIdOf, rowCollection } from './row-docs.js';

/** No row of this version was ever folded, so it is folded anew. */
const believedByNobody = -1;
/** Looks at a row whose place isn't the one that its stream says: it may be moving on. */
const looks = 20;

export interface SampleOptions {
  readonly connection: Connection;
  readonly ledger: string;
  /** So many rows of each read model, and the rows that so many events touched. */
  readonly size: number;
  onProgress?(done: number, total: number): void;
}

/**
 * Compares some rows, taken by chance, with the fold of their streams. Rows are drawn from the
 * read models (so that wrong and extra ones are met) and by events of the log (so that missing
 * ones are).
 * @throws Fault REBUILD_NEEDED, EVENT_UNREADABLE.
 */
export async function* sampleDrift(options: SampleOptions): AsyncGenerator<Drift> {
  const { connection, ledger, size } = options;
  const { db } = connection;
  const drawn = [...(await drawRows(db, ledger, size)), ...(await drawEvents(db, ledger, size))];
  const keys = new Map(drawn.map((key) => [`${key.model} ${key.id}`, key]));
  let done = 0;
  for (const { model, id } of keys.values()) {
    const drift = await checkRow(db, { ledger, model, id });
    if (drift !== undefined) yield drift;
    options.onProgress?.((done += 1), keys.size);
  }
}

type Key = Pick<Drift, 'model' | 'id'>;

async function drawRows(db: Db, ledger: string, size: number): Promise<readonly Key[]> {
  const head = await headOf(db, ledger);
  const keys: Key[] = [];
  for (const model of modelNames) {
    const { generation } = activeModel(head, model);
    const stages = [{ $match: { ledger, generation } }, { $sample: { size } }];
    const found = rowCollection<Model>(db, model).aggregate<RowDoc>(stages);
    for (const { id } of await found.toArray()) keys.push({ model, id });
  }
  return keys;
}

async function drawEvents(db: Db, ledger: string, size: number): Promise<readonly Key[]> {
  const { position } = await headOf(db, ledger);
  if (position === 0) return [];
  const positions = new Set(Array.from({ length: size }, () => 1 + randomInt(position)));
  const { touched } = touchedBy(await readPositions(collectionsOf(db), ledger, [...positions]));
  return [...touched].flatMap(([model, ids]) => [...ids].map((id) => ({ model, id })));
}

/** A row that moves on between the reading of it and of its stream gets another look. */
async function checkRow(
  db: Db,
  about: Key & { readonly ledger: string },
): Promise<Drift | undefined> {
  for (let left = looks; ; left -= 1) {
    const { ledger, model, id } = about;
    const { generation } = activeModel(await headOf(db, ledger), model);
    const _id = docIdOf(ledger, generation, id);
    const doc = await rowCollection<Model>(db, model).findOne({ _id });
    const row = await refold(db, model, _id, about);
    const drift = driftOf(about, doc ?? undefined, row);
    if (drift === undefined || left === 0 || doc?.position === row?.position) return drift;
    await sleep(20);
  }
}

async function refold(
  db: Db,
  model: Model,
  _id: string,
  { ledger, id }: { readonly ledger: string; readonly id: string },
): Promise<Row<States[Model]> | undefined> {
  const doc = { _id, ledger, id, evolveVersion: believedByNobody } as RowDoc;
  try {
    return await believedRow(db, model, doc);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return undefined;
  }
}
