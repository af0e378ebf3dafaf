import { sign, verify } from 'node:crypto';
import type { NoteSigner, NoteVerifier } from './keys.js';

export type NoteErrorCode = 'NOTE_MALFORMED' | 'NOTE_UNKNOWN_KEY' | 'NOTE_BAD_SIGNATURE';

/** A text that isn't a note, or not one by the keys that were to have signed it. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
  constructor(
    readonly code: NoteErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text with its signatures, none of them checked. */
export interface ParsedNote {
  /** With its last newline, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Far more than a log and its witnesses need. C2SP asks for 16 at least. */
const maxSignatures = 100;
const keyIdBytes = 4;
const signatureLine = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u;
/** Control characters other than the newline, which a note must not have. */
const control = /(?!\n)\p{Cc}/u;

/**
 * The text signed by each of the keys, in the form of C2SP signed-note.
 * @throws NoteError NOTE_MALFORMED unless the text ends with a newline and is plain.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n') || !isPlain(text)) {
    throw malformed('a text without control characters that ends with a newline');
  }
  const lines = signers.map(({ name, keyId, privateKey }) => {
    const signature = sign(null, Buffer.from(text), privateKey);
    const bytes = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
    return `— ${name} ${bytes.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Takes a note apart without believing it. @throws NoteError NOTE_MALFORMED. */
export function parseNote(note: string): ParsedNote {
  if (!isPlain(note)) throw malformed('well-formed Unicode without control characters');
  // The last empty line ends the text; the text itself may have empty lines.
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) {
    throw malformed('a text, an empty line and signatures, each line with its newline');
  }
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw malformed(`at most ${maxSignatures} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(signatureIn) };
}

/**
 * The text of a note that at least one of these keys signed. Signatures of keys that aren't known
 * (witnesses, other keys) are passed over; one of a known key that doesn't hold spoils the note.
 * @throws NoteError NOTE_MALFORMED, NOTE_UNKNOWN_KEY, NOTE_BAD_SIGNATURE.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): string {
  const { text, signatures } = parseNote(note);
  let known = 0;
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find((key) => key.name === name && key.keyId === keyId);
    if (verifier === undefined) continue;
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature)) {
      const message = `The signature of ${name} (key ${keyId}) doesn't hold for this text.`;
      throw new NoteError('NOTE_BAD_SIGNATURE', message);
    }
    known += 1;
  }
  if (known > 0) return text;
  const came = signatures.map(({ name, keyId }) => `${name} (${keyId})`).join(', ');
  const expected = verifiers.map(({ name, keyId }) => `${name} (${keyId})`).join(', ');
  throw new NoteError(
    'NOTE_UNKNOWN_KEY',
    `No signature is by a known key: expected ${expected === '' ? 'one, but no key is known' : expected}; got ${came}.`,
  );
}

function signatureIn(line: string): NoteSignature {
  const [, name, base64] = signatureLine.exec(line) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  // Node reads base64 leniently; two texts for one signature would be two notes.
  const exact = bytes.toString('base64') === base64;
  if (name === undefined || !exact || name.includes('+') || bytes.length <= keyIdBytes) {
    throw malformed('signature lines of the form "— name base64"');
  }
  const keyId = bytes.toString('hex', 0, keyIdBytes);
  return { name, keyId, signature: bytes.subarray(keyIdBytes) };
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !control.test(text);
}

function malformed(expected: string): NoteError {
  return new NoteError('NOTE_MALFORMED', `This is no signed note: expected ${expected}.`);
}
