// The schema's classes, which the port shares types with, can't be loaded without it.
import 'reflect-metadata';
import { createFactsCache } from '../../dist/src/projections/actions/facts-cache.js';
import { createSumsCache } from '../../dist/src/projections/trend/sums-cache.js';
import { createContext } from '../../dist/src/server/context/create-context.js';
import { accessOf } from '../../dist/src/server/identity/access.js';

const reader = { actorId: 'bench', grants: [], open: ['READ'] };

/** What resolvers talk to, made anew for each request as the server does. */
export const contextOf = (connection) =>
  createContext({
    ...{ connection, loop: undefined, access: accessOf(reader, reader) },
    ...{ sumsCache: createSumsCache(), factsCache: createFactsCache() },
    ...{ address: 'bench', requestId: 'bench', now: new Date() },
  });
