import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { ApolloServer, BaseContext } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Limits } from '../web-settings.js';
import { formatError } from './errors.js';
import { takeJsonOnly } from './json-body.js';
import { documentProblem } from './limits/check-document.js';
import { markAnswer } from './public-answers.js';
import type { TrustedDocuments } from './trusted-documents.js';
import { trustedText } from './trusted-documents.js';

export interface GraphQLRoute<C extends BaseContext> {
  readonly limits: Limits;
  readonly trusted?: TrustedDocuments;
  readonly contextOf: (request: FastifyRequest) => Promise<C>;
  /** Counts a request that is refused before it becomes an operation. */
  readonly countRefused: (request: FastifyRequest) => Promise<void>;
}

/** What is asked, as Apollo reads it. */
interface Asked {
  readonly search: string;
  readonly body: unknown;
}

/**
 * POST and GET /graphql. What is too large is refused here, before Apollo validates it: Apollo has
 * no place of its own between parsing and validation where a request can be refused.
 */
export function addGraphQL<C extends BaseContext>(
  app: FastifyInstance,
  apollo: ApolloServer<C>,
  route: GraphQLRoute<C>,
): void {
  void app.register(async (scope) => {
    takeJsonOnly(scope);
    scope.addHook('onSend', (request, reply, body) =>
      Promise.resolve(markAnswer(request, reply, body)),
    );
    await scope.register(compress, {
      threshold: 1_024,
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
      // A small body could unfold to a large one.
      globalDecompression: false,
    });
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      exposeHeadRoute: false,
      bodyLimit: route.limits.bodyBytes,
      handler: async (request, reply) => {
        const asked = askedBy(request, route);
        if (!(asked instanceof GraphQLError)) return answer(apollo, route, request, reply, asked);
        const rated = await route.countRefused(request).catch((error: unknown) => error);
        return refuseRequest(reply, rated instanceof GraphQLError ? rated : asked);
      },
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
  });
}

async function answer<C extends BaseContext>(
  apollo: ApolloServer<C>,
  { contextOf }: GraphQLRoute<C>,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, ...asked },
    context: () => contextOf(request),
  });
  for (const [name, value] of response.headers) void reply.header(name, value);
  void reply.code(response.status ?? 200);
  // Answers in parts are for @defer, which this schema doesn't have.
  return response.body.kind === 'complete' ? response.body.string : '';
}

/** What Apollo will read, the trusted document put in; or why it is refused. */
function askedBy(
  request: FastifyRequest,
  route: Pick<GraphQLRoute<BaseContext>, 'limits' | 'trusted'>,
): Asked | GraphQLError {
  const { search } = new URL(request.url, 'http://localhost/');
  if (!isUtf8(search)) return badRequest('Expected UTF-8 behind every %; got other bytes.');
  const parameters = new URLSearchParams(search);
  const isGet = request.method === 'GET';
  try {
    const asked = isGet ? Object.fromEntries(parameters) : request.body;
    const text = route.trusted && trustedText(asked, route.trusted);
    const body = text === undefined || isGet ? request.body : namingNone(request.body, text);
    if (isGet && text !== undefined) {
      for (const name of ['documentId', 'extensions']) parameters.delete(name);
      // Kept where it is given twice, which Apollo refuses.
      if (!parameters.has('query')) parameters.set('query', text);
    }
    const texts = isGet ? parameters.getAll('query') : [queryOf(body)];
    const problem = texts.map((found) => sizeProblem(found, route.limits)).find((found) => found);
    return problem ?? { search: `?${parameters.toString()}`, body };
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** A body with the text of the document that it named. */
function namingNone(body: unknown, query: string): unknown {
  const { documentId: _, extensions: __, ...rest } = body as Readonly<Record<string, unknown>>;
  return { ...rest, query };
}

function queryOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
}

function sizeProblem(text: unknown, limits: Limits): GraphQLError | undefined {
  return typeof text === 'string' ? documentProblem(text, limits) : undefined;
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
function refuseRequest(reply: FastifyReply, error: GraphQLError) {
  const { status = 400, headers = new Map<string, string>() } = (error.extensions['http'] ??
    {}) as { status?: number; headers?: ReadonlyMap<string, string> };
  for (const [name, value] of headers) void reply.header(name, value);
  const errors = [formatError(error.toJSON(), error)];
  return reply.code(status).send({ errors });
}
