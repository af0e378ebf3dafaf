import type { Db } from 'mongodb';
import type { Model } from '../domain/states.js';
import { collectionsOf } from '../store/collections.js';
import { readRunDoc } from '../store/generation-run.js';
import { modelNames } from './fold.js';
import { rowCollection } from './row-docs.js';

/** Rows deleted at a time, so that a kill loses little and no single operation takes long. */
const chunk = 2_000;

/** How long a reader may go on with a generation that is no longer active, in ms. */
export const readersFinishMs = 60_000;

/**
 * Deletes the rows of a ledger that nobody needs: of generations that were replaced more than
 * `graceMs` ago, and of rebuilds that were dropped. Can be killed and called again at any time.
 * Answers how many rows are gone.
 */
export async function sweepGenerations(
  db: Db,
  ledger: string,
  graceMs = readersFinishMs,
): Promise<number> {
  const present = await Promise.all(
    modelNames.map(async (model) => [model, await presentGenerations(db, model, ledger)] as const),
  );
  // In this order: what a rebuild begins or makes active meanwhile is not among those present, or
  // is seen in one of these two. A number that is in neither will never be used again.
  const { run, flippedAt } = await readRunDoc(db, ledger);
  const head = await collectionsOf(db).ledgers.findOne({ _id: ledger });
  const mayBeRead = flippedAt !== undefined && (await timeOf(db)) - flippedAt.getTime() < graceMs;

  let gone = 0;
  for (const [model, generations] of present) {
    const active = head?.models[model]?.generation ?? 0;
    const kept = new Set([active, run?.targets[model]?.generation]);
    for (const generation of generations) {
      const retired = generation < active;
      if (!kept.has(generation) && !(retired && mayBeRead)) {
        gone += await deleteGeneration(db, model, { ledger, generation });
      }
    }
  }
  return gone;
}

/** The generations of which there are rows, by one index look-up each. */
export async function presentGenerations(
  db: Db,
  model: Model,
  ledger: string,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (;;) {
    const row = await rowCollection<Model>(db, model).findOne(
      { ledger, generation: { $gt: found.at(-1) ?? 0 } },
      { sort: { generation: 1 }, projection: { generation: 1 } },
    );
    if (row === null) return found;
    found.push(row.generation);
  }
}

async function deleteGeneration(
  db: Db,
  model: Model,
  of: { readonly ledger: string; readonly generation: number },
): Promise<number> {
  const rows = rowCollection<Model>(db, model);
  for (let gone = 0; ;) {
    const some = await rows.find(of, { projection: { _id: 1 }, limit: chunk }).toArray();
    if (some.length === 0) return gone;
    const ids = some.map(({ _id }) => _id);
    gone += (await rows.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
}

async function timeOf(db: Db): Promise<number> {
  const { localTime } = await db.command({ hello: 1 });
  return (localTime as Date).getTime();
}
