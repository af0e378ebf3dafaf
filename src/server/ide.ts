import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { getDistDirectory, renderAltair, renderInitSnippet } from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { ideQueries } from './ide-queries.js';

/**
 * Nothing from elsewhere, nothing inline but styles (the IDE makes them as it runs), and no page of
 * another origin around it: what is typed here may carry a token.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const endpoint = '/graphql';

/** Where the schema can be asked for, its documentation is there from the start. */
const optionsFor = (introspection: boolean) => ({
  baseURL: '/ide/',
  endpointURL: endpoint,
  serveInitialOptionsInSeperateRequest: 'start.js',
  instanceStorageNamespace: 'bitacora_',
  persistedSettings: {
    'alert.disableUpdateNotification': true,
    'banners.disable': true,
    'schema.reloadOnStart': introspection,
  },
  // The last one is open at the start.
  initialWindows: ideQueries.toReversed().map(({ name, query }) => ({
    initialName: name,
    initialQuery: query,
    endpointURL: endpoint,
  })),
});

/**
 * Altair takes whole addresses only, and which one a browser came by is known to the browser alone:
 * there may be a proxy in front.
 */
const startOf = (options: ReturnType<typeof optionsFor>) =>
  renderInitSnippet(options).replaceAll(
    `\`${endpoint}\``,
    `new URL('${endpoint}', location.href).href`,
  );

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** The files of Altair by the path that they are asked for with; nothing else can be asked for. */
function altairFiles(): ReadonlyMap<string, string> {
  const folder = getDistDirectory();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file).replaceAll('\\', '/'), file]),
  );
}

/** GET /ide: Altair, from the files of its package, so that it works without the internet. */
export function addIde(app: FastifyInstance, introspection: boolean): void {
  const options = optionsFor(introspection);
  const start = startOf(options);
  const page = renderAltair(options);
  const files = altairFiles();
  app.get('/ide', (_request, reply) =>
    reply
      .headers(headers)
      .type(types['.html'] ?? '')
      .header('cache-control', 'no-cache')
      .send(page),
  );
  app.get('/ide/start.js', (_request, reply) =>
    reply
      .headers(headers)
      .type(types['.js'] ?? '')
      .header('cache-control', 'no-cache')
      .send(start),
  );
  app.get<{ Params: { '*': string } }>('/ide/*', async (request, reply) => {
    const file = files.get(request.params['*']);
    if (file === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply
      .headers(headers)
      .type(types[extname(file)] ?? 'application/octet-stream')
      .header('cache-control', 'public, max-age=3600')
      .send(await readFile(file));
  });
}
