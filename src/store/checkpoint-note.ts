import { signerNamed, verifierNamed } from './keys.js';
import type { PublicKey, SigningKey } from './keys.js';
import { keyName } from './keys-ring.js';
import { HASH_BYTES } from './merkle.js';
import type { Hash } from './merkle.js';
import { NoteError, openNote, signNote } from './notes.js';

/** What a checkpoint says: the whole ledger up to `size`, in one hash. */
export interface TreeHead {
  readonly ledger: string;
  readonly size: number;
  readonly rootHash: Hash;
}

/** The name of a ledger among all logs: first line of its checkpoints, and name of its key. */
export const originOf = (ledger: string): string => `${keyName}/${ledger}`;

/** A signed checkpoint, in the form of C2SP tlog-checkpoint. */
export function signCheckpoint({ ledger, size, rootHash }: TreeHead, key: SigningKey): string {
  const origin = originOf(ledger);
  const root = Buffer.from(rootHash).toString('base64');
  return signNote(`${origin}\n${size}\n${root}\n`, [signerNamed(origin, key)]);
}

/**
 * What a checkpoint says, if one of the keys signed it under the name of the ledger it is about.
 * @throws NoteError NOTE_MALFORMED, NOTE_UNKNOWN_KEY, NOTE_BAD_SIGNATURE.
 */
export function openCheckpoint(note: string, publicKeys: readonly PublicKey[]): TreeHead {
  const origin = note.slice(0, Math.max(0, note.indexOf('\n')));
  const verifiers = publicKeys.map((key) => verifierNamed(origin, key));
  return parseCheckpoint(openNote(note, verifiers));
}

/** @throws NoteError NOTE_MALFORMED unless the text is a checkpoint of one of our ledgers. */
export function parseCheckpoint(text: string): TreeHead {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const [prefix, ledger = '', ...beyond] = origin.split('/');
  const rootHash = Buffer.from(root, 'base64');
  // Lines after the third are extensions; the last of the split is what follows the last newline.
  const extensions = rest.slice(0, -1);
  const whole =
    prefix === keyName &&
    ledger !== '' &&
    beyond.length === 0 &&
    /^(0|[1-9]\d{0,15})$/.test(size) &&
    Number.isSafeInteger(Number(size)) &&
    rootHash.length === HASH_BYTES &&
    rootHash.toString('base64') === root &&
    rest.at(-1) === '' &&
    !extensions.includes('');
  if (whole) return { ledger, size: Number(size), rootHash };
  throw new NoteError(
    'NOTE_MALFORMED',
    `This is no checkpoint: expected the lines "${keyName}/<ledger>", a size and a root hash in base64.`,
  );
}
