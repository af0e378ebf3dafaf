import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { wentWrong } from './errors.js';
import { AccessDenied } from './identity/viewer.js';

/**
 * Answers what fails outside GraphQL (a body that can't be read, a route whose database is away)
 * in the form that GraphQL clients read. What went wrong inside is logged, and not told.
 */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof AccessDenied) return answerDenied(error, reply);
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const message = messageOf(error, request.headers['content-type']);
      return reply
        .code(status)
        .send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
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

function messageOf({ code, message }: FastifyError, contentType: string | undefined): string {
  if (code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return message;
  return `Expected the header "content-type: application/json"; got ${contentType ?? 'none'}.`;
}
