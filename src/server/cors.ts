import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/**
 * Which pages of other origins may ask: those that are named, and none by default. Cookies are not
 * read anywhere, so none are let through; a page that knows a token sends it itself.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  void app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      ...['content-type', 'authorization', 'if-none-match', 'x-file-name'],
      ...['apollo-require-preflight', 'x-apollo-operation-name'],
    ],
    exposedHeaders: ['etag', 'retry-after'],
    maxAge: 600,
  });
}
