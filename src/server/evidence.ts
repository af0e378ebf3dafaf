import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from 'mongodb';
import { ledgerOf } from '../domain/ids.js';
import { notFound } from '../domain/refusal.js';
import { readHeads, readRows } from '../projections/read-rows.js';
import { readFile, writeFile } from '../store/evidence-files.js';
import { Fault } from '../store/faults.js';
import { createLoaders } from './context/loaders.js';
import { evidenceTypes } from './evidence-types.js';
import {
  checkedContent,
  requireFileName,
  requireSize,
  requireType,
  UploadRefused,
} from './evidence-upload.js';
import { actorOnAction } from './identity/actor-for.js';
import type { Access } from './identity/access.js';
import { accessIn, cacheControlOf } from './identity/routes.js';

/**
 * Files of evidence over HTTP: they are sent and fetched as they are, beside GraphQL.
 * POST /actions/ID/evidence-files takes the raw content, with its Content-Type and X-File-Name, and
 * answers what `attachEvidence` needs; GET /evidence/SHA256 gives back what an event names.
 */
export function addEvidence(app: FastifyInstance, db: Db, maxBytes: number): void {
  void app.register((scope, _options, done) => {
    // Every type comes as a stream: whether it is allowed is told in our own words.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, content, parsed) => parsed(null, content));
    scope.setErrorHandler(answerError);
    scope.post<{ Params: { actionId: string } }>(
      '/actions/:actionId/evidence-files',
      async (request, reply) => {
        const { actionId } = request.params;
        await actorOnAction(accessIn(request), 'REPORT', actionId, createLoaders(db));
        const mediaType = requireType(request.headers['content-type']);
        const fileName = requireFileName(request.headers['x-file-name']);
        requireSize(Number(request.headers['content-length'] ?? 0), maxBytes);
        await requireAction(db, actionId);
        const content = checkedContent(request.raw, mediaType, maxBytes);
        const { created, ...file } = await writeFile(db, content, {
          mediaType,
          fileName,
        });
        return reply.code(created ? 201 : 200).send(file);
      },
    );
    scope.get<{ Params: { sha256: string } }>('/evidence/:sha256', (request, reply) =>
      download(db, request, reply),
    );
    done();
  });
}

/** @throws UploadRefused 404: files are uploaded for an action that is on record. */
async function requireAction(db: Db, actionId: string): Promise<void> {
  const ledger = ledgerOf('action', actionId);
  const [head] = ledger === undefined ? [] : await readHeads(db, [ledger]);
  const [row] = head === undefined ? [] : await readRows(db, 'actions', [{ head, id: actionId }]);
  if (row instanceof Error) throw row;
  if (row === undefined) throw new UploadRefused(404, notFound('actionId', actionId));
}

async function download(
  db: Db,
  request: FastifyRequest<{ Params: { sha256: string } }>,
  reply: FastifyReply,
) {
  const { sha256 } = request.params;
  const access = accessIn(request);
  const found = /^[0-9a-f]{64}$/.test(sha256) ? await readFile(db, sha256) : undefined;
  const mine = mayRead(access, found?.ledgers ?? []);
  if (found === undefined || !mine) throw new UploadRefused(404, notFound('sha256', sha256));
  const { file } = found;
  const etag = `"${sha256}"`;
  // Whatever the file holds, a browser must not run it here, nor guess another type for it.
  reply.headers({
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename="${sha256.slice(0, 16)}.${extensionOf(file.mediaType)}"; filename*=UTF-8''${encoded(file.fileName)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': cacheControlOf(access),
    etag,
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.header('content-length', file.size).send(found.content());
}

/**
 * A file is kept once for all entities: whoever may read one of those that name it may have it.
 * @throws AccessDenied for somebody who may read none; for others such a file isn't there.
 */
function mayRead(access: Access, ledgers: readonly string[]): boolean {
  access.require('READ', 'ANYWHERE');
  return ledgers.some((entityId) => access.may('READ', { entityId }));
}

function extensionOf(mediaType: string): string {
  return evidenceTypes[mediaType]?.name ?? 'bin';
}

/** As RFC 8187 has it: what encodeURIComponent leaves and a header may not hold is encoded too. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What isn't told here is for the server's own handler. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  // What is left of the body is not read: the connection can't go on.
  void reply.header('connection', 'close');
  if (error instanceof UploadRefused) {
    return reply.code(error.status).send({ userErrors: [error.refusal] });
  }
  if (!(error instanceof Fault) || error.code === 'INTERNAL') throw error;
  const extensions = { code: error.code, requestId: request.id };
  return reply.code(503).send({ errors: [{ message: error.message, extensions }] });
}
