import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CommandLoop } from '../commands/loop.js';
import { createFactsCache } from '../projections/actions/facts-cache.js';
import { createSumsCache } from '../projections/trend/sums-cache.js';
import type { Connection } from '../store/connect.js';
import type { KeyRing } from '../store/keys-ring.js';
import { sweepFiles } from '../store/evidence-sweep.js';
import { deadlineIn, timedReads } from '../store/timed-reads.js';
import type { WebSettings } from '../web-settings.js';
import { defaultWebSettings } from '../web-settings.js';
import { createApollo } from './apollo.js';
import { createContext } from './context/create-context.js';
import type { Identity } from './identity/identity.js';
import { accessIn, askWhoComes } from './identity/routes.js';
import { defaultMaxBytes } from './evidence-upload.js';
import { addEvidence } from './evidence.js';
import { addGraphQL } from './graphql-route.js';
import type { Asker } from './limits/rate.js';
import { createRateLimit } from './limits/rate.js';
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
  /** How the web is served; as where nothing is set when left out. */
  readonly web?: WebSettings;
  /** Of those who sign checkpoints; without it, no verifier keys are published. */
  readonly keys?: KeyRing;
}

export interface RunningServer {
  /** Where GraphQL answers. */
  readonly url: string;
  /** Answers the requests under way, then stops listening. */
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const web = options.web ?? defaultWebSettings;
  const app = Fastify({
    logger: { level: 'warn' },
    genReqId: () => randomUUID(),
    bodyLimit: web.limits.bodyBytes,
    // A request that never ends its body would keep the server from stopping.
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  answerErrors(app);
  const caches = { sumsCache: createSumsCache(), factsCache: createFactsCache() };
  askWhoComes(app, options.identity);
  const contextOf = (request: FastifyRequest) => {
    const { id: requestId, ip: address } = request;
    const db = timedReads(options.connection.db, deadlineIn(web.limits.requestMs));
    const connection = { ...options.connection, db };
    const about = { access: accessIn(request), address, requestId, now: new Date() };
    return createContext({ connection, loop: options.loop, ...caches, ...about });
  };
  const rate = createRateLimit(web.limits);
  const apollo = await createApollo(app, web, rate);
  await apollo.start();
  addGraphQL(app, apollo, {
    limits: web.limits,
    countRefused: (request) => rate.spend(askerOf(request), 1),
    contextOf: (request) =>
      Promise.resolve({
        ...contextOf(request),
        access: accessIn(request),
        requestId: request.id,
        asker: askerOf(request),
      }),
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

function askerOf(request: FastifyRequest): Asker {
  const { actorId } = accessIn(request).viewer;
  return { address: request.ip, ...(actorId === undefined ? {} : { actorId }) };
}

/** Alive: the process answers. Ready: the database answers too. */
function addHealth(app: FastifyInstance, { db }: Connection): void {
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const answer = await db
      .command({ ping: 1 }, { signal: AbortSignal.timeout(2_000) })
      .catch(() => undefined);
    if (answer !== undefined) return { status: 'ready' };
    return reply.code(503).send({ status: 'waiting for the database' });
  });
}
