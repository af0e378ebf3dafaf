import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyRing } from './keys-ring.js';
import { keyRingText, parseKeyRing } from './keys-ring.js';
import { KeyError, newSigningKey } from './keys.js';

/** @throws KeyError when the file isn't there, can be read by others, or is no key file. */
export async function readKeyFile(path: string): Promise<KeyRing> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new KeyError(`The key file ${path} can't be read.`, { cause: error });
  });
  // Windows has no such bits, and shows all of them.
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const message = `The key file ${path} can be reached by others than its owner, who could sign in its name. Close it: chmod 600 ${path}`;
    throw new KeyError(message);
  }
  return keyRingIn(path, text);
}

/**
 * Writes a new key file, for its owner's eyes only.
 * @throws KeyError when there is one already: a key that signed must not be lost.
 */
export async function writeKeyFile(path: string, keys: KeyRing): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, keyRingText(keys), { mode: 0o600, flag: 'wx' });
  try {
    // Unlike a rename, a link never replaces, and nobody sees half a file.
    await link(draft, path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    throw new KeyError(`${path} exists already and stays as it is. Name another file.`);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Where the key may be: the first that is given counts. */
export interface KeySource {
  /** What a key file holds. */
  readonly text?: string;
  readonly file?: string;
  /** A file that is made when it isn't there. */
  readonly ownFile?: string;
}

/** The key that signs; undefined, and says what that means, when there is none. @throws KeyError. */
export async function openKeyRing(
  { text, file, ownFile }: KeySource,
  say: (line: string) => void,
): Promise<KeyRing | undefined> {
  if (text !== undefined) return keyRingIn('SIGNING_KEY', text);
  if (file !== undefined) return readKeyFile(file);
  if (ownFile !== undefined) return ensureKeyFile(ownFile, say);
  say(
    'No key is set, so no checkpoints are signed: make one by "bitacora keygen -o FILE" and set SIGNING_KEY_FILE.',
  );
  return undefined;
}

/** Of two processes that start at once, both get the same key. */
async function ensureKeyFile(path: string, say: (line: string) => void): Promise<KeyRing> {
  const isThere = await stat(path).catch(() => undefined);
  if (isThere !== undefined) return readKeyFile(path);
  const signing = newSigningKey();
  const keys = { signing, publicKeys: [signing.publicKey] };
  try {
    await writeKeyFile(path, keys);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return readKeyFile(path);
  }
  say(
    `A key that signs checkpoints was made: ${path}. Keep a copy of it, apart from the database: with it alone can later checkpoints be told from forged ones.`,
  );
  return keys;
}

function keyRingIn(path: string, text: string): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (error) {
    throw error instanceof KeyError ? new KeyError(`${path}: ${error.message}`) : error;
  }
}
