import { setTimeout as sleep } from 'node:timers/promises';
import { latestCheckpoint, makeCheckpoint } from './checkpoints.js';
import type { Checkpoint, Collections } from './collections.js';
import type { KeyRing } from './keys-ring.js';

export interface CheckpointPolicy {
  /** A checkpoint is due when so many events came since the last one. */
  readonly everyEvents: number;
  /** … and when any came, after so long. */
  readonly everyMs: number;
}

export interface CheckpointTimer {
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/** How often heads are looked at: events beyond `everyEvents` wait for no more than this. */
const roundMs = 5_000;

/**
 * Makes checkpoints of every ledger as they fall due, until it is stopped. Several processes may
 * do so at once. What fails in one ledger is told to `onError`, and the others get theirs.
 */
export function keepCheckpoints(
  collections: Collections,
  keys: KeyRing,
  policy: CheckpointPolicy,
  onError: (ledger: string | undefined, error: unknown) => void,
): CheckpointTimer {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await makeDueCheckpoints(collections, keys, policy, { now: new Date(), onError });
      const wait = Math.min(roundMs, policy.everyMs);
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}

/** One round: the checkpoints that are due now. */
export async function makeDueCheckpoints(
  collections: Collections,
  keys: KeyRing,
  policy: CheckpointPolicy,
  { now, onError }: { readonly now: Date; readonly onError: (l?: string, error?: unknown) => void },
): Promise<void> {
  const makeDue = async (ledger: string, position: number) => {
    const last = await latestCheckpoint(collections, ledger);
    if (isDue(position, last, policy, now)) await makeCheckpoint(collections, keys, ledger, now);
  };
  try {
    const heads = await collections.ledgers.find({}, { projection: { position: 1 } }).toArray();
    for (const { _id: ledger, position } of heads) {
      await makeDue(ledger, position).catch((error: unknown) => onError(ledger, error));
    }
  } catch (error) {
    onError(undefined, error);
  }
}

function isDue(
  position: number,
  last: Checkpoint | undefined,
  { everyEvents, everyMs }: CheckpointPolicy,
  now: Date,
): boolean {
  if (last === undefined) return position > 0;
  const fresh = position - last.size;
  return fresh >= everyEvents || (fresh > 0 && now.getTime() - last.at.getTime() >= everyMs);
}
