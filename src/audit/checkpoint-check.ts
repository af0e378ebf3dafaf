import { openCheckpoint } from '../store/checkpoint-note.js';
import type { TreeHead } from '../store/checkpoint-note.js';
import type { Checkpoint } from '../store/collections.js';
import type { PublicKey } from '../store/keys.js';
import { NoteError } from '../store/notes.js';
import type { Hash } from '../store/merkle.js';
import type { Break } from './breaks.js';

/** What a kept checkpoint says, or how it breaks: by its signature, or by the fields beside it. */
export function openKept(
  kept: Checkpoint,
  ledger: string,
  publicKeys: readonly PublicKey[],
): TreeHead | Break {
  const position = Number.isSafeInteger(kept.size) ? kept.size : 0;
  try {
    const head = openCheckpoint(kept.note, publicKeys);
    const root = Buffer.from(head.rootHash).toString('base64');
    if (head.ledger === ledger && head.size === kept.size && root === kept.rootHash) return head;
    return {
      code: 'CHECKPOINT_INCONSISTENT',
      ledger,
      position,
      message: `The size, root or ledger kept beside a checkpoint isn't what its signed text says: ${head.size} events of ${head.ledger}.`,
    };
  } catch (error) {
    const why = error instanceof NoteError ? error.message : 'its note is no text.';
    const message = `The checkpoint of ${position} events: ${why}`;
    return { code: 'CHECKPOINT_SIGNATURE', ledger, position, message };
  }
}

/** Whether the events up to a checkpoint's size give its root. */
export function compareRoot(head: TreeHead, root: Hash, origin: Origin): Break | undefined {
  if (Buffer.compare(head.rootHash, root) === 0) return undefined;
  return {
    code: 'CHECKPOINT_INCONSISTENT',
    ledger: head.ledger,
    position: head.size,
    message: `The first ${head.size} events are not those that ${words[origin]} signed: the log was rewritten at or before this position.`,
  };
}

/** A checkpoint of more events than there are. */
export function beyondLog(head: TreeHead, size: number, origin: Origin): Break {
  const lost = head.size - size;
  return {
    code: 'CHECKPOINT_BEYOND_LOG',
    ledger: head.ledger,
    position: size + 1,
    message: `The log had ${head.size} events when ${words[origin]} was signed, and has ${size}: ${lost} lost, the first at position ${size + 1}. Its tail was cut, or an older backup was restored.`,
  };
}

/** Kept with the log, or brought along by the one who verifies. */
export type Origin = 'kept' | 'outside';

const words: { readonly [O in Origin]: string } = {
  kept: 'a checkpoint kept with the log',
  outside: 'the checkpoint you brought',
};
