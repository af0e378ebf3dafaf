import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Collection, Db } from 'mongodb';

/** Who acts with a token, and within which bounds. */
export interface TokenFacts {
  readonly actorId: string;
  readonly role: string;
  /** Left out: every entity. */
  readonly entityIds?: readonly string[];
  /** The offices whose actions it may report on. */
  readonly officeIds?: readonly string[];
  readonly expiresAt?: Date;
  /** Of the operator's own token: the file that holds it. */
  readonly file?: string;
}

/** A token as it is kept: of the secret there is only a hash, which nobody can log in with. */
export interface StoredToken extends TokenFacts {
  /** What it is listed and revoked by; it opens nothing. */
  readonly _id: string;
  /** SHA-256 of the whole text, in hex. */
  readonly hash: string;
  readonly createdAt: Date;
  readonly revokedAt?: Date;
  /** To the minute. */
  readonly lastUsedAt?: Date;
}

const prefix = 'bitacora_';
const pattern = /^bitacora_[A-Za-z0-9_-]{43}$/;
/** How often it is written down that a token is in use. */
const usedEveryMs = 60_000;

export function tokensOf(db: Db): Collection<StoredToken> {
  return db.collection('tokens');
}

/** 256 random bits behind a prefix by which a leaked token is recognised. */
export function newTokenText(): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** Whether a text has the form of a token; others aren't looked up. */
export function isTokenText(text: string): boolean {
  return pattern.test(text);
}

/** Keeps a token's hash. @param text of a token that exists already; else a new one is made. */
export async function addToken(
  db: Db,
  facts: TokenFacts,
  text = newTokenText(),
): Promise<{ readonly id: string; readonly text: string }> {
  const id = `token_${randomBytes(6).toString('hex')}`;
  const stored = { _id: id, hash: hashOf(text), ...facts, createdAt: new Date() };
  await tokensOf(db).insertOne(stored);
  return { id, text };
}

/**
 * The token with this text, revoked and expired ones too. Found by the hash of what came, so that
 * the time that it takes says nothing about any token that there is.
 */
export async function findToken(db: Db, text: string): Promise<StoredToken | undefined> {
  const hash = hashOf(text);
  const found = await tokensOf(db).findOne({ hash });
  if (found === null) return undefined;
  return timingSafeEqual(Buffer.from(found.hash), Buffer.from(hash)) ? found : undefined;
}

/** Why a token can't be used any more; undefined for one that can. */
export function endOf(token: StoredToken, now: Date): 'revoked' | 'expired' | undefined {
  if (token.revokedAt !== undefined) return 'revoked';
  return token.expiresAt !== undefined && token.expiresAt <= now ? 'expired' : undefined;
}

/** Those that were made last come first. */
export function listTokens(db: Db): Promise<StoredToken[]> {
  return tokensOf(db)
    .find({}, { sort: { createdAt: -1 } })
    .toArray();
}

/** Ends a token at once and for good. False when there is none with this id. */
export async function revokeToken(db: Db, id: string): Promise<boolean> {
  const now = new Date();
  const { matchedCount } = await tokensOf(db).updateOne({ _id: id }, [
    { $set: { revokedAt: { $ifNull: ['$revokedAt', now] } } },
  ]);
  return matchedCount > 0;
}

/** Ends all tokens that a file held before. */
export async function revokeTokensOfFile(db: Db, file: string): Promise<void> {
  const open = { file, revokedAt: { $exists: false } };
  await tokensOf(db).updateMany(open, { $set: { revokedAt: new Date() } });
}

/** Writes down that a token was used, once a minute at most. */
export async function noteUse(db: Db, token: StoredToken, now: Date): Promise<void> {
  const { _id, lastUsedAt } = token;
  if (endOf(token, now) !== undefined) return;
  if (lastUsedAt !== undefined && now.getTime() - lastUsedAt.getTime() < usedEveryMs) return;
  await tokensOf(db).updateOne({ _id }, { $max: { lastUsedAt: now } });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
