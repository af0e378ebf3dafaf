import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Limits } from '../web-settings.js';
import { formatError } from './errors.js';
import { takeJsonOnly } from './json-body.js';
import { documentProblem } from './limits/check-document.js';

export interface GraphQLRoute<C extends BaseContext> {
  readonly limits: Limits;
  readonly contextOf: (request: FastifyRequest) => Promise<C>;
  /** Counts a request that is refused before it becomes an operation. */
  readonly countRefused: (request: FastifyRequest) => Promise<void>;
}

/**
 * POST and GET /graphql. What is too large is refused here, before Apollo validates it: Apollo has
 * no place of its own between parsing and validation where a request can be refused.
 */
export function addGraphQL<C extends BaseContext>(
  app: FastifyInstance,
  apollo: ApolloServer<C>,
  { limits, contextOf, countRefused }: GraphQLRoute<C>,
): void {
  const answer = fastifyApolloHandler(apollo, { context: contextOf });
  void app.register((scope, _options, done) => {
    takeJsonOnly(scope);
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      exposeHeadRoute: false,
      bodyLimit: limits.bodyBytes,
      preHandler: async (request, reply) => {
        const problem = sizeProblem(request, limits);
        if (problem === undefined) return;
        const rated = await countRefused(request).then(
          () => undefined,
          (error: unknown) => error,
        );
        return refuseRequest(reply, rated instanceof GraphQLError ? rated : problem);
      },
      handler: answer,
    });
    scope.route({
      method: ['HEAD', 'PUT', 'PATCH', 'DELETE'],
      url: '/graphql',
      handler: (request, reply) => {
        const message = `Expected GET or POST; got ${request.method}.`;
        const errors = [{ message, extensions: { code: 'BAD_REQUEST' } }];
        return reply.code(405).header('allow', 'GET, POST').send({ errors });
      },
    });
    done();
  });
}

/** Reads the document where Apollo reads it, so that both see the same one. */
function sizeProblem({ method, body, url }: FastifyRequest, limits: Limits) {
  const { search } = new URL(url, 'http://localhost/');
  if (!isUtf8(search)) return badRequest('Expected UTF-8 behind every %; got other bytes.');
  const texts =
    method === 'GET'
      ? new URLSearchParams(search).getAll('query')
      : [typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined];
  for (const text of texts) {
    const problem = typeof text === 'string' ? documentProblem(text, limits) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What URLSearchParams can't read it takes for U+FFFD, and asks something else. */
function isUtf8(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}

/** As Apollo would answer an error thrown within it. */
export function refuseRequest(reply: FastifyReply, error: GraphQLError) {
  const { status = 400, headers = new Map<string, string>() } = (error.extensions['http'] ??
    {}) as { status?: number; headers?: ReadonlyMap<string, string> };
  for (const [name, value] of headers) void reply.header(name, value);
  const errors = [formatError(error.toJSON(), error)];
  return reply.code(status).header('cache-control', 'no-store').send({ errors });
}
