import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../store/faults.js';
import { wentWrong } from './errors.js';
import { AccessDenied } from './identity/viewer.js';

/**
 * Answers what fails outside GraphQL (a body that can't be read, a route whose database is away)
 * in the form that GraphQL clients read. What went wrong inside is logged, and not told.
 */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const message = `Nothing is at ${request.method} ${request.url.split('?')[0] ?? ''}.`;
    return reply.code(404).send({ errors: [{ message, extensions: { code: 'NOT_FOUND' } }] });
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof AccessDenied) return answerDenied(error, reply);
    if (isFault(error) && error.code !== 'INTERNAL') return answerFault(error, request, reply);
    const known = ofTheRequest(error, request.headers['content-type']);
    if (known !== undefined) {
      const { status, message, ...extensions } = known;
      return reply.code(status).send({ errors: [{ message, extensions }] });
    }
    const requestId = request.id;
    app.log.error({ requestId, err: error, path: request.url });
    const extensions = { code: 'INTERNAL', requestId };
    return reply.code(500).send({ errors: [{ message: wentWrong, extensions }] });
  });
}

function answerDenied({ code, message }: AccessDenied, reply: FastifyReply) {
  const known = code === 'FORBIDDEN';
  // What is left of a body is not read: the connection can't go on.
  if (!known) void reply.header('www-authenticate', 'Bearer realm="bitacora"');
  return reply
    .code(known ? 403 : 401)
    .headers({ 'cache-control': 'private, no-store', connection: 'close' })
    .send({ errors: [{ message, extensions: { code } }] });
}

/** The type of the handler's errors is Fastify's own. */
function isFault(error: unknown): error is Fault {
  return error instanceof Fault;
}

function answerFault(error: Fault, request: FastifyRequest, reply: FastifyReply) {
  const { code, message } = error;
  request.log.error({ requestId: request.id, err: error, path: request.url });
  const extensions = { code, requestId: request.id };
  return reply
    .code(503)
    .header('cache-control', 'private, no-store')
    .send({ errors: [{ message, extensions }] });
}

/** What can't be read as an address has no route, and comes here. */
export function answerBadAddress(
  _error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const message = `Expected an address in UTF-8; got ${request.url.slice(0, 200)}.`;
  void reply.code(400).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}

/** What the caller can mend, by Fastify's code for it; undefined when it isn't the caller's. */
function ofTheRequest(error: FastifyError, contentType: string | undefined) {
  const { code, message, statusCode: status = 500 } = error;
  if (status >= 500) return undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return { status, code: 'BODY_TOO_LARGE', message: `${tooLarge} (BODY_MAX_BYTES).` };
  }
  if (code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { status, code: 'BAD_REQUEST', message };
  // 400 and not 415: what a form of any page can send is refused for that, not for its type.
  const expected = 'Expected the header "content-type: application/json"';
  return {
    status: 400,
    code: 'BAD_REQUEST',
    message: `${expected}; got ${contentType ?? 'none'}.`,
  };
}

const tooLarge = 'The body is larger than this server takes';
