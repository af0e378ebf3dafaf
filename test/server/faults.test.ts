import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fault } from '../../src/store/faults.js';
import type { Api, ApiOptions } from '../support/api.js';
import { mutate, startApi } from '../support/api.js';
import { startTestMongod } from '../support/mongod.js';

const secret = 'mongodb://root:hunter2@10.0.0.5:27017/bitacora';

/** A server of its own for one test, ended after it. */
async function withApi<T>(options: ApiOptions, use: (api: Api) => Promise<T>): Promise<T> {
  const api = await startApi(options);
  try {
    return await use(api);
  } finally {
    await api.close();
  }
}

const failing = (error: Error): ApiOptions => ({
  broken: ({ loop }) => ({ loop: { ...loop, execute: () => Promise.reject(error) } }),
});
const registering = `mutation { registerEntity(input: { entityId: "una", name: "Una" }) { userErrors { code } } }`;

describe('a fault', () => {
  it.each([
    ['BUSY', 'The ledger is busy. Nothing was recorded.'],
    ['OUTCOME_UNKNOWN', 'Whether it was recorded is not known yet.'],
    ['LEDGER_DAMAGED', 'Nothing more is recorded in this ledger.'],
    ['CLOCK_SKEW', 'The clock is wrong.'],
  ] as const)('%s is a GraphQL error with its code and its own words', async (code, message) => {
    const cause = new Error(`connection ${secret} closed`);
    await withApi(failing(new Fault(code, message, { cause })), async (api) => {
      const { status, data, errors } = await api.query(registering);
      expect([status, data]).toEqual([200, null]);
      expect(errors).toEqual([
        {
          message,
          path: ['registerEntity'],
          locations: expect.any(Array),
          extensions: { code, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ]);
    });
  });

  it.each([
    ['of a driver', new Error(`connect ECONNREFUSED ${secret}`)],
    ['of ours without a word for it', new Fault('INTERNAL', `at ${secret}`)],
    ['that is no error at all', secret as unknown as Error],
    ['with a code of its own', Object.assign(new Error(secret), { code: 'BAD_USER_INPUT' })],
    [
      'with extensions of its own',
      Object.assign(new Error(secret), { extensions: { code: 'BUSY', uri: secret } }),
    ],
  ])('%s is INTERNAL: its message stays here, and it has a request id', async (_, error) => {
    await withApi(failing(error), async (api) => {
      const { errors } = await api.query(registering);
      expect(errors).toMatchObject([
        {
          path: ['registerEntity'],
          extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ]);
      const text = JSON.stringify(errors);
      for (const told of ['hunter2', '10.0.0.5', 'stacktrace', '.ts']) {
        expect(text).not.toContain(told);
      }
    });
  });

  it('of reading is INTERNAL too, in every route', async () => {
    const failed = () => Promise.reject(new Error(`no server at ${secret}`));
    const away = { find: () => ({ toArray: failed }), findOne: failed };
    const broken: ApiOptions['broken'] = ({ connection }) => {
      const db = new Proxy(connection.db, {
        get: (target, field): unknown =>
          field === 'collection' ? () => away : Reflect.get(target, field),
      });
      return { connection: { ...connection, db } };
    };
    await withApi({ broken }, async (api) => {
      const { data, errors } = await api.query('{ entity(id: "una") { name } __typename }');
      expect(data).toEqual({ entity: null, __typename: 'Query' });
      expect(errors).toMatchObject([{ path: ['entity'], extensions: { code: 'INTERNAL' } }]);
      expect(JSON.stringify(errors)).not.toContain('hunter2');

      const route = await api.send('/ledgers/una/key');
      expect(route.status).toBe(500);
      expect(JSON.parse(route.text)).toMatchObject({
        errors: [
          { extensions: { code: 'INTERNAL', requestId: expect.stringMatching(/^[0-9a-f-]+$/) } },
        ],
      });
      expect(route.text).not.toContain('hunter2');
    });
  });
});

describe('a request', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    await mutate(api, 'registerEntity', { entityId: 'una', name: 'Una' });
  });
  afterAll(() => api.close());

  const json = { 'content-type': 'application/json' };
  const post = (body: string, headers: Record<string, string> = json) =>
    api.send('/graphql', { method: 'POST', headers, body });
  const get = (query: string, headers: Record<string, string> = {}) =>
    api.send(`/graphql?${new URLSearchParams({ query }).toString()}`, { headers });
  const entity = '{ entity(id: "una") { name } }';

  it('may ask by GET, with the header that no form can send', async () => {
    const { status, text } = await get(entity, { 'apollo-require-preflight': '1' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ data: { entity: { name: 'Una' } } });
    expect((await get(entity)).status).toBe(400);
  });

  it('must not change anything by GET', async () => {
    const { status, text } = await get(registering, { 'apollo-require-preflight': '1' });
    expect(status).toBe(405);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(JSON.parse((await post(JSON.stringify({ query: entity }))).text)).toMatchObject({
      data: { entity: { name: 'Una' } },
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s, which a form of any page can send, is refused',
    async (type) => {
      const { status, text } = await post(JSON.stringify({ query: entity }), {
        'content-type': type,
      });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    },
  );

  it.each(['{"query":', '', 'null', '[]', '"text"', '{}', '{"query":5}', '{"query":""}'])(
    'with the body %s gets an error as GraphQL has them',
    async (body) => {
      const { status, text } = await post(body);
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ message: expect.stringMatching(/./), extensions: { code: 'BAD_REQUEST' } }],
      });
    },
  );

  it('of several operations at once is refused', async () => {
    const { status, text } = await post(JSON.stringify([{ query: entity }, { query: entity }]));
    expect(status).toBe(400);
    expect(text).not.toContain('Una');
  });

  it('that is too long is refused with 413', async () => {
    const { status, text } = await post(JSON.stringify({ query: ' '.repeat(2 ** 21) }));
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }],
    });
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ entity(id: "una") {', 'GRAPHQL_PARSE_FAILED'],
    [
      '{ history(entityId: "una", filter: { quarter: "2024" }) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('%s is told what is wrong with it', async (query, code) => {
    const { status, errors } = await api.query(query);
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it.each([
    ['Quarter', '2024-Q5'],
    ['DateTime', 'ayer'],
    ['Int', 2 ** 31],
  ])('with a %s of %j is BAD_USER_INPUT', async (type, value) => {
    const use =
      type === 'Int'
        ? 'first: $v'
        : `filter: { ${type === 'Quarter' ? 'quarter' : 'recordedTo'}: $v }`;
    const query = `query ($v: ${type}) { history(entityId: "una", ${use}) { totalCount } }`;
    const { errors } = await api.query(query, { v: value });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('may ask what the schema has', async () => {
    const { __schema } = await api.ask<{ __schema: { queryType: object } }>(
      '{ __schema { queryType { name } } }',
    );
    expect(__schema.queryType).toEqual({ name: 'Query' });
  });

  it('for another path is answered 404', async () => {
    expect((await api.send('/nothing')).status).toBe(404);
  });
});

describe('alive and ready', () => {
  it('tell the process and the database apart', async () => {
    const mongod = await startTestMongod();
    await withApi({ uri: mongod.uri }, async (api) => {
      expect(await api.send('/healthz')).toEqual({ status: 200, text: '{"status":"alive"}' });
      expect(await api.send('/readyz')).toEqual({ status: 200, text: '{"status":"ready"}' });
      await mongod.stop();
      const { status, text } = await api.send('/readyz');
      expect(status).toBe(503);
      expect(JSON.parse(text)).toEqual({ status: 'waiting for the database' });
      expect((await api.send('/healthz')).status).toBe(200);
      const { errors } = await api.query('{ entity(id: "una") { name } }');
      expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
      expect(JSON.stringify(errors)).not.toContain('127.0.0.1');
    }).finally(() => mongod.stop());
  });
});
