import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ledgerOf } from '../../domain/ids.js';
import { addVary } from '../public-answers.js';
import type { Access } from './access.js';
import { accessOf } from './access.js';
import type { Identity } from './identity.js';
import type { Right } from './roles.js';
import { scopeOf } from './viewer.js';

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
  // The IDE's own files, and the questions of browsers about other origins.
  ['/ide', 'OPEN'],
  ['/ide/start.js', 'OPEN'],
  ['/ide/*', 'OPEN'],
  ['*', 'OPEN'],
  ['/graphql', 'ASKED'],
  ['/plans/:id/trend.csv', { right: 'READ', of: 'plan' }],
  ['/evidence/:sha256', 'ASKED'],
  ['/actions/:actionId/evidence-files', { right: 'REPORT', of: 'action' }],
]);

const accesses = new WeakMap<FastifyRequest, Access>();

/** What a request may do. Nobody knows before the rule of its route was looked at. */
export function accessIn(request: FastifyRequest): Access {
  const access = accesses.get(request);
  if (access === undefined) throw new Error(`Nobody was asked who they are at ${request.url}`);
  return access;
}

/** For what isn't GraphQL: what only some may see is kept nowhere. */
export function cacheControlOf(access: Access): string {
  return access.isPublic() ? 'private, no-cache' : 'private, no-store';
}

/**
 * Asks who sends each request, and lets through who may. Before any route is added: one without a
 * rule is an error at start.
 */
export function askWhoComes(app: FastifyInstance, identity: Identity): void {
  app.addHook('onRoute', ({ url }) => {
    if (!rules.has(url)) throw new Error(`The route ${url} has no rule in identity/routes.ts`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const rule = rules.get(request.routeOptions.url ?? '') ?? 'OPEN';
    if (rule === 'OPEN') return;
    // What is open here may be closed there: a cache must never give one's answer to another.
    addVary(reply, 'Authorization');
    const viewer = await identity.viewerOf(request.headers.authorization);
    const access = accessOf(viewer, identity.nobody);
    accesses.set(request, access);
    if (rule === 'ASKED') return;
    const [id = ''] = Object.values(request.params as Readonly<Record<string, string>>);
    access.require(rule.right, scopeOf(ledgerOf(rule.of, id)));
  });
}
