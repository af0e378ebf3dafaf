import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GraphQLSchema } from 'graphql';
import { GraphQLError, parse, validate } from 'graphql';
import { z } from 'zod';
import type { WebSettings } from '../web-settings.js';
import { documentProblem } from './limits/check-document.js';

/** Documents that were known before they are asked for, each by the SHA-256 of its text. */
export interface TrustedDocuments {
  readonly only: boolean;
  readonly byHash: ReadonlyMap<string, string>;
}

/** The manifest can't be used. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly code = 'TRUSTED_DOCUMENTS_INVALID';
}

const manifestShape = z.record(z.string(), z.string());

/**
 * Reads a manifest, `{"<sha256>": "<document>", …}`, as client generators write it.
 * @throws ManifestError naming the first document that isn't its hash's, or couldn't be answered.
 */
export async function readTrusted(
  { trustedDocuments: file, trustedOnly: only, limits }: WebSettings,
  schema: GraphQLSchema,
): Promise<TrustedDocuments | undefined> {
  if (file === undefined) {
    if (only) throw new ManifestError('TRUSTED_ONLY=on needs the manifest: set TRUSTED_DOCUMENTS.');
    return undefined;
  }
  const byHash = new Map<string, string>();
  for (const [key, text] of Object.entries(await readManifest(file))) {
    const hash = plainHash(key);
    const problem = sha256(text) === hash ? problemOf(text, schema, limits) : 'not its SHA-256';
    if (problem !== undefined)
      throw new ManifestError(`${file}: the document "${key}": ${problem}`);
    byHash.set(hash, text);
  }
  return { only, byHash };
}

async function readManifest(file: string): Promise<Readonly<Record<string, string>>> {
  try {
    return manifestShape.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const expected = 'expected a JSON object of documents by the SHA-256 of their texts';
    throw new ManifestError(`TRUSTED_DOCUMENTS: ${file}: ${expected}`, { cause: error });
  }
}

function problemOf(text: string, schema: GraphQLSchema, limits: WebSettings['limits']) {
  const tooLarge = documentProblem(text, limits);
  if (tooLarge !== undefined) return tooLarge.message;
  try {
    return validate(schema, parse(text))[0]?.message;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const askedShape = z.looseObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  // Text in the address of a GET.
  extensions: z.preprocess(
    (value) => (typeof value === 'string' ? jsonIn(value) : value),
    z
      .looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() })
      .nullish(),
  ),
});

/**
 * The text of the trusted document that a request names by `documentId` (`sha256:…`) or
 * `extensions.persistedQuery`; undefined when it names none.
 * @throws GraphQLError DOCUMENT_UNKNOWN; DOCUMENT_NOT_TRUSTED for a text that isn't in the manifest
 * where only those are answered, and for whatever can't be read as one request.
 */
export function trustedText(asked: unknown, trusted: TrustedDocuments): string | undefined {
  const read = askedShape.safeParse(asked);
  const named = read.data?.documentId ?? read.data?.extensions?.persistedQuery?.sha256Hash;
  if (named === undefined) {
    const query = read.data?.query;
    if (!trusted.only || (query !== undefined && trusted.byHash.has(sha256(query)))) return query;
    const expected = 'a document of the manifest, best by its "documentId"';
    throw refused('DOCUMENT_NOT_TRUSTED', `Expected ${expected}; got something else.`);
  }
  const text = trusted.byHash.get(plainHash(named));
  if (text !== undefined) return text;
  throw refused('DOCUMENT_UNKNOWN', `The manifest has no document "${named.slice(0, 80)}".`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

function plainHash(id: string): string {
  return id.replace(/^sha256:/, '').toLowerCase();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
