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

/** The key in this file; at the first start, a new one. Of two processes, both get the same. */
export async function ensureKeyFile(
  path: string,
): Promise<{ readonly keys: KeyRing; readonly created: boolean }> {
  const isThere = await stat(path).catch(() => undefined);
  if (isThere !== undefined) return { keys: await readKeyFile(path), created: false };
  const signing = newSigningKey();
  const keys = { signing, publicKeys: [signing.publicKey] };
  try {
    await writeKeyFile(path, keys);
    return { keys, created: true };
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return { keys: await readKeyFile(path), created: false };
  }
}

function keyRingIn(path: string, text: string): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (error) {
    throw error instanceof KeyError ? new KeyError(`${path}: ${error.message}`) : error;
  }
}
