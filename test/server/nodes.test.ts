import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

// Things by their global ids, over real HTTP.

const quarter = '2024-Q1';
let api: Api;
let plan: SmallPlan;
beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 10);
  await mutate(api, 'openPeriod', { planId: plan.planId, quarter });
});
afterAll(() => api.close());

const many = graphql(`
  query ($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
    }
  }
`);
const one = graphql(`
  query ($id: ID!) {
    node(id: $id) {
      __typename
      id
    }
  }
`);
const nodes = async (ids: string[]) => (await api.ask(many, { ids })).nodes;
const node = async (id: string) => (await api.ask(one, { id })).node;

describe('a node', () => {
  it.each([
    ['Entity', () => plan.entityId],
    ['Plan', () => plan.planId],
    ['Period', () => `${plan.planId}/${quarter}`],
    ['Action', () => plan.actionIds[0] ?? ''],
    ['Report', () => `${plan.actionIds[0] ?? ''}/Q4`],
    ['Office', () => plan.officeId],
    ['EntityRegistered', () => `${plan.entityId}:1`],
  ])('of the kind %s is found by its id', async (kind, idOf) => {
    expect(await node(idOf())).toEqual({ __typename: kind, id: idOf() });
  });

  it('is met in answers with the id by which it is found', async () => {
    const { action } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            reports {
              __typename
              id
            }
            history {
              nodes {
                __typename
                id
              }
            }
          }
        }
      `),
      { id: plan.actionIds[0] ?? '' },
    );
    const met = [...(action?.reports ?? []), ...(action?.history.nodes ?? [])];
    expect(met).toHaveLength(5);
    expect(await nodes(met.map((each) => each?.id ?? ''))).toEqual(met);
  });

  it('shows the fields of its own kind', async () => {
    const { node: found } = await api.ask(
      graphql(`
        query ($id: ID!) {
          node(id: $id) {
            ... on Report {
              quarter
              state
              action {
                number
                plan {
                  id
                }
              }
            }
          }
        }
      `),
      { id: `${plan.actionIds[2] ?? ''}/Q2` },
    );
    const action = { number: '3', plan: { id: plan.planId } };
    expect(found).toEqual({ quarter: '2024-Q2', state: 'DUE', action });
  });

  it('of a plan file is its import', async () => {
    const { entityId: ledger } = plan;
    const importId = `import_${ledger}_0001`;
    const sha256 = 'a'.repeat(64);
    const none = { plans: 0, offices: 0, aliases: 0, actions: 0, revisions: 0 };
    const planned = { ...none, reports: 0, corrections: 0, rejected: 0 };
    const input = { importId, sha256, fileName: 'plan.tsv', planned };
    const actor = { id: 'local', role: 'operator' };
    await api.loop.execute({
      type: 'StartImport',
      input,
      ledger,
      actor,
      commandId: 'i',
      correlationId: 'i',
    });
    const document =
      'query ($id: ID!) { node(id: $id) { id ... on Import { fileName sha256 completed } } }';
    const answer = await api.ask(document, { id: importId });
    expect(answer).toEqual({
      node: { id: importId, fileName: 'plan.tsv', sha256, completed: false },
    });
  });

  it.each([
    'nonsense',
    '',
    'plan_nowhere_0001',
    'plan_nowhere_0001/2024-Q1',
    'plan_nowhere_0001/2024-Q5',
    'action_x',
    'action_nowhere_0001/Q1',
    'evidence_rmbc_0001',
    'nowhere:1',
    'nowhere:0',
    'nowhere:-1',
    'nowhere:99999999999999999999',
    '{"$gt":""}',
    'constructor',
  ])('with the id %j is none: null, and no error', async (id) => {
    expect(await node(id)).toBeNull();
    expect(await nodes([id, plan.officeId])).toEqual([
      null,
      { __typename: 'Office', id: plan.officeId },
    ]);
  });
});

describe('several nodes', () => {
  it('come in the order of their ids, whatever the order of the database', async () => {
    const ids = [2, 9, 6, 1].map((n) => plan.actionIds[n - 1] ?? '');
    expect((await nodes(ids)).map((found) => found?.id)).toEqual(ids);
  });

  it('are null where there is none, and may be asked for twice', async () => {
    const [id = ''] = plan.actionIds;
    const unknown = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const found = { __typename: 'Action', id };
    expect(await nodes([id, unknown, id])).toEqual([found, null, found]);
    expect(await nodes([])).toEqual([]);
  });

  it('are at most 100', async () => {
    const ids = Array.from({ length: 101 }, () => plan.officeId);
    expect(await nodes(ids.slice(1))).toHaveLength(100);
    const { errors } = await api.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'BAD_USER_INPUT',
          problems: [{ field: 'ids', expected: 'at most 100 ids' }],
        },
      },
    ]);
  });
});

describe('a row that is damaged', () => {
  const shown = 'id number name startDate';
  interface Shown {
    readonly number: string;
  }
  let damaged: SmallPlan;
  const actions = () => api.connection.db.collection<{ _id: string }>('actions');
  const damage = async (n: number, change: object) => {
    const id = damaged.actionIds[n - 1] ?? '';
    const { modifiedCount } = await actions().updateOne({ id }, change);
    expect(modifiedCount).toBe(1);
  };
  beforeAll(async () => {
    damaged = await smallPlan(api, 5);
    await damage(2, { $set: { 'state.startDate': 20240101 } });
    await damage(3, { $unset: { 'state.name': '' } });
  });

  it('leaves its siblings in a page, and is told by an error where it stands', async () => {
    const document = `query ($id: ID!) { plan(id: $id) { actions { totalCount nodes { ${shown} } } } }`;
    const { data, errors } = await api.query<{
      plan: { actions: { totalCount: number; nodes: (Shown | null)[] } };
    }>(document, { id: damaged.planId });
    const { nodes: found = [] } = data?.plan.actions ?? {};
    expect(found.map((action) => action?.number ?? null)).toEqual(['1', null, null, '4', '5']);
    expect(errors?.map(({ path, extensions }) => [path?.[3], extensions['code']])).toEqual([
      [1, 'INTERNAL'],
      [2, 'INTERNAL'],
    ]);
  });

  it('leaves its siblings among nodes, and what can be folded anew is shown', async () => {
    await damage(4, { $set: { state: null } });
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Action { ${shown} } } }`;
    const { data, errors } = await api.query<{ nodes: (Shown | null)[] }>(document, {
      ids: damaged.actionIds,
    });
    expect(data?.nodes.map((action) => action?.number ?? null)).toEqual([
      '1',
      null,
      null,
      '4',
      '5',
    ]);
    expect(errors?.map(({ path }) => path?.slice(0, 2))).toEqual([
      ['nodes', 1],
      ['nodes', 2],
    ]);
    expect(JSON.stringify(errors)).not.toContain('20240101');
  });

  it('that its stream cannot tell either is an error in its place', async () => {
    const [, , , fourth = ''] = damaged.actionIds;
    const events = api.connection.db.collection('events');
    await events.updateOne({ 'subject.actionId': fourth }, { $set: { type: 'Unheard' } });
    const { data, errors } = await api.query(many, { ids: damaged.actionIds.slice(2) });
    expect(data?.nodes.map((action) => action?.id ?? null)).toEqual([
      damaged.actionIds[2],
      null,
      damaged.actionIds[4],
    ]);
    expect(errors).toMatchObject([{ path: ['nodes', 1] }]);
  });
});
