import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { buildBitacoraSchema } from '../../schema/build.js';
import type { Context } from '../../schema/context.js';
import type { CommandLoop } from '../commands/loop.js';
import { createSumsCache } from '../projections/trend/sums-cache.js';
import type { Connection } from '../store/connect.js';
import type { KeyRing } from '../store/keys-ring.js';
import { sweepFiles } from '../store/evidence-sweep.js';
import { createContext } from './context/create-context.js';
import type { Identity } from './identity/identity.js';
import { askWhoComes, viewerOf } from './identity/routes.js';
import type { Viewer } from './identity/viewer.js';
import { formatError, unexpected } from './errors.js';
import { defaultMaxBytes } from './evidence-upload.js';
import { addEvidence } from './evidence.js';
import { startSweeper } from './sweeper.js';
import { addTrendCsv } from './trend-csv.js';
import { answerErrors } from './http-errors.js';
import { listenError } from './listen-error.js';
import { addLedgerRoutes } from './tlog.js';

const hourMs = 60 * 60 * 1_000;

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** Tells who asks. */
  readonly identity: Identity;
  /** The largest file of evidence; 20 MiB when left out. */
  readonly evidenceMaxBytes?: number;
  /** Of those who sign checkpoints; without it, no verifier keys are published. */
  readonly keys?: KeyRing;
}

export interface RunningServer {
  /** Where GraphQL answers. */
  readonly url: string;
  /** Answers the requests under way, then stops listening. */
  close(): Promise<void>;
}

type RequestContext = Context & { readonly requestId: string };

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = Fastify({
    logger: { level: 'warn' },
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    // A request that never ends its body would keep the server from stopping.
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  answerErrors(app);
  const sumsCache = createSumsCache();
  askWhoComes(app, options.identity);
  const contextOf = (viewer: Viewer, requestId: string) => {
    const { connection, loop } = options;
    return createContext({ connection, loop, viewer, sumsCache, requestId, now: new Date() });
  };
  const apollo = await createApollo(app);
  await apollo.start();
  await app.register(fastifyApollo(apollo), {
    path: '/graphql',
    context: (request) => {
      const { id: requestId } = request;
      return Promise.resolve({ ...contextOf(viewerOf(request), requestId), requestId });
    },
  });
  addTrendCsv(app, contextOf);
  const { db } = options.connection;
  addEvidence(app, db, options.evidenceMaxBytes ?? defaultMaxBytes);
  addHealth(app, options.connection);
  addLedgerRoutes(app, options.connection, options.keys?.publicKeys ?? []);
  app.get('/', () => ({ name: 'Bitácora', graphql: '/graphql', ready: '/readyz' }));
  const { host, port } = options;
  const address = await app.listen({ host, port }).catch(async (error: unknown) => {
    await apollo.stop();
    throw listenError(error, host, port);
  });
  const sweeper = startSweeper(
    () => sweepFiles(db),
    hourMs,
    (err) => app.log.error({ err }, 'evidence that nothing names could not be swept'),
  );
  return {
    url: `${address}/graphql`,
    async close() {
      await sweeper.stop();
      await apollo.stop();
    },
  };
}

async function createApollo(app: FastifyInstance): Promise<ApolloServer<RequestContext>> {
  return new ApolloServer<RequestContext>({
    schema: await buildBitacoraSchema(),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // The command line decides when to stop, and in what order.
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
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

/** Alive: the process answers. Ready: the database answers too. */
function addHealth(app: FastifyInstance, { db }: Connection): void {
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const answer = await db.command({ ping: 1 }, { timeoutMS: 2_000 }).catch(() => undefined);
    if (answer !== undefined) return { status: 'ready' };
    return reply.code(503).send({ status: 'waiting for the database' });
  });
}
