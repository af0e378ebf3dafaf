import type { TreeHead } from '../store/checkpoint-note.js';
import { openCheckpoint, parseCheckpoint } from '../store/checkpoint-note.js';
import type { PublicKey } from '../store/keys.js';
import { NoteError, parseNote } from '../store/notes.js';
import type { Break } from './breaks.js';

/** A checkpoint that was kept outside. What it says isn't believed before its signature is. */
export interface Brought {
  readonly ledger: string;
  readonly size: number;
  readonly note: string;
}

/** @throws NoteError NOTE_MALFORMED when the text is no signed checkpoint of ours. */
export function readBrought(note: string): Brought {
  const { ledger, size } = parseCheckpoint(parseNote(note).text);
  return { ledger, size, note };
}

/** Those of one ledger, by their signed text; a break when a signature doesn't hold. */
export function openBrought(
  brought: readonly Brought[],
  ledger: string,
  publicKeys: readonly PublicKey[],
): readonly TreeHead[] | Break {
  try {
    return brought
      .filter((checkpoint) => checkpoint.ledger === ledger)
      .map(({ note }) => openCheckpoint(note, publicKeys));
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    const message = `The checkpoint you brought: ${error.message}`;
    return { code: 'CHECKPOINT_SIGNATURE', ledger, position: 0, message };
  }
}
