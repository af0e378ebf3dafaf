import { hash } from 'node:crypto';
import { isWellFormed } from './canonical.js';
import { EntryError } from './entry-error.js';
import { isDeclared, textsIn, valueAt } from './texts.js';

export const SALT_BYTES = 16;

/** By concrete path: the salt of a text, as base64 of 16 bytes. */
export type Salts = Readonly<Record<string, string>>;
/** By concrete path: the SHA-256 of salt and text, as 64 lower-case hex digits. */
export type Commitments = Readonly<Record<string, string>>;

export interface Committed {
  readonly salts?: Salts;
  /** Of texts that were redacted: text and salt are gone, this is what remains of them. */
  readonly commitments?: Commitments;
}

// Canonical base64 of 16 bytes: the last digit before the padding carries only two bits.
const SALT = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
const COMMITMENT = /^[0-9a-f]{64}$/;

/**
 * A fresh salt for each declared text that is present. Without a salt of its own, a short text
 * (a name, "no") could be found from its hash by trying.
 * @param randomBytes a cryptographic source, such as node:crypto's `randomBytes`.
 * @throws EntryError NOT_A_TEXT.
 */
export function saltTexts(
  envelope: object,
  texts: readonly string[],
  randomBytes: (size: number) => Uint8Array,
): Record<string, string> {
  const found = textsIn(envelope, texts);
  // One call for all: the call costs more than the bytes.
  const bytes = Buffer.from(randomBytes(SALT_BYTES * found.length));
  const salts = found.map(({ path }, i) => {
    const salt = bytes.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES);
    return [path, salt.toString('base64')] as const;
  });
  return Object.fromEntries(salts);
}

/** SHA-256(salt ‖ UTF-8 text) as hex. @throws EntryError BAD_SALT, NOT_CANONICAL. */
export function commitmentOf(path: string, salt: string, text: string): string {
  if (typeof salt !== 'string' || !SALT.test(salt)) {
    throw new EntryError('BAD_SALT', path, `base64 of ${SALT_BYTES} bytes`, 'another text');
  }
  if (!isWellFormed(text)) {
    throw new EntryError('NOT_CANONICAL', path, 'well-formed Unicode text', 'a lone surrogate');
  }
  // At most three bytes for each unit of UTF-16.
  const room = SALT_BYTES + 3 * text.length;
  const bytes = room <= committed.length ? committed : Buffer.allocUnsafe(room);
  bytes.write(salt, 0, 'base64');
  const end = SALT_BYTES + bytes.write(text, SALT_BYTES, 'utf8');
  return hash('sha256', bytes.subarray(0, end), 'hex');
}

/** The salt and text that are being hashed: there are several of every event, all but few short. */
const committed = Buffer.alloc(16 * 1024);

/**
 * The commitment of every declared text, present or redacted, by concrete path: what a redaction
 * keeps, and what the entry shows.
 * @throws EntryError TEXT_WITHOUT_SALT; TEXT_AND_COMMITMENT (a text that is there must be checked
 * against its salt: a kept commitment beside it would let a changed text pass); BAD_SALT (also a
 * salt without its text: it would betray a redacted one); BAD_COMMITMENT; UNDECLARED_TEXT.
 */
export function commitmentsOf(envelope: Committed, texts: readonly string[]): Commitments {
  const salts = envelope.salts ?? {};
  const commitments = envelope.commitments ?? {};
  const result: Record<string, string> = {};
  for (const { path, text } of textsIn(envelope, texts)) {
    if (Object.hasOwn(commitments, path)) continue;
    const salt = Object.hasOwn(salts, path) ? salts[path] : undefined;
    if (salt === undefined) {
      throw new EntryError('TEXT_WITHOUT_SALT', path, 'a salt for the declared text', 'none');
    }
    result[path] = commitmentOf(path, salt, text);
  }
  for (const [path, commitment] of Object.entries(commitments)) {
    requireRedacted(envelope, path, commitment, texts);
    result[path] = commitment;
  }
  for (const path of Object.keys(salts)) {
    if (Object.hasOwn(result, path) && !Object.hasOwn(commitments, path)) continue;
    throw new EntryError('BAD_SALT', path, 'a declared text for the salt', 'none');
  }
  return result;
}

function requireRedacted(
  envelope: object,
  path: string,
  commitment: string,
  texts: readonly string[],
): void {
  if (!isDeclared(path, texts)) {
    throw new EntryError('UNDECLARED_TEXT', path, 'a text that the type declares', 'another');
  }
  if (typeof commitment !== 'string' || !COMMITMENT.test(commitment)) {
    throw new EntryError('BAD_COMMITMENT', path, '64 lower-case hex digits', 'another text');
  }
  const left = valueAt(envelope, path);
  if (left !== undefined && left !== null) {
    throw new EntryError('TEXT_AND_COMMITMENT', path, 'a text or its commitment', 'both');
  }
}
