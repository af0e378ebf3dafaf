import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Db } from 'mongodb';
import { isDuplicateKey } from './duplicate-key.js';
import type { TokenFacts } from './tokens.js';
import {
  addToken,
  endOf,
  findToken,
  isTokenText,
  newTokenText,
  revokeTokensOfFile,
} from './tokens.js';

/** A file that can't serve as the one with the operator's token. It never repeats what is in it. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
  readonly code = 'TOKEN_FILE_UNUSABLE';
}

/**
 * Makes sure that a file holds a token that works, for its owner's eyes only. The file counts: a
 * token in it that the database doesn't know (a new database, or a token of the operator's choice)
 * is taken on; one that was revoked is replaced. When the file was lost, a new token is made, and
 * the one that it held is revoked, since whoever has the file now could use it.
 * @throws TokenFileError.
 */
export async function ensureTokenFile(
  db: Db,
  path: string,
  who: Pick<TokenFacts, 'actorId' | 'role'>,
  say: (line: string) => void,
): Promise<void> {
  const facts = { ...who, file: `${hostname()}:${path}` };
  const held = await textIn(path);
  const known = held === undefined ? undefined : await findToken(db, held);
  if (known !== undefined && endOf(known, new Date()) === undefined) return;
  if (held !== undefined && known === undefined) {
    await takeOn(db, facts, held);
    return;
  }
  const text = newTokenText();
  await revokeTokensOfFile(db, facts.file);
  const written = await write(path, text, held !== undefined);
  // Of two processes that start at once, both go on with the same token.
  await takeOn(db, facts, written ? text : ((await textIn(path)) ?? text));
  if (written) say(`The operator's token, which writing takes, was made: ${path}. Keep it secret.`);
}

async function takeOn(db: Db, facts: TokenFacts, text: string): Promise<void> {
  await addToken(db, facts, text).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

async function textIn(path: string): Promise<string | undefined> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new TokenFileError(`The operator's token can't be read from ${path}.`, { cause: error });
  });
  if (content === undefined) return undefined;
  // Windows has no such bits, and shows all of them.
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const message = `The token file ${path} can be reached by others than its owner, who could write as the operator. Close it: chmod 600 ${path}`;
    throw new TokenFileError(message);
  }
  const text = content.trim();
  if (isTokenText(text)) return text;
  const message = `Expected a token in ${path}: "bitacora_" and 43 letters of base64url (256 random bits); got something else. Remove the file, and the next start makes a token.`;
  throw new TokenFileError(message);
}

/** False when another process wrote the file first, and it wasn't to be replaced. */
async function write(path: string, text: string, replace: boolean): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
    // Unlike a rename, a link never replaces; nobody sees half a file either way.
    await (replace ? rename(draft, path) : link(draft, path));
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'EEXIST') return false;
    const message = `The operator's token can't be written to ${path}. Set OPERATOR_TOKEN_FILE (or DATA_DIR) to a place where this user may write.`;
    throw new TokenFileError(message, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}
