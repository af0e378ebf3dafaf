import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Whether an answer is the same for everybody, so that a cache between here and there may keep it:
 * a query by GET of somebody who didn't say who they are, answered without an error and without
 * anything that only some may see (which Apollo's answer says by then).
 */
export function isPublicAnswer(request: FastifyRequest, reply: FastifyReply, body: string) {
  return (
    request.method === 'GET' &&
    isAnybodys(request, reply) &&
    reply.statusCode === 200 &&
    // Apollo puts errors first.
    !body.startsWith('{"errors"')
  );
}

function isAnybodys({ headers: { authorization, cookie } }: FastifyRequest, reply: FastifyReply) {
  const said = String(reply.getHeader('cache-control') ?? '');
  return authorization === undefined && cookie === undefined && !said.includes('private');
}

/**
 * Says who may keep an answer. A public one is kept by its ETag and asked for anew each time, since
 * the next update changes it; 304 saves the way. Any other is kept by nobody.
 */
export function markAnswer(request: FastifyRequest, reply: FastifyReply, body: unknown): unknown {
  for (const name of ['authorization', 'accept-encoding']) addVary(reply, name);
  if (typeof body !== 'string' || !isPublicAnswer(request, reply, body)) {
    const whose = isAnybodys(request, reply) ? '' : 'private, ';
    void reply.header('cache-control', `${whose}no-store`);
    return body;
  }
  // Weak: the same answer has other bytes when it is compressed.
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  void reply.headers({ 'cache-control': 'public, no-cache', etag });
  if (!matches(request.headers['if-none-match'], etag)) return body;
  void reply.code(304).removeHeader('content-length').removeHeader('content-type');
  return '';
}

function matches(header: string | undefined, etag: string): boolean {
  const known = header?.split(',').map((tag) => tag.trim().replace(/^(?!W\/)/, 'W/')) ?? [];
  return known.includes(etag) || known.includes('W/*');
}

export function addVary(reply: FastifyReply, name: string): void {
  const before = String(reply.getHeader('vary') ?? '');
  if (before.toLowerCase().includes(name.toLowerCase())) return;
  void reply.header('vary', before === '' ? name : `${before}, ${name}`);
}
