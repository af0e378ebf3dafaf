import type { PublicKey, SigningKey } from './keys.js';
import {
  KeyError,
  parseSigningText,
  parseVerifierText,
  signingText,
  verifierText,
} from './keys.js';

/** What stands before the ledger in the origin of its checkpoints, and names the key in its file. */
export const keyName = 'bitacora';

/** The key that signs, and every key whose signatures hold: its own first, then former ones. */
export interface KeyRing {
  readonly signing: SigningKey;
  readonly publicKeys: readonly PublicKey[];
}

/**
 * The key file: the private key, and under it the verifier keys of former keys, one a line. A
 * line that begins with # is a remark.
 * @throws KeyError naming the line.
 */
export function parseKeyRing(text: string): KeyRing {
  const lines = linesIn(text);
  const isPrivate = ({ word }: Line) => word.startsWith('PRIVATE+KEY+');
  const [signing, ...more] = lines.filter(isPrivate);
  if (signing === undefined || more.length > 0) {
    const count = lines.filter(isPrivate).length;
    throw new KeyError(`Expected one private key (PRIVATE+KEY+…), got ${count}.`);
  }
  const key = atLine(signing, parseSigningText);
  const former = lines
    .filter((line) => !isPrivate(line))
    .map((line) => atLine(line, parseVerifierText));
  return { signing: key, publicKeys: distinct([key.publicKey, ...former]) };
}

export function keyRingText({ signing, publicKeys }: KeyRing): string {
  const [, ...former] = publicKeys;
  const lines = former.map((key) => verifierText(keyName, key));
  return `${[signingText(keyName, signing), ...lines].join('\n')}\n`;
}

/** The public keys of a file of keys, verifier keys or a whole key file. @throws KeyError. */
export function parsePublicKeys(text: string): readonly PublicKey[] {
  if (text.includes('PRIVATE+KEY+')) return parseKeyRing(text).publicKeys;
  return distinct(linesIn(text).map((line) => atLine(line, parseVerifierText)));
}

/** A new key that signs from now on; what the former ones signed still holds. */
export function rotated(signing: SigningKey, former: KeyRing): KeyRing {
  return { signing, publicKeys: distinct([signing.publicKey, ...former.publicKeys]) };
}

interface Line {
  readonly number: number;
  readonly word: string;
}

function linesIn(text: string): readonly Line[] {
  return text
    .split('\n')
    .map((line, i) => ({ number: i + 1, word: line.trim() }))
    .filter(({ word }) => word !== '' && !word.startsWith('#'));
}

function atLine<T>({ number, word }: Line, parse: (text: string) => T): T {
  try {
    return parse(word);
  } catch (error) {
    throw error instanceof KeyError ? new KeyError(`Line ${number}: ${error.message}`) : error;
  }
}

function distinct(keys: readonly PublicKey[]): readonly PublicKey[] {
  const seen = new Map(keys.map((key) => [Buffer.from(key).toString('hex'), key]));
  return [...seen.values()];
}
