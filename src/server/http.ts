import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { buildBitacoraSchema } from '../../schema/build.js';
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
import { allowOrigins } from './cors.js';
import { addIde } from './ide.js';
import { readTrusted } from './trusted-documents.js';
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
import { answerBadAddress, answerErrors } from './http-errors.js';
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
  const app = createApp(web);
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
  const schema = await buildBitacoraSchema();
  const trusted = await readTrusted(web, schema);
  const apollo = createApollo(app, schema, web, rate);
  await apollo.start();
  addGraphQL(app, apollo, {
    limits: web.limits,
    ...(trusted === undefined ? {} : { trusted }),
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
  addRoot(app, web);
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

function createApp(web: WebSettings): FastifyInstance {
  const app = Fastify({
    logger: { level: 'warn' },
    genReqId: () => randomUUID(),
    bodyLimit: web.limits.bodyBytes,
    trustProxy: web.trustProxy.length === 0 ? false : [...web.trustProxy],
    // A request that never ends its body would keep the server from stopping.
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadAddress,
  });
  answerErrors(app);
  allowOrigins(app, web.corsOrigins);
  return app;
}

/** Where to go from here. */
function addRoot(app: FastifyInstance, web: WebSettings): void {
  const ide = web.ide ? { ide: '/ide' } : {};
  app.get('/', () => ({ name: 'Bitácora', graphql: '/graphql', ...ide, ready: '/readyz' }));
  if (web.ide) addIde(app, web.introspection);
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
