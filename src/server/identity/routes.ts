import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ledgerOf } from '../../domain/ids.js';
import type { Identity } from './identity.js';
import type { Right } from './roles.js';
import type { Viewer } from './viewer.js';
import { requireRight, scopeOf } from './viewer.js';

/**
 * What each route takes. OPEN: nobody is asked who they are. ASKED: whoever says who they are must
 * be right about it, and the route itself decides. Else a right, in the entity of the id in the path.
 */
type Rule = 'OPEN' | 'ASKED' | { readonly right: Right; readonly of: 'plan' | 'action' };

const rules = new Map<string, Rule>([
  ['/', 'OPEN'],
  ['/healthz', 'OPEN'],
  ['/readyz', 'OPEN'],
  // Hashes and signatures: they name nobody, and whoever watches the ledger needs them.
  ['/ledgers/:ledger/checkpoint', 'OPEN'],
  ['/ledgers/:ledger/key', 'OPEN'],
  ['/ledgers/:ledger/tile/*', 'OPEN'],
  ['/graphql', 'ASKED'],
  ['/plans/:id/trend.csv', { right: 'READ', of: 'plan' }],
  ['/evidence/:sha256', 'ASKED'],
  ['/actions/:actionId/evidence-files', { right: 'REPORT', of: 'action' }],
]);

const viewers = new WeakMap<FastifyRequest, Viewer>();

/** Who sent a request. Nobody knows before the rule of its route was looked at. */
export function viewerOf(request: FastifyRequest): Viewer {
  const viewer = viewers.get(request);
  if (viewer === undefined) throw new Error(`Nobody was asked who they are at ${request.url}`);
  return viewer;
}

/**
 * Asks who sends each request, and lets through who may. Before any route is added: one without a
 * rule is an error at start.
 */
export function askWhoComes(app: FastifyInstance, identity: Identity): void {
  app.addHook('onRoute', ({ url }) => {
    if (!rules.has(url)) throw new Error(`The route ${url} has no rule in identity/routes.ts`);
  });
  app.addHook('onRequest', async (request) => {
    const rule = rules.get(request.routeOptions.url ?? '') ?? 'OPEN';
    if (rule === 'OPEN') return;
    const viewer = await identity.viewerOf(request.headers.authorization);
    viewers.set(request, viewer);
    if (rule === 'ASKED') return;
    const [id = ''] = Object.values(request.params as Readonly<Record<string, string>>);
    requireRight(viewer, rule.right, scopeOf(ledgerOf(rule.of, id)));
  });
}
