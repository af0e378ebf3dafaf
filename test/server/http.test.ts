import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { ideQueries } from '../../src/server/ide-queries.js';
import { documentProblem } from '../../src/server/limits/check-document.js';
import { defaultWebSettings } from '../../src/web-settings.js';
import type { Api } from '../support/api.js';
import { mutate, startApi } from '../support/api.js';

const asJson = { 'content-type': 'application/json' };
const noForm = { 'apollo-require-preflight': '1' };
const entity = '{ entity(id: "una") { name } }';
const search = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const codesIn = (text: string) =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors.map(
    ({ extensions }) => extensions.code,
  );

describe('an answer over HTTP', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await mutate(api, 'registerEntity', { entityId: 'una', name: 'Una entidad '.repeat(40) });
  });
  afterAll(() => api.close());

  const get = (headers: Record<string, string> = {}, query = entity) =>
    fetch(`${api.origin}/graphql?${search({ query })}`, { headers: { ...noForm, ...headers } });

  it('that is the same for everybody is kept by its ETag, and 304 while nothing changed', async () => {
    const first = await get();
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    expect(first.headers.get('vary')?.toLowerCase()).toContain('authorization');
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    const again = await get({ 'if-none-match': `"other", ${etag}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    const other = await get({ 'if-none-match': etag }, '{ __typename }');
    expect(other.status).toBe(200);
  });

  it('of somebody who says who they are, of POST, or with an error, is kept by nobody', async () => {
    const body = JSON.stringify({ query: entity });
    const answers = [
      await get({ authorization: 'Bearer wrong' }),
      await get({ cookie: 'a=b' }),
      await get({}, '{ plans(first: -1) { totalCount } }'),
      await get({}, '{ nothing }'),
      await fetch(`${api.origin}/graphql`, { method: 'POST', headers: asJson, body }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toMatch(/^(?:private, )?no-store$/);
      expect(headers.get('etag')).toBeNull();
    }
    const own = await get({ authorization: api.authorization });
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toBe('private, no-store');
    expect(own.headers.get('etag')).toBeNull();
  });

  it('is compressed where that is worth it', async () => {
    const large = '{ __schema { types { name description } } }';
    for (const encoding of ['br', 'gzip']) {
      const answer = await get({ 'accept-encoding': encoding }, large);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(await answer.json()).toMatchObject({ data: { __schema: {} } });
    }
    const small = await get({ 'accept-encoding': 'gzip' }, '{ __typename }');
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('to other methods is 405, to another path 404, to a bad address 400, all as GraphQL has errors', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { status, text } = await api.send('/graphql', { method });
      expect([status, codesIn(text)]).toEqual([405, ['BAD_REQUEST']]);
    }
    const head = await fetch(`${api.origin}/graphql`, { method: 'HEAD' });
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(codesIn((await api.send('/nothing')).text)).toEqual(['NOT_FOUND']);
    expect(codesIn((await api.send('/%ff')).text)).toEqual(['BAD_REQUEST']);
  });

  it('to bytes that are no UTF-8 is 400, in a body and in an address', async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ a '),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    const posted = await api.send('/graphql', { method: 'POST', headers: asJson, body });
    expect([posted.status, codesIn(posted.text)]).toEqual([400, ['BAD_REQUEST']]);
    expect(posted.text).toContain('UTF-8');
    const got = await api.send('/graphql?query=%7B__typename%7D%ff', { headers: noForm });
    expect([got.status, codesIn(got.text)]).toEqual([400, ['BAD_REQUEST']]);
  });

  it('to a compressed body is 400: a small one could unfold to a large one', async () => {
    const headers = { ...asJson, 'content-encoding': 'gzip' };
    const { status } = await api.send('/graphql', { method: 'POST', headers, body: '{}' });
    expect(status).toBe(400);
  });

  it('says nothing of other origins, unless they are named', async () => {
    const asking = {
      origin: 'https://tablero.example.org',
      'access-control-request-method': 'POST',
    };
    const asked = await fetch(`${api.origin}/graphql`, { method: 'OPTIONS', headers: asking });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();

    const open = await startApi({ web: { corsOrigins: ['https://tablero.example.org'] } });
    const preflight = (origin: string) =>
      fetch(`${open.origin}/graphql`, { method: 'OPTIONS', headers: { ...asking, origin } });
    const named = await preflight('https://tablero.example.org');
    expect(named.headers.get('access-control-allow-origin')).toBe('https://tablero.example.org');
    expect(named.headers.get('access-control-allow-credentials')).toBeNull();
    const other = await preflight('https://other.example.org');
    expect(other.headers.get('access-control-allow-origin')).not.toBe('https://other.example.org');
    await open.close();
  });
});

describe('a page of another origin that may ask', () => {
  const origin = 'https://tablero.example.org';
  let api: Api;
  beforeAll(async () => {
    const actor = { id: 'planeadora', role: 'planner' as const };
    const limits = { bodyBytes: 2_000, perAddress: 12 };
    api = await startApi({ web: { corsOrigins: [origin] }, limits, actor });
  });
  afterAll(() => api.close());

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${api.origin}${path}`, {
      method: 'POST',
      headers: { ...asJson, origin, ...headers },
      body,
    });
  const ask = (query: string, headers?: Record<string, string>) =>
    post('/graphql', JSON.stringify({ query }), headers);
  const many = Array.from({ length: 13 }, (_, n) => `a${n}: __typename`).join(' ');
  const upload = '/actions/action_una_00000000000000000000/evidence-files';

  it.each<[number, string, () => Promise<Response>]>([
    [200, 'an answer', () => ask('{ __typename }')],
    [400, 'what the schema does not have', () => ask('{ nothing }')],
    [401, 'a token that is wrong', () => ask('{ __typename }', { authorization: 'Bearer no' })],
    [403, 'what it may not do', () => post(upload, 'x', { authorization: api.authorization })],
    [404, 'what is not there', () => post('/nowhere', '{}')],
    [413, 'a body that is too large', () => ask(' '.repeat(2_000))],
    [429, 'too many questions', () => ask(`{ ${many} }`)],
  ])('can read the answer %i: %s', async (status, _, answer) => {
    const { status: came, headers } = await answer();
    expect([came, headers.get('access-control-allow-origin')]).toEqual([status, origin]);
    expect(headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
    // A cache must not give it to a page of another origin.
    expect(headers.get('vary')).toMatch(/\borigin\b/i);
  });
});

describe('trusted documents', () => {
  const hash = createHash('sha256').update(entity).digest('hex');
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bitacora-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const manifest = async (documents: unknown) => {
    const trustedDocuments = join(folder, 'manifest.json');
    await writeFile(trustedDocuments, JSON.stringify(documents));
    return { trustedDocuments };
  };

  it('are asked for by their hash, and nothing else is where only they are answered', async () => {
    const api = await startApi({
      web: { ...(await manifest({ [hash]: entity })), trustedOnly: true },
    });
    const post = async (body: unknown) => {
      const sent = { method: 'POST', headers: asJson, body: JSON.stringify(body) };
      const { status, text } = await api.send('/graphql', sent);
      return status === 200 ? 'answered' : codesIn(text)[0];
    };
    const persistedQuery = { version: 1, sha256Hash: hash };
    expect(await post({ documentId: `sha256:${hash}` })).toBe('answered');
    expect(await post({ documentId: hash, query: '{ plans { totalCount } }' })).toBe('answered');
    expect(await post({ extensions: { persistedQuery } })).toBe('answered');
    expect(await post({ query: entity })).toBe('answered');
    expect(await post({ query: '{ __typename }' })).toBe('DOCUMENT_NOT_TRUSTED');
    expect(await post({ query: '{ __typename }', extensions: 5 })).toBe('DOCUMENT_NOT_TRUSTED');
    expect(await post([{ query: '{ __typename }' }])).toBe('DOCUMENT_NOT_TRUSTED');
    expect(await post({ documentId: 'sha256:00' })).toBe('DOCUMENT_UNKNOWN');
    const get = async (parameters: Record<string, string>) =>
      (await api.send(`/graphql?${search(parameters)}`, { headers: noForm })).status;
    expect(await get({ documentId: hash })).toBe(200);
    expect(await get({ extensions: JSON.stringify({ persistedQuery }) })).toBe(200);
    expect(await get({ query: '{ __typename }' })).toBe(400);
    expect(await get({ query: '{ __typename }', extensions: '{' })).toBe(400);
    await api.close();
  });

  it('may stand beside others, and nobody can register one by asking', async () => {
    const api = await startApi({ web: await manifest({ [hash]: entity }) });
    expect((await api.query('{ __typename }')).status).toBe(200);
    const query = '{ __typename }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const body = { query, extensions: { persistedQuery: { version: 1, sha256Hash } } };
    const sent = { method: 'POST', headers: asJson, body: JSON.stringify(body) };
    expect(codesIn((await api.send('/graphql', sent)).text)).toEqual(['DOCUMENT_UNKNOWN']);
    await api.close();
  });

  it.each([
    ['whose hash is another', { '00': entity }, 'not its SHA-256'],
    ['that the schema does not have', undefined, 'Cannot query field'],
    ['in another form', ['x'], 'expected a JSON object'],
  ])('%s stop the start', async (_, documents, why) => {
    const wrong = '{ nothing }';
    const made = documents ?? { [createHash('sha256').update(wrong).digest('hex')]: wrong };
    await expect(startApi({ web: await manifest(made) })).rejects.toThrow(why);
  });

  it('alone without a manifest stop the start', async () => {
    await expect(startApi({ web: { trustedOnly: true } })).rejects.toThrow('TRUSTED_DOCUMENTS');
  });
});

describe('the IDE', () => {
  it('comes from here alone, under a strict policy', async () => {
    const api = await startApi();
    const page = await fetch(`${api.origin}/ide`);
    const html = await page.text();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const [, path = ''] of html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"/g)) {
      const file = await fetch(new URL(path, `${api.origin}/ide/`));
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers.get('content-security-policy')).toBe(policy);
    }
    const start = await (await fetch(`${api.origin}/ide/start.js`)).text();
    for (const { name } of ideQueries) expect(start).toContain(name);
    expect(start).toContain("new URL('/graphql', location.href).href");
    expect(start).not.toContain('`/graphql`');
    expect(JSON.parse((await api.send('/')).text)).toMatchObject({ ide: '/ide' });
    await api.close();
  });

  it.each([true, false])(
    'asks for the schema when it opens: %s, where it is told',
    async (introspection) => {
      const api = await startApi({ web: { introspection } });
      const start = await (await fetch(`${api.origin}/ide/start.js`)).text();
      const [, asks] = /schema\.reloadOnStart\W+(true|false)/.exec(start) ?? [];
      expect(asks).toBe(String(introspection));
      await api.close();
    },
  );

  it('opens with five queries that the schema has and the limits let through', async () => {
    const schema = buildSchema(await readFile('schema/schema.graphql', 'utf8'));
    expect(ideQueries).toHaveLength(5);
    for (const { query } of ideQueries) {
      expect(validate(schema, parse(query))).toEqual([]);
      expect(documentProblem(query, defaultWebSettings.limits)).toBeUndefined();
    }
  });

  it('can be left out', async () => {
    const api = await startApi({ web: { ide: false } });
    expect((await api.send('/ide')).status).toBe(404);
    await api.close();
  });
});
