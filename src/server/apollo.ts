import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../../schema/context.js';
import type { WebSettings } from '../web-settings.js';
import { formatError, unexpected } from './errors.js';
import { answerHeaders } from './identity/answer-headers.js';
import type { Guarded } from './identity/guard.js';
import { guardSchema } from './identity/guard.js';
import { costPlugin } from './limits/cost-plugin.js';
import type { Asker, RateLimit } from './limits/rate.js';

/** What is known of a request besides the port that resolvers talk to. */
export type RequestContext = Context &
  Guarded & { readonly requestId: string; readonly asker: Asker };

export function createApollo(
  app: FastifyInstance,
  schema: GraphQLSchema,
  web: WebSettings,
  rate: RateLimit,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: guardSchema(schema),
    introspection: web.introspection,
    hideSchemaDetailsFromClientErrors: !web.fieldSuggestions,
    includeStacktraceInErrorResponses: web.stackTraces,
    parseOptions: { maxLexicalTokens: web.limits.tokens },
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // The command line decides when to stop, and in what order.
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, web.stackTraces),
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      costPlugin(web.limits, rate),
      answerHeaders,
      {
        requestDidStart: () =>
          Promise.resolve({
            didEncounterErrors({ errors, contextValue }) {
              const { requestId } = contextValue;
              for (const error of errors.filter(unexpected)) {
                error.extensions['requestId'] = requestId;
                app.log.error({ requestId, err: error.originalError ?? error, path: error.path });
              }
              return Promise.resolve();
            },
          }),
      },
    ],
  });
}
