import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash } from 'node:crypto';

// Keys of signed notes, in the text forms that golang.org/x/mod/sumdb/note gave them.

/** What signs: its name and id stand in the signature line. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

export interface NoteVerifier {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** 32 bytes: one key serves all ledgers, each under a name of its own. */
export type PublicKey = Uint8Array;

export interface SigningKey {
  /** 32 bytes, the private key of RFC 8032. */
  readonly seed: Uint8Array;
  readonly publicKey: PublicKey;
}

/** A text that isn't the key that was expected there. It never repeats the text. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly code = 'KEY_UNREADABLE';
}

const keyBytes = 32;
/** The signature type of C2SP signed-note for Ed25519. */
const ed25519 = Buffer.from([0x01]);
// What DER puts before the 32 bytes of an Ed25519 key (RFC 8410).
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

export function newSigningKey(): SigningKey {
  const { d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return signingKeyOf(Buffer.from(d, 'base64url'));
}

/** SHA-256(name ‖ newline ‖ 0x01 ‖ public key), its first four bytes in hex: C2SP signed-note. */
export function keyIdOf(name: string, publicKey: PublicKey): string {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), ed25519, publicKey]);
  return hash('sha256', bytes, 'hex').slice(0, 8);
}

export function signerNamed(name: string, { seed, publicKey }: SigningKey): NoteSigner {
  return { name, keyId: keyIdOf(name, publicKey), privateKey: privateKeyOf(seed) };
}

export function verifierNamed(name: string, publicKey: PublicKey): NoteVerifier {
  const key = createPublicKey({
    key: Buffer.concat([spki, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return { name, keyId: keyIdOf(name, publicKey), publicKey: key };
}

/** `name+id+base64`: what an auditor is given. */
export function verifierText(name: string, publicKey: PublicKey): string {
  return `${name}+${keyIdOf(name, publicKey)}+${encoded(publicKey)}`;
}

/** `PRIVATE+KEY+name+id+base64`: to be kept where only the server reads it. */
export function signingText(name: string, { seed, publicKey }: SigningKey): string {
  return `PRIVATE+KEY+${name}+${keyIdOf(name, publicKey)}+${encoded(seed)}`;
}

/** @throws KeyError. */
export function parseSigningText(text: string): SigningKey {
  const [, name = '', id, base64 = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const key = signingKeyOf(decoded(base64, 'a private key: PRIVATE+KEY+name+id+base64'));
  if (keyIdOf(name, key.publicKey) !== id) throw new KeyError(mismatch('private key'));
  return key;
}

/** The key itself: under which name it is shown doesn't matter. @throws KeyError. */
export function parseVerifierText(text: string): PublicKey {
  const [, name = '', id, base64 = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const key = decoded(base64, 'a verifier key: name+id+base64');
  if (keyIdOf(name, key) !== id) throw new KeyError(mismatch('verifier key'));
  return key;
}

function signingKeyOf(seed: Uint8Array): SigningKey {
  const { x = '' } = createPublicKey(privateKeyOf(seed)).export({ format: 'jwk' });
  return { seed, publicKey: Buffer.from(x, 'base64url') };
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

function encoded(key: Uint8Array): string {
  return Buffer.concat([ed25519, key]).toString('base64');
}

function decoded(base64: string, expected: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  const exact = bytes.toString('base64') === base64 && bytes[0] === ed25519[0];
  if (!exact || bytes.length !== 1 + keyBytes) {
    throw new KeyError(`Expected ${expected}, of Ed25519, on one line; got another text.`);
  }
  return bytes.subarray(1);
}

function mismatch(what: string): string {
  return `The ${what} doesn't go with its name and id: it was changed, or not copied whole.`;
}
