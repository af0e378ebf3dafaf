import { collectionsOf } from '../store/collections.js';
import { batchesAfter } from './rebuild-batches.js';
import { createBuffer } from './rebuild-buffer.js';
import type { StepsOf } from './rebuild-steps.js';
import { save } from './rebuild-steps.js';

export interface CatchUpOptions {
  /** Events read at a time, if they are not more than 16 MB. */
  readonly batchSize: number;
  /** Rows are written when this many are in memory, or this many ms after the last time. */
  readonly saveEvery: { readonly weight: number; readonly ms: number };
  readonly signal?: AbortSignal;
  readonly onSaved: (position: number) => void;
}

/**
 * Folds the events after a position, up to the last one on record, and saves as it goes. One save
 * is under way while the next rows are folded. Answers where it came to, all of it saved.
 */
export async function catchUp(
  steps: StepsOf,
  from: number,
  { batchSize, saveEvery, signal, onSaved }: CatchUpOptions,
): Promise<number> {
  const { connection, claim, targets, catalogue } = steps;
  const { db } = connection;
  const { ledger } = claim;
  const bufferOf = { db, ledger, targets, catalogue };
  let buffer = createBuffer(bufferOf);
  let since = performance.now();
  let [handedOver, position] = [from, from];
  let saving = Promise.resolve();
  const handOver = async () => {
    await saving;
    const place = { from: handedOver, to: position };
    saving = save(steps, buffer, place).then(() => onSaved(place.to));
    // Its failure is told when it is awaited; until then nobody else must hear of it.
    saving.catch(() => undefined);
    [handedOver, since] = [position, performance.now()];
    buffer = createBuffer(bufferOf, buffer);
  };
  try {
    for await (const batch of batchesAfter(collectionsOf(db), ledger, from, batchSize)) {
      await buffer.add(batch);
      position += batch.length;
      const late = performance.now() - since >= saveEvery.ms;
      if (late || buffer.weight() >= saveEvery.weight) await handOver();
      if (signal?.aborted === true) break;
    }
    if (position > handedOver) await handOver();
  } finally {
    // Whatever went wrong: nothing is being written any more when this ends.
    await saving.catch(() => undefined);
  }
  await saving;
  return position;
}
