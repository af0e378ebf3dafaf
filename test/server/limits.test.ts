import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import {
  buildSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { readFileSync } from 'node:fs';
import {
  argumentCosts,
  connectionCost,
  listSizes,
  ownCosts,
  pagesBelow,
} from '../../src/server/limits/cost-weights.js';
import { costOf } from '../../src/server/limits/cost.js';
import { deadlineIn, timedReads } from '../../src/store/timed-reads.js';
import type { Api, ApiOptions } from '../support/api.js';
import { smallPlan, startApi } from '../support/api.js';

const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

async function withApi(options: ApiOptions, use: (api: Api) => Promise<void>): Promise<void> {
  const api = await startApi(options);
  try {
    await use(api);
  } finally {
    await api.close();
  }
}

/** The fields of a schema, by their names and as `*.field`, and what no weight is said of. */
function weighed(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const owners = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const all = owners.flatMap((owner) =>
    Object.values(owner.getFields()).map((field) => ({ owner, field })),
  );
  const fields = new Map(all.map(({ owner, field }) => [`${owner.name}.${field.name}`, field]));
  for (const { field } of all) fields.set(`*.${field.name}`, field);
  const problems = all.flatMap(({ owner, field }) => {
    const name = `${owner.name}.${field.name}`;
    const takes = (arg: string) => field.args.some((each) => each.name === arg);
    const isPart = getNamedType(field.type).name.endsWith('Connection');
    const isList = isListType(getNullableType(field.type)) && !owner.name.endsWith('Connection');
    const above = all.filter((each) => getNamedType(each.field.type) === owner);
    const paged = above.every((each) => pagesBelow.has(`${each.owner.name}.${each.field.name}`));
    const sized = takes('ids') || listSizes.has(name) || listSizes.has(`*.${field.name}`);
    // What costs much whenever it is asked needs no more for its moment.
    const past = (argumentCosts.get(name)?.['asOf'] ?? ownCosts.get(name) ?? 0) >= 100;
    return [
      ...(owner === schema.getQueryType() && !ownCosts.has(name) ? ['no cost of its own'] : []),
      ...(isPart && !takes('first') && !paged ? ['nothing above it says how long it is'] : []),
      ...(isList && !sized ? ['no size'] : []),
      ...(takes('asOf') && !past ? ['no cost of asOf'] : []),
    ].map((problem) => `${name}: ${problem}`);
  });
  return { fields, problems };
}

describe('the cost of an operation', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    const sdl = new URL('../../schema/schema.graphql', import.meta.url);
    schema = buildSchema(readFileSync(sdl, 'utf8'));
  });
  const cost = (text: string, variables: Record<string, unknown> = {}) =>
    costOf(schema, parse(text), variables, 1_000);

  it('is what an answer may hold: the fields, as often as the lists above are long', () => {
    expect(cost('{ __typename }')).toBe(1);
    expect(cost('{ plan(id: "p") { id title } }')).toBe(3);
    expect(cost('{ plans(first: 7) { nodes { id title } } }')).toBe(10 + 7 * (1 + 2));
    expect(cost('{ plans(last: 7) { edges { node { id } } } }')).toBe(10 + 7 * 3);
    expect(
      cost('{ plan(id: "p") { actions(first: 100) { nodes { reports { percent } } } } }'),
    ).toBe(1 + 10 + 100 * (1 + 1 + 4));
  });

  it('counts the default where neither first nor last is given, and nothing for 0', () => {
    expect(cost('{ plans { nodes { id } } }')).toBe(10 + 20 * 2);
    expect(cost('{ plans(first: 0) { nodes { id } } }')).toBe(10);
  });

  it('takes first from variables, with the defaults that they have', () => {
    const query = 'query ($n: Int = 50) { plans(first: $n) { nodes { id } } }';
    expect(cost(query)).toBe(10 + 50 * 2);
    expect(cost(query, { n: 3 })).toBe(10 + 3 * 2);
  });

  it('counts aliases, and fragments wherever they are spread', () => {
    const one = cost('{ plans { nodes { id } } }');
    expect(cost('{ a: plans { nodes { id } } b: plans { nodes { id } } }')).toBe(2 * one);
    expect(
      cost('{ a: plans { ...F } b: plans { ...F } } fragment F on PlanConnection { nodes { id } }'),
    ).toBe(2 * one);
    expect(cost('{ a: __typename b: __typename c: __typename }')).toBe(3);
  });

  it('leaves out what is skipped', () => {
    const query = 'query ($no: Boolean!) { plans @skip(if: $no) { nodes { id } } __typename }';
    expect(cost(query, { no: true })).toBe(1);
  });

  it('ends at a number that is large enough', () => {
    const levels = 'entity { plans(first: 2147483647) { nodes {';
    const text = `{ plan(id: "p") { ${times(12, () => levels)} id ${'} } }'.repeat(12)} } }`;
    expect(cost(text)).toBe(1_000_000_000);
  });

  it('lets the introspection of tools through, and not many of it', () => {
    const once = cost(getIntrospectionQuery());
    expect(once).toBeGreaterThan(5_000);
    expect(once).toBeLessThan(10_000);
  });

  it('is more where the past is folded, or a whole plan is looked at', () => {
    const past = 'asOf: { position: 4 }';
    expect(cost(`{ plan(id: "p", ${past}) { id } }`)).toBe(1 + 500 + 1);
    expect(cost(`{ action(id: "a", ${past}) { id } }`)).toBe(1 + 100 + 1);
    expect(cost('query ($when: AsOf) { plan(id: "p", asOf: $when) { id } }')).toBe(2);
    const query = 'query ($when: AsOf) { plan(id: "p", asOf: $when) { id } }';
    expect(cost(query, { when: { position: 4 } })).toBe(1 + 500 + 1);
    const actions = (more: string) =>
      cost(`{ plan(id: "p") { actions(first: 5${more}) { nodes { id } } } }`);
    expect(actions(', filter: { withdrawn: false }')).toBe(actions('') + 100);
  });

  it('counts the list in a difference as often as was asked above it', () => {
    const diff = (page: string) =>
      cost(`{ planDiff(planId: "p", from: { position: 1 }, to: { position: 2 }${page}) {
        actions { nodes { actionId } } } }`);
    const one = connectionCost + 2;
    expect([diff(', first: 100'), diff('')]).toEqual([1_000 + 100 * one, 1_000 + 20 * one]);
  });

  it('counts what stands beside the items once, however it is spread and long the page is', () => {
    const counted = (page: string, beside: string) =>
      cost(`{ plan(id: "p") { actions(first: ${page}) { ${beside} nodes { id } } } }
        fragment C on ActionConnection { counts(quarter: "2024-Q1") { byState { count } } }`);
    const counts = 100 + (1 + 8);
    for (const page of [0, 20, 100]) {
      const alone = 1 + 10 + page * 2;
      expect(counted(String(page), 'totalCount ...C')).toBe(alone + 1 + counts);
      expect(counted(String(page), '... on ActionConnection { ...C }')).toBe(alone + counts);
    }
    const diff = (page: number) =>
      cost(`{ planDiff(planId: "p", from: { position: 1 }, to: { position: 2 }, first: ${page}) {
        plan { field } actions { nodes { actionId } } } }`);
    expect(diff(10) - diff(0)).toBe(10 * (diff(1) - diff(0)));
    expect(diff(0)).toBeGreaterThanOrEqual(1_000 + 5);
  });

  it('counts the items of a list of texts', () => {
    expect(cost('{ action(id: "a") { associatedPlans } }')).toBe(1 + 1 + 3);
  });
});

describe('the weights of the cost', () => {
  const sdl = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
  const { fields, problems } = weighed(buildSchema(sdl));

  it('are said of every query, every list, and everything that is read as of a moment', () => {
    expect(problems).toEqual([]);
  });

  it('name only fields and arguments that there are', () => {
    const named = [
      ...ownCosts.keys(),
      ...listSizes.keys(),
      ...argumentCosts.keys(),
      ...pagesBelow.keys(),
    ];
    const strange = named.filter((name) => !name.startsWith('__') && !fields.has(name));
    expect(strange).toEqual([]);
    for (const [name, costs] of argumentCosts) {
      const args = fields.get(name)?.args.map((arg) => arg.name);
      expect([name, args]).toEqual([name, expect.arrayContaining(Object.keys(costs))]);
    }
  });

  it.each([
    ['a query', 'type Query { counted: Int }', 'Query.counted: no cost of its own'],
    [
      'a list',
      'type Query { plan: Plan } type Plan { acts: [Act!]! } type Act { id: ID }',
      'Plan.acts: no size',
    ],
    [
      'a list of texts',
      'type Query { plan: Plan } type Plan { words: [String] }',
      'Plan.words: no size',
    ],
    [
      'a list whose length is asked further up',
      'type Query { plan: Plan } type Plan { acts: ActConnection } type ActConnection { nodes: [Int] }',
      'Plan.acts: nothing above it says how long it is',
    ],
    [
      'a field as of a moment',
      'type Query { entity(asOf: Int): Int }',
      'Query.entity: no cost of asOf',
    ],
  ])('miss nothing: %s without a weight is found', (_, text, problem) => {
    expect(weighed(buildSchema(text)).problems).toEqual([problem]);
  });
});

describe('a limit', () => {
  const heavy =
    '{ plans(first: 100) { nodes { actions(first: 100) { nodes { id name number unit target } } } } }';
  let reads = 0;
  let api: Api;
  beforeAll(async () => {
    const watched = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(of, name): unknown {
          const value: unknown = Reflect.get(of, name, of);
          if (typeof value !== 'function') return value;
          if (/^(find|aggregate|count|command)/.test(String(name))) reads += 1;
          return (...args: unknown[]) => {
            const made = (value as (...given: unknown[]) => unknown).apply(of, args);
            return name === 'collection' ? watched(made as object) : made;
          };
        },
      });
    api = await startApi({
      broken: ({ connection }) => ({ connection: { ...connection, db: watched(connection.db) } }),
    });
  });
  afterAll(() => api.close());

  it.each([
    ['TOO_MANY_TOKENS', `{ ${times(2_000, () => '__typename')} }`],
    [
      'TOO_MANY_SELECTIONS',
      `{ ...F0 } ${times(20, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F20 on Query { plans { totalCount } }`,
    ],
    [
      'TOO_DEEP',
      `{ ...__schema } fragment __schema on Query { plans { nodes ${times(16, () => '{ entity')} { id } ${'}'.repeat(16)} } }`,
    ],
    ['TOO_MANY_ALIASES', `{ plans { ${times(300, (n) => `a${n}: __typename`)} } }`],
    ['TOO_MANY_ROOT_FIELDS', `{ ${times(21, () => 'plans { totalCount }')} }`],
    ['TOO_COSTLY', heavy],
  ])('%s is an answer with 400, and nothing was read for it', async (code, query) => {
    await api.query('{ plans { totalCount } }');
    expect(reads).toBeGreaterThan(0);
    const before = reads;
    const { status, data, errors } = await api.query(query);
    expect([status, data ?? null]).toEqual([400, null]);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^Expected at most \d+ .*; got .*\. /),
        extensions: { code },
      },
    ]);
    expect(errors?.[0]?.extensions).toEqual(expect.objectContaining({ limit: expect.any(Number) }));
    expect(reads).toBe(before);
  });

  it('holds for GET as for POST, however the query is written in the address', async () => {
    const query = `{ ${times(21, () => '__typename')} }`;
    const headers = { 'apollo-require-preflight': '1' };
    for (const search of [
      new URLSearchParams({ query }).toString(),
      `%71uery=${encodeURIComponent(query)}`,
      `query=%7B__typename%7D&query=${encodeURIComponent(query)}`,
    ]) {
      const { status, text } = await api.send(`/graphql?${search}`, { headers });
      expect(status).toBe(400);
      expect(text).toContain('TOO_MANY_ROOT_FIELDS');
    }
  });

  it('of cost is told in every answer', async () => {
    const send = (query: string) =>
      api.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    const fine = JSON.parse((await send('{ plans(first: 5) { nodes { id } } }')).text) as object;
    expect(fine).toMatchObject({ extensions: { cost: { requested: 20, limit: 50_000 } } });
    const refused = JSON.parse((await send(heavy)).text) as object;
    expect(refused).toMatchObject({
      errors: [{ extensions: { code: 'TOO_COSTLY', limit: 50_000, actual: 61_110 } }],
    });
  });

  it('may be set for each kind', async () => {
    const limits = { depth: 1, cost: 5, directives: 0, width: 2, fragments: 0, bodyBytes: 300 };
    await withApi({ limits }, async (small) => {
      const code = async (query: string) =>
        (await small.query(query)).errors?.[0]?.extensions['code'];
      expect(await code('{ plans { totalCount } }')).toBe('TOO_DEEP');
      expect(await code('{ __typename @skip(if: false) }')).toBe('TOO_MANY_DIRECTIVES');
      expect(await code('{ __typename __typename __typename }')).toBe('TOO_WIDE');
      expect(await code('{ ... { __typename } }')).toBe('TOO_MANY_FRAGMENTS');
      expect(await code(`{ __typename } ${'#'.repeat(300)}`)).toBe('BODY_TOO_LARGE');
      expect(await code('{ __typename }')).toBeUndefined();
    });
  });

  it('refuses what a variable of the wrong type would make impossible to count', async () => {
    const query = 'query ($n: Int) { plans(first: $n) { nodes { id } } __typename }';
    const { status, data, errors } = await api.query(query, { n: 'all' });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('the rate', () => {
  it('counts operations, not requests, and says when to come again', async () => {
    await withApi({ limits: { perAddress: 10 } }, async (api) => {
      const send = (query: string) =>
        fetch(api.uri.startsWith('http') ? api.uri : `${api.origin}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
      expect((await send(`{ ${times(9, () => '__typename')} }`)).status).toBe(200);
      expect((await send('{ __typename }')).status).toBe(200);
      const refused = await send('{ __typename }');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: 'RATE_LIMITED', limit: 10 } }],
      });
    });
  });

  it('counts what is refused for its size too', async () => {
    await withApi({ limits: { perAddress: 3 } }, async (api) => {
      const codes: unknown[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { errors } = await api.query(`{ ${times(21, () => '__typename')} }`);
        codes.push(errors?.[0]?.extensions['code']);
      }
      const tooMany = Array<string>(3).fill('TOO_MANY_ROOT_FIELDS');
      expect(codes).toEqual([...tooMany, 'RATE_LIMITED', 'RATE_LIMITED']);
    });
  });

  it('counts whoever is known wherever they come from', async () => {
    await withApi({ limits: { perActor: 2, perAddress: 0 } }, async (api) => {
      const codes = [];
      for (let n = 0; n < 3; n += 1) codes.push((await api.query('{ __typename }')).status);
      expect(codes).toEqual([200, 200, 429]);
    });
  });

  it('has no limit at 0', async () => {
    await withApi({ limits: { perAddress: 0, perActor: 0 } }, async (api) => {
      for (let n = 0; n < 5; n += 1) expect((await api.query('{ __typename }')).status).toBe(200);
    });
  });
});

describe('what is told of the code and of the schema', () => {
  const off = { introspection: false, fieldSuggestions: false };

  it('follows the settings, and not NODE_ENV', async () => {
    for (const environment of ['production', 'development']) {
      const before = process.env['NODE_ENV'];
      process.env['NODE_ENV'] = environment;
      try {
        await withApi({ web: off }, async (api) => {
          const schema = await api.query('{ __schema { queryType { name } } }');
          expect(schema.errors).toMatchObject([
            { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
          ]);
          const alike = await api.query('{ plan(id: "p") { titl } }');
          expect(alike.errors?.[0]?.message).not.toContain('title');
        });
        await withApi({}, async (api) => {
          expect((await api.query('{ __schema { queryType { name } } }')).status).toBe(200);
          const alike = await api.query('{ plan(id: "p") { titl } }');
          expect(alike.errors?.[0]?.message).toContain('title');
          expect(JSON.stringify(alike)).not.toContain('stacktrace');
        });
      } finally {
        process.env['NODE_ENV'] = before;
      }
    }
  });

  it('shows where it happened only where that is set, and the message never', async () => {
    const failing = {
      broken: () => ({ loop: { execute: () => Promise.reject(new Error('secret')) } as never }),
    };
    const registering =
      'mutation { registerEntity(input: { entityId: "una", name: "U" }) { userErrors { code } } }';
    for (const [stackTraces, told] of [
      [true, expect.objectContaining({ stacktrace: expect.anything() })],
      [false, expect.not.objectContaining({ stacktrace: expect.anything() })],
    ] as const) {
      const api = await startApi({ ...failing, web: { stackTraces } });
      const { errors } = await api.query(registering);
      expect(errors?.[0]?.message).not.toContain('secret');
      expect(errors?.[0]?.extensions).toEqual(told);
      await api.close();
    }
  });
});

describe('the time for an answer', () => {
  it('ends reads in the database itself, with a code of its own', async () => {
    await withApi({}, async (api) => {
      await smallPlan(api);
      const { db } = api.connection;
      const short = timedReads(db, deadlineIn(200)).collection('events');
      const slow = short
        .find({ $where: 'sleep(5000) || true' })
        .toArray()
        .catch((error: unknown) => error);
      expect(await slow).toMatchObject({ code: 50 });
      const running = await db
        .admin()
        .command({ currentOp: 1, 'command.filter.$where': { $exists: true } });
      expect(running['inprog']).toEqual([]);
      const late = timedReads(db, { left: () => 0, signal: AbortSignal.timeout(1_000) });
      expect(() => late.collection('events').findOne({})).toThrow(
        expect.objectContaining({ code: 'TIMEOUT' }),
      );
    });
  });

  it('is an error TIMEOUT in the answer', async () => {
    await withApi({ limits: { requestMs: 0 } }, async (api) => {
      const { data, errors } = await api.query('{ entity(id: "una") { name } __typename }');
      expect(data).toEqual({ entity: null, __typename: 'Query' });
      expect(errors).toMatchObject([{ path: ['entity'], extensions: { code: 'TIMEOUT' } }]);
    });
  });
});
