import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

// What cursors promise, over real HTTP.

let api: Api;
let plan: SmallPlan;
beforeAll(async () => {
  api = await startApi();
  // Of a year to come: on record before its windows close, so that its quarters can be overdue.
  plan = await smallPlan(api, 9, 2090);
  const { entityId } = plan;
  for (const name of ['Oficina A', 'Oficina B', 'Oficina C']) {
    await mutate(api, 'registerOffice', { entityId, name });
  }
  for (const title of ['Plan A', 'Plan B', 'Plan C']) {
    await mutate(api, 'registerPlan', { entityId, year: 2025, title });
  }
});
afterAll(() => api.close());

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}

/** Each list by the path to it, with what it is a field of. */
const lists = [
  ['plans', 'plans(ARGS) { BODY }'],
  ['plans of an entity', 'entity(id: $entity) { plans(ARGS) { BODY } }'],
  ['offices', 'entity(id: $entity) { offices(ARGS) { BODY } }'],
  ['actions of a plan', 'plan(id: $plan) { actions(ARGS) { BODY } }'],
  ['overdue actions', 'overdue(planId: $plan, on: "2091-01-01", ARGS) { BODY }'],
  ['history', 'history(entityId: $entity, ARGS) { BODY }'],
] as const;

const body = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage }';
const variables = 'query ($entity: ID!, $plan: ID!, $n: Int, $cursor: String)';
async function query(list: string, args: string, given: object) {
  // Every variable is declared, and used.
  const unused = 'unused: node(id: $plan) { id } alike: node(id: $entity) { id }';
  const document = `${variables} { ${unused} ${list.replace('ARGS', args).replace('BODY', body)} }`;
  const { entityId: entity, planId } = plan;
  return api.query<Record<string, object>>(document, { entity, plan: planId, ...given });
}
async function page(list: string, args: string, given: object): Promise<Page> {
  const { data, errors } = await query(list, args, given);
  expect(errors).toBeUndefined();
  const found = JSON.stringify(data, (key, value: unknown) =>
    key === 'unused' || key === 'alike' ? undefined : value,
  );
  return JSON.parse(
    found.slice(found.indexOf('{"edges"'), found.lastIndexOf('}}') + 2).replace(/\}+$/, '}}'),
  ) as Page;
}
const forward = 'first: $n, after: $cursor';
const backward = 'last: $n, before: $cursor';

async function walk(list: string, direction: 'forward' | 'backward', n: number) {
  const args = direction === 'forward' ? forward : backward;
  const ids: string[] = [];
  for (let cursor: string | null | undefined = null; cursor !== undefined;) {
    const { edges, pageInfo }: Page = await page(list, args, { n, cursor });
    const more = direction === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    ids.push(...(direction === 'forward' ? edges : edges.toReversed()).map(({ node }) => node.id));
    cursor = more ? edges.at(direction === 'forward' ? -1 : 0)?.cursor : undefined;
  }
  return ids;
}

describe.each(lists)('the list of %s', (_, list) => {
  it('has each item once, and backwards exactly the reverse', async () => {
    const { edges } = await page(list, forward, { n: 100 });
    const ids = edges.map(({ node }) => node.id);
    expect(ids.length).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await walk(list, 'forward', 2)).toEqual(ids);
    expect(await walk(list, 'backward', 2)).toEqual(ids.toReversed());
  });

  it('refuses cursors that it did not give out', async () => {
    const { edges } = await page(list, forward, { n: 1 });
    const cursor = edges[0]?.cursor ?? '';
    const [key, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const forged = (...own: readonly unknown[]) =>
      Buffer.from(JSON.stringify([key, ...own])).toString('base64url');
    expect(forged(...values)).toBe(cursor);
    const strange = [
      forged(...values.map((value) => (typeof value === 'string' ? 1 : 'a'))),
      forged(...values.map(() => ({ $gt: '' }))),
      forged(...values.map(() => ['a'])),
      forged(...values.map(() => true)),
      forged(...values.slice(1)),
      forged(...values, 'a'),
      forged(),
      `${cursor}!`,
      ` ${cursor}`,
      Buffer.from(JSON.stringify(['another', ...values])).toString('base64url'),
      Buffer.from('null').toString('base64url'),
    ];
    for (const given of strange) {
      for (const args of [forward, backward]) {
        const { errors } = await query(list, args, { n: 1, cursor: given });
        expect([given, errors]).toEqual([
          given,
          [
            expect.objectContaining({
              extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
            }),
          ],
        ]);
      }
    }
  });
});

describe('paging', () => {
  it('goes on over a rebuild of the read models', async () => {
    const before = new Map<string, readonly [string, readonly string[]]>();
    for (const [name, list] of lists) {
      const { edges } = await page(list, forward, { n: 100 });
      const rest = edges.slice(2).map(({ node }) => node.id);
      before.set(name, [edges[1]?.cursor ?? '', rest]);
    }
    const { connection } = api;
    await rebuildLedger({ connection, ledger: plan.entityId });
    const head = await connection.db.collection('ledgers').findOne({ _id: plan.entityId as never });
    expect(head).toMatchObject({ models: { actions: { generation: 2 } } });
    for (const [name, list] of lists) {
      const [cursor, rest] = before.get(name) ?? [];
      const { edges } = await page(list, forward, { n: 100, cursor });
      expect([name, edges.map(({ node }) => node.id)]).toEqual([name, rest]);
    }
  });
});
