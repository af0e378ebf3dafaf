import type { FastifyInstance } from 'fastify';

/** What came is no JSON, or no text in UTF-8. */
class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
  readonly statusCode = 400;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Takes JSON and nothing else. Fastify's own parser reads bytes that are no UTF-8 as U+FFFD, and
 * a text would be recorded for good that nobody wrote.
 */
export function takeJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOf(body as Buffer);
    if (text === undefined) {
      done(new UnreadableBody('Expected JSON in UTF-8; got bytes that are no UTF-8.'));
      return;
    }
    void parse(request, text, (error, value) => {
      if (error === null) done(null, value);
      else done(new UnreadableBody(`Expected JSON; got something else: ${error.message}`));
    });
  });
}

function textOf(body: Buffer): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}
