import type { Db } from 'mongodb';
import type { Model } from '../domain/states.js';
import { collectionsOf } from '../store/collections.js';
import type { Generations } from '../store/generation.js';
import type { GenerationRun, RunDoc } from '../store/generation-run.js';
import { models } from './fold.js';
import { presentGenerations } from './rebuild-sweep.js';

/**
 * The run that is there, when it is about the same models and the same code; otherwise a new one,
 * on a generation that no row and no run ever had.
 */
export async function chooseRun(
  db: Db,
  doc: RunDoc,
  wanted: readonly Model[],
): Promise<GenerationRun> {
  if (doc.run !== undefined && isOf(doc.run.targets, wanted)) return doc.run;
  const head = await collectionsOf(db).ledgers.findOne({ _id: doc._id });
  const active = Object.values(head?.models ?? {}).map(({ generation }) => generation);
  const present = await Promise.all(wanted.map((model) => presentGenerations(db, model, doc._id)));
  const generation = 1 + Math.max(doc.lastGeneration, ...active, ...present.flat());
  const targets = Object.fromEntries(
    wanted.map((model) => {
      const { evolveVersion } = models[model];
      return [model, { generation, evolveVersion }] as const;
    }),
  );
  return { targets, position: 0, beats: 0, running: true };
}

/** Rows that another version of the code folded must not be gone on with. */
function isOf(targets: Generations, wanted: readonly Model[]): boolean {
  return (
    Object.keys(targets).length === wanted.length &&
    wanted.every((model) => targets[model]?.evolveVersion === models[model].evolveVersion)
  );
}
