import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

let api: Api;
let plan: SmallPlan;
let other: SmallPlan;
beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 11);
  other = await smallPlan(api, 1, 2025);
  const { entityId } = plan;
  await mutate(api, 'registerPlan', { entityId, year: 2025, title: 'Plan B' });
  await mutate(api, 'registerPlan', { entityId, year: 2025, title: 'Plan A', objective: 'O' });
});
afterAll(() => api.close());

interface Page<T> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}
const pageFields = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

describe('plans', () => {
  interface Plan {
    readonly year: number;
    readonly title: string;
  }
  const plans = async (args: string, variables = {}) => {
    const declared = args.includes('$entityId') ? '($entityId: ID)' : '';
    const document = `query ${declared} { plans${args} { ${pageFields} nodes { year title entity { id } } } }`;
    const data = await api.ask<{ plans: Page<Plan> }>(document, variables);
    return data.plans;
  };

  it('of all entities come newest year first, then by the words of their titles', async () => {
    const { totalCount, nodes } = await plans('(filter: { entityId: $entityId })', {
      entityId: null,
    });
    expect(totalCount).toBe(4);
    expect(nodes.map(({ year, title }) => [year, title])).toEqual([
      [2025, 'Plan A'],
      [2025, 'Plan de acción 2025'],
      [2025, 'Plan B'],
      [2024, 'Plan de acción 2024'],
    ]);
  });

  it('can be asked for by year and by entity', async () => {
    expect((await plans('(filter: { year: 2024 })')).nodes).toHaveLength(1);
    expect((await plans('(filter: { year: 2025 })')).totalCount).toBe(3);
    expect((await plans('(filter: { year: 1999 })')).nodes).toEqual([]);
    const { entityId } = other;
    expect(await plans('(filter: { entityId: $entityId })', { entityId })).toMatchObject({
      totalCount: 1,
      nodes: [{ year: 2025, entity: { id: entityId } }],
    });
    const both = '(filter: { entityId: $entityId, year: 2024 })';
    expect((await plans(both, { entityId })).totalCount).toBe(0);
    expect((await plans(both, { entityId: plan.entityId })).totalCount).toBe(1);
    expect((await plans(both, { entityId: 'nadie' })).nodes).toEqual([]);
    expect((await plans(both, { entityId: '$ne' })).nodes).toEqual([]);
  });

  it('of an entity have an objective, or null', async () => {
    const { entity } = await api.ask<{ entity: { plans: Page<object> } }>(
      'query ($id: ID!) { entity(id: $id) { plans { nodes { title objective percentMode } } } }',
      { id: plan.entityId },
    );
    expect(entity.plans.nodes).toEqual([
      { title: 'Plan A', objective: 'O', percentMode: 'CUMULATIVE' },
      { title: 'Plan B', objective: null, percentMode: 'CUMULATIVE' },
      { title: 'Plan de acción 2024', objective: null, percentMode: 'CUMULATIVE' },
    ]);
  });
});

describe('what is not on record', () => {
  it.each([
    'nadie',
    '',
    'action_rmbc_00000000000000000000',
    'plan_rmbc_00000000000000000000',
    "'; drop --",
    '{"$ne":null}',
    'a'.repeat(10_000),
  ])('is null, never an error: %.30s', async (id) => {
    const data = await api.ask(
      `query ($id: ID!) {
        plan(id: $id) { id } action(id: $id) { id } entity(id: $id) { id }
        history(entityId: $id) { totalCount nodes { position } }
      }`,
      { id },
    );
    expect(data).toEqual({
      plan: null,
      action: null,
      entity: null,
      history: { totalCount: 0, nodes: [] },
    });
  });

  it('is null where an id is of another kind', async () => {
    const { planId, officeId, actionIds } = plan;
    const data = await api.ask(
      `query ($planId: ID!, $officeId: ID!, $actionId: ID!) {
        plan(id: $actionId) { id } action(id: $planId) { id } entity(id: $officeId) { id }
      }`,
      { planId, officeId, actionId: actionIds[0] },
    );
    expect(data).toEqual({ plan: null, action: null, entity: null });
  });
});

describe('an action', () => {
  it('has everything of the contract', async () => {
    const [id] = plan.actionIds;
    const { action } = await api.ask<{ action: object }>(
      `query ($id: ID!) { action(id: $id) {
        id number name offices { id name aliases } indicator unit target startDate endDate frequency
        fundingSource associatedPlans withdrawn streamVersion plan { id year }
        report(quarter: "2024-Q3") { quarter percent quantity narrative state timeliness restated
          reportVersion recordedAt actor { id } }
        reports { quarter }
        history { totalCount }
      } }`,
      { id },
    );
    expect(action).toEqual({
      id,
      number: '1',
      name: 'Acción 1',
      offices: [{ id: plan.officeId, name: 'Dirección General', aliases: [] }],
      indicator: null,
      unit: null,
      target: '4',
      startDate: '2024-01-01',
      endDate: '2024-12-31',
      frequency: 'QUARTERLY',
      fundingSource: null,
      associatedPlans: [],
      withdrawn: false,
      streamVersion: 1,
      plan: { id: plan.planId, year: 2024 },
      report: {
        ...{ quarter: '2024-Q3', percent: null, quantity: null, narrative: null, state: 'DUE' },
        ...{ timeliness: null, restated: false, reportVersion: 0, recordedAt: null, actor: null },
      },
      reports: ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'].map((quarter) => ({ quarter })),
      history: { totalCount: 1 },
    });
  });

  it('has no quarter of another year, and the query says which it has', async () => {
    const { data, errors } = await api.query(
      'query ($id: ID!) { action(id: $id) { report(quarter: "2025-Q1") { percent } } }',
      { id: plan.actionIds[0] },
    );
    expect(data).toEqual({ action: null });
    expect(errors).toMatchObject([
      {
        path: ['action', 'report'],
        extensions: {
          code: 'BAD_USER_INPUT',
          problems: [{ field: 'quarter', expected: 'a quarter of 2024' }],
        },
      },
    ]);
  });
});

describe('a list in pages', () => {
  interface Numbered {
    readonly number: string;
  }
  const numbers = Array.from({ length: 11 }, (_, i) => String(i + 1));
  const actions = async (args: object) => {
    const document = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      plan(id: $id) { actions(first: $first, after: $after, last: $last, before: $before) {
        ${pageFields} edges { cursor node { number } } nodes { number }
      } }
    }`;
    const variables = { id: plan.planId, ...args };
    const data = await api.ask<{ plan: { actions: Page<Numbered> } }>(document, variables);
    return data.plan.actions;
  };
  const numbersOf = ({ nodes }: Page<Numbered>) => nodes.map(({ number }) => number);

  it('has its actions by number as a person counts', async () => {
    const page = await actions({});
    expect([page.totalCount, numbersOf(page)]).toEqual([11, numbers]);
    expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
  });

  it.each([1, 2, 3, 10, 11, 12])('of %d from the start has each once', async (first) => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page: Page<Numbered> = await actions({ first, ...(after && { after }) });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
      expect([page.pageInfo.startCursor, page.pageInfo.endCursor]).toEqual([
        page.edges[0]?.cursor,
        page.edges.at(-1)?.cursor,
      ]);
      seen.push(...numbersOf(page));
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor ?? undefined;
    }
    expect(seen).toEqual(numbers);
  });

  it.each([1, 4, 11, 12])('of %d from the end has each once', async (last) => {
    const seen: string[] = [];
    let before: string | undefined;
    for (let more = true; more;) {
      const page: Page<Numbered> = await actions({ last, ...(before && { before }) });
      expect(page.pageInfo.hasNextPage).toBe(before !== undefined);
      seen.unshift(...numbersOf(page));
      more = page.pageInfo.hasPreviousPage;
      before = page.pageInfo.startCursor ?? undefined;
    }
    expect(seen).toEqual(numbers);
  });

  it('between two cursors has what lies between them', async () => {
    const { edges } = await actions({});
    const page = await actions({ after: edges[2]?.cursor, before: edges[6]?.cursor });
    expect(numbersOf(page)).toEqual(['4', '5', '6']);
  });

  it('of none has nothing, and the count', async () => {
    const page = await actions({ first: 0 });
    expect(page).toMatchObject({ totalCount: 11, edges: [], nodes: [] });
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each([
    [{ first: -1 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: -1 }, 'last'],
    [{ last: 101 }, 'last'],
    [{ first: 1, last: 1 }, 'first'],
    [{ after: '' }, 'after'],
    [{ after: 'nonsense' }, 'after'],
    [{ before: Buffer.from('[1,{"$gt":0}]').toString('base64url') }, 'before'],
    [{ before: '%00' }, 'before'],
  ])('asked for by %j is BAD_USER_INPUT at %s', async (args, field) => {
    const document = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      plan(id: $id) { actions(first: $first, after: $after, last: $last, before: $before) { totalCount } }
    }`;
    const { status, errors } = await api.query(document, { id: plan.planId, ...args });
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      {
        path: ['plan', 'actions'],
        extensions: { code: 'BAD_USER_INPUT', problems: [{ field }] },
      },
    ]);
  });

  it('refuses the cursor of another list', async () => {
    const { edges } = await actions({ first: 1 });
    const after = edges[0]?.cursor;
    const ask = (id: string) =>
      api.query(
        `query ($id: ID!, $after: String) { plan(id: $id) { actions(after: $after) { totalCount } } }`,
        { id, after },
      );
    expect((await ask(plan.planId)).errors).toBeUndefined();
    expect((await ask(other.planId)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const plans = await api.query(
      'query ($after: String) { plans(after: $after) { totalCount } }',
      {
        after,
      },
    );
    expect(plans.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('of plans of all entities, and of offices, has each once too', async () => {
    const { entityId } = plan;
    for (const name of ['Oficina A', 'Oficina B', 'oficina c', 'Área Á']) {
      await mutate(api, 'registerOffice', { entityId, name });
    }
    for (const [list, count] of [
      ['plans(first: 1, after: $after)', 4],
      ['entity(id: $id) { offices(first: 2, after: $after)', 5],
    ] as const) {
      const ids: string[] = [];
      let after: string | null = null;
      do {
        const close = list.includes('{') ? '}' : '';
        const document = `query ($id: ID!, $after: String) { unused: entity(id: $id) { id }
          ${list} { nodes { id } pageInfo { endCursor hasNextPage } } ${close} }`;
        type Ids = Page<{ id: string }>;
        const data: { plans?: Ids; entity?: { offices: Ids } } = await api.ask(document, {
          id: entityId,
          after,
        });
        const page: Ids | undefined = data.plans ?? data.entity?.offices;
        ids.push(...(page?.nodes ?? []).map(({ id }) => id));
        after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(new Set(ids).size).toBe(count);
      expect(ids).toHaveLength(count);
    }
  });
});
