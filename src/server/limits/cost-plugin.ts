import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';
import type { Limits } from '../../web-settings.js';
import { costOf } from './cost.js';
import { measure } from './measure.js';
import type { Asker, RateLimit } from './rate.js';
import { refuse } from './refuse.js';

/** What counts as one more operation. */
const costOfOneMore = 1_000;

/**
 * Refuses what costs too much before anything is resolved, counts what is answered, and reports
 * the cost in `extensions.cost`. An operation counts as many as it has fields of its own, since
 * each could have been sent alone, and one more for each 1,000 of its cost.
 */
export function costPlugin(
  limits: Limits,
  rate: RateLimit,
): ApolloServerPlugin<{ readonly asker: Asker }> {
  const limit = limits.cost;
  return {
    requestDidStart() {
      let requested: number | undefined;
      return Promise.resolve({
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          // There is none of that name: nothing is resolved.
          if (operation === undefined) return;
          const asked = alone(document, operation);
          requested = costOf(schema, asked, request.variables ?? {}, limits.selections);
          const { rootFields } = measure(asked);
          const heavy = Math.floor(Math.min(requested, limit) / costOfOneMore);
          await rate.spend(contextValue.asker, rootFields + heavy);
          if (requested <= limit) return;
          throw refuse({
            ...{ code: 'TOO_COSTLY', what: 'values in an answer', limit, actual: requested },
            hint: 'Ask for shorter lists ("first"), or for less of each item.',
          });
        },
        willSendResponse({ response }) {
          if (requested === undefined || response.body.kind !== 'single') return Promise.resolve();
          const result = response.body.singleResult;
          result.extensions = { ...result.extensions, cost: { requested, limit } };
          return Promise.resolve();
        },
      });
    },
  };
}

/** Of several operations one is answered. */
function alone(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { ...document, definitions: [operation, ...fragments] };
}
