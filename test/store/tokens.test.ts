import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/store/connect.js';
import type { Connection } from '../../src/store/connect.js';
import { logIndexes } from '../../src/store/indexes.js';
import { ensureTokenFile } from '../../src/store/token-file.js';
import {
  addToken,
  endOf,
  findToken,
  listTokens,
  newTokenText,
  noteUse,
  revokeToken,
  tokensOf,
} from '../../src/store/tokens.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase, temporaryFolder } from '../support/mongod.js';

let database: FreshDatabase;
let connection: Connection;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  connection = await connect(database.uri, { indexes: logIndexes });
  folder = await temporaryFolder();
});
afterAll(async () => {
  await connection.close();
  await database.close();
});

const operator = { actorId: 'local', role: 'operator' };
const now = new Date('2026-06-01T12:00:00Z');

describe('a token', () => {
  it('is kept as a hash alone', async () => {
    const { db } = connection;
    const { id, text } = await addToken(db, operator);
    expect(text).toMatch(/^bitacora_[A-Za-z0-9_-]{43}$/);
    const stored = await tokensOf(db).findOne({ _id: id });
    expect(stored).toMatchObject({ ...operator, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(stored)).not.toContain(text.slice(9));
    expect(await findToken(db, text)).toEqual(stored);
    expect(await findToken(db, newTokenText())).toBeUndefined();
  });

  it('ends when it is revoked, once and for good, and when it expires', async () => {
    const { db } = connection;
    const { id, text } = await addToken(db, { ...operator, expiresAt: now });
    const found = async () => {
      const token = await findToken(db, text);
      if (token === undefined) throw new Error('the token is gone');
      return token;
    };
    expect(endOf(await found(), new Date(now.getTime() - 1))).toBeUndefined();
    expect(endOf(await found(), now)).toBe('expired');
    expect(await revokeToken(db, id)).toBe(true);
    const { revokedAt } = await found();
    expect(await revokeToken(db, id)).toBe(true);
    expect((await found()).revokedAt).toEqual(revokedAt);
    expect(endOf(await found(), now)).toBe('revoked');
    expect(await revokeToken(db, 'token_none')).toBe(false);
  });

  it('tells when it was last used, to the minute', async () => {
    const { db } = connection;
    const { id, text } = await addToken(db, operator);
    const use = async (at: number) => {
      const token = await findToken(db, text);
      if (token !== undefined) await noteUse(db, token, new Date(at));
      return (await listTokens(db)).find(({ _id }) => _id === id)?.lastUsedAt?.getTime();
    };
    const at = now.getTime();
    expect(await use(at)).toBe(at);
    expect(await use(at + 30_000)).toBe(at);
    expect(await use(at + 60_000)).toBe(at + 60_000);
  });
});

describe("the file of the operator's token", () => {
  const said: string[] = [];
  const ensure = (path: string) =>
    ensureTokenFile(connection.db, path, operator, (line) => said.push(line));
  const textIn = async (path: string) => (await readFile(path, 'utf8')).trim();
  const endIn = async (text: string) => {
    const token = await findToken(connection.db, text);
    return token === undefined ? 'unknown' : endOf(token, new Date());
  };

  it('is made at the first start, for its owner alone, and stays', async () => {
    const path = join(folder, 'new', 'operator.token');
    await ensure(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await textIn(path);
    expect(await findToken(connection.db, text)).toMatchObject(operator);
    expect(said).toEqual([expect.stringContaining(path)]);
    expect(said.join()).not.toContain(text);
    await ensure(path);
    expect(await textIn(path)).toBe(text);
    expect(said).toHaveLength(1);
  });

  it('that was lost is made anew, and what it held opens nothing any more', async () => {
    const path = join(folder, 'lost.token');
    await ensure(path);
    const lost = await textIn(path);
    await rm(path);
    await ensure(path);
    expect(await textIn(path)).not.toBe(lost);
    expect(await endIn(lost)).toBe('revoked');
    expect(await endIn(await textIn(path))).toBeUndefined();
  });

  it('whose token was revoked gets another', async () => {
    const path = join(folder, 'revoked.token');
    await ensure(path);
    const before = await textIn(path);
    const token = await findToken(connection.db, before);
    await revokeToken(connection.db, token?._id ?? '');
    await ensure(path);
    expect(await textIn(path)).not.toBe(before);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await endIn(await textIn(path))).toBeUndefined();
  });

  it('gives its token to a database that does not know it', async () => {
    const path = join(folder, 'given.token');
    const text = newTokenText();
    await writeFile(path, `${text}\n`, { mode: 0o600 });
    await ensure(path);
    expect(await textIn(path)).toBe(text);
    expect(await endIn(text)).toBeUndefined();
  });

  it('is made once by processes that start at the same time', async () => {
    const path = join(folder, 'at-once.token');
    await Promise.all([1, 2, 3, 4].map(() => ensure(path)));
    const text = await textIn(path);
    expect(await endIn(text)).toBeUndefined();
    const valid = (await listTokens(connection.db)).filter(
      (token) => token.file?.endsWith(path) && endOf(token, new Date()) === undefined,
    );
    expect(valid).toHaveLength(1);
  });

  it('is refused when others can read it, or when it holds something else', async () => {
    const path = join(folder, 'open.token');
    await writeFile(path, newTokenText());
    await chmod(path, 0o644);
    await expect(ensure(path)).rejects.toMatchObject({
      code: 'TOKEN_FILE_UNUSABLE',
      message: expect.stringContaining(`chmod 600 ${path}`),
    });
    const other = join(folder, 'other.token');
    await writeFile(other, 'hunter2', { mode: 0o600 });
    const refusal = await ensure(other).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ code: 'TOKEN_FILE_UNUSABLE' });
    expect((refusal as Error).message).not.toContain('hunter2');
  });

  it('that can’t be written stops the start, and says which setting helps', async () => {
    const path = join(folder, 'given.token', 'operator.token');
    await expect(ensure(path)).rejects.toMatchObject({
      code: 'TOKEN_FILE_UNUSABLE',
      message: expect.stringContaining('can'),
    });
  });
});
