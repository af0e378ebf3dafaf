import type { TreeHead } from '../store/checkpoint-note.js';
import type { StoredEvent } from '../store/collections.js';
import type { Hash } from '../store/merkle.js';
import type { Break } from './breaks.js';
import { earlier } from './breaks.js';
import { beyondLog, compareRoot } from './checkpoint-check.js';

/** A checkpoint that the log doesn't fit, and the event that says why. */
export interface Loss {
  /** Of the checkpoint. */
  readonly size: number;
  /** What stood after this position, up to the checkpoint, is lost. */
  readonly keptSize: number;
  /** Of the `LedgerRestored`. */
  readonly position: number;
}

/** A checkpoint from outside that the log doesn't fit, and what it means unless it is explained. */
interface Misfit {
  readonly head: TreeHead;
  readonly broken: Break;
}

/** Compares the checkpoints that were brought with the log, as it is gone through. */
export interface OutsideCheck {
  /** Each event, in order: it may tell of a restore. */
  see(event: StoredEvent): void;
  /** Whether a checkpoint is about these events or fewer, and wasn't compared. */
  isDue(size: number): boolean;
  /** Compares those that are due with the root of the events up to here. */
  compare(root: Hash): void;
  /**
   * What they come to. At the end of the log, of so many events, those of more don't fit; where it
   * was left before its end nothing is known of them.
   */
  judge(size: number | undefined): {
    readonly losses: readonly Loss[];
    readonly broken: Break | undefined;
  };
}

/**
 * A restore that the log tells of explains the checkpoint that it names, by size and root, and
 * those signed earlier of events that it says are lost; never one of events that it says are kept,
 * nor one of more events than it knew of. It comes later in the log than what it explains.
 */
export function createOutsideCheck(heads: readonly TreeHead[]): OutsideCheck {
  const ahead = [...heads].sort((a, b) => a.size - b.size);
  const restores: Restore[] = [];
  const misfits: Misfit[] = [];

  return {
    see({ type, position, data }) {
      if (type === 'LedgerRestored') restores.push(restoreOf(position, data));
    },
    isDue: (size) => ahead[0] !== undefined && ahead[0].size <= size,
    compare(root) {
      const head = ahead.shift();
      const broken = head && compareRoot(head, root, 'outside');
      if (head !== undefined && broken !== undefined) misfits.push({ head, broken });
    },
    judge(size) {
      const beyond =
        size === undefined
          ? []
          : ahead.map((head) => ({ head, broken: beyondLog(head, size, 'outside') }));
      const losses: Loss[] = [];
      let broken: Break | undefined;
      for (const misfit of [...misfits, ...beyond]) {
        const loss = explanationOf(misfit.head, restores);
        if (loss === undefined) broken = earlier(broken, misfit.broken);
        else losses.push(loss);
      }
      return { losses, broken };
    },
  };
}

type Restore = Loss & { readonly rootHash: string };

function restoreOf(position: number, data: StoredEvent['data']): Restore {
  const { size, rootHash } = (data['checkpoint'] ?? {}) as Readonly<Record<string, unknown>>;
  const keptSize = Number(data['keptSize']);
  return { position, keptSize, size: Number(size), rootHash: String(rootHash) };
}

function explanationOf(
  { size, rootHash }: TreeHead,
  restores: readonly Restore[],
): Loss | undefined {
  const root = Buffer.from(rootHash).toString('base64');
  const found = restores.find(
    (restore) =>
      restore.keptSize < size &&
      (size < restore.size || (size === restore.size && root === restore.rootHash)),
  );
  return found && { size, keptSize: found.keptSize, position: found.position };
}
