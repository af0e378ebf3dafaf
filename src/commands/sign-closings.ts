import { latestCheckpoint, makeCheckpoint } from '../store/checkpoints.js';
import type { Collections } from '../store/collections.js';
import type { KeyRing } from '../store/keys-ring.js';
import type { CommandLoop } from './loop.js';

/**
 * A loop that signs a checkpoint whenever a quarter was closed, before the closing is answered, so
 * that the act by which it is closed can hold the checkpoint. The closing is recorded by then: a
 * checkpoint that can't be made is told to `onError`, and changes nothing about the answer.
 */
export function signClosings(
  loop: CommandLoop,
  collections: Collections,
  keys: KeyRing,
  onError: (ledger: string, error: unknown) => void,
): CommandLoop {
  const signing = new Set<Promise<unknown>>();
  const signed = async (ledger: string, position: number) => {
    const last = await latestCheckpoint(collections, ledger);
    if (last !== undefined && last.size >= position) return;
    await makeCheckpoint(collections, keys, ledger, new Date());
  };
  const sign = async (ledger: string, position: number) => {
    const made = signed(ledger, position).catch((error: unknown) => onError(ledger, error));
    signing.add(made);
    await made;
    signing.delete(made);
  };
  return {
    async execute(request) {
      const outcome = await loop.execute(request);
      // A repetition too: whoever recorded it may have died before it was signed.
      const [position] = outcome.kind === 'recorded' ? outcome.positions : [];
      if (request.type === 'ClosePeriod' && position !== undefined) {
        await sign(request.ledger, position);
      }
      return outcome;
    },
    async close() {
      await loop.close();
      await Promise.all(signing);
    },
  };
}
