import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import type { Document } from 'mongodb';
import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import {
  actionFields,
  addAction,
  mutate,
  registerOffice,
  smallPlan,
  startApi,
} from '../support/api.js';

// Lists of a plan's actions, filtered and ordered, over real HTTP. The plan is of a year to come:
// nothing of it is overdue yet.

const [year, q1] = [2090, '2090-Q1'];
const count = 23;
let api: Api;
let plan: SmallPlan;
let second: string;

/** Percentages of the first quarter, with ties, zeros and absent ones. */
const percents = Array.from({ length: count }, (_, i) => [undefined, 0, 25, 25, 100][i % 5]);

beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 0, year);
  const { entityId, planId, officeId } = plan;
  second = await registerOffice(api, { entityId, name: 'Área de Aguas' });
  const actionIds: string[] = [];
  for (const [i, percent] of percents.entries()) {
    const actionId = await addAction(api, {
      ...{ planId, ...actionFields(i + 1, year), name: i % 2 === 0 ? 'Águilas' : `acción ${i}` },
      officeIds: i % 3 === 0 ? [officeId, second] : [officeId],
      ...(i % 4 === 0 ? { fundingSource: 'Inversión' } : {}),
    });
    actionIds.push(actionId);
    if (percent === undefined) continue;
    await mutate(api, 'reportProgress', { actionId, quarter: q1, percent });
  }
  plan = { ...plan, actionIds };
});
afterAll(() => api.close());

const fields = graphql(`
  fragment fields on ActionConnection {
    totalCount
    nodes {
      id
      number
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
`);
const countsOf = graphql(`
  fragment counts on ActionConnection {
    counts(quarter: $quarter) {
      byState {
        state
        count
      }
      bySignal {
        signal
        count
      }
      byOffice {
        office {
          name
        }
        count
      }
    }
  }
`);
const document = graphql(
  `
    query (
      $planId: ID!
      $filter: ActionFilter
      $orderBy: [ActionOrder!]! = []
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      actions(
        planId: $planId
        filter: $filter
        orderBy: $orderBy
        first: $first
        after: $after
        last: $last
        before: $before
      ) {
        ...fields
      }
    }
  `,
  [fields],
);
const withCounts = graphql(
  `
    query (
      $planId: ID!
      $filter: ActionFilter
      $orderBy: [ActionOrder!]! = []
      $first: Int
      $quarter: Quarter! = "2090-Q1"
    ) {
      actions(planId: $planId, filter: $filter, orderBy: $orderBy, first: $first) {
        ...fields
        ...counts
      }
    }
  `,
  [fields, countsOf],
);
const ofPlan = graphql(
  `
    query (
      $planId: ID!
      $filter: ActionFilter
      $orderBy: [ActionOrder!]! = []
      $first: Int
      $quarter: Quarter! = "2090-Q1"
    ) {
      plan(id: $planId) {
        actions(filter: $filter, orderBy: $orderBy, first: $first) {
          ...fields
          ...counts
        }
      }
    }
  `,
  [fields, countsOf],
);
type Asked = Partial<VariablesOf<typeof document>>;
type List = ResultOf<typeof document>['actions'];
type Filter = NonNullable<Asked['filter']>;

async function list(asked: Asked = {}): Promise<List> {
  return (await api.ask(document, { planId: plan.planId, ...asked })).actions;
}
async function counted(asked: Partial<VariablesOf<typeof withCounts>> = {}) {
  return (await api.ask(withCounts, { planId: plan.planId, ...asked })).actions;
}
/** Variables of any form. */
async function refused(variables: object) {
  const { data, errors } = await api.query(print(document), { planId: plan.planId, ...variables });
  expect(data ?? null).toBeNull();
  return errors?.map(({ extensions }) => [
    extensions['code'],
    (extensions['problems'] as { field: string }[] | undefined)?.map(({ field }) => field),
  ]);
}
const idsOf = ({ nodes }: List) => nodes.map((node) => node?.id ?? '');
const numbers = ({ nodes }: List) => nodes.map((node) => Number(node?.number));
const all = percents.map((_, i) => i + 1);
const where = (test: (i: number) => boolean) => all.filter((n) => test(n - 1));

describe('the actions of a plan', () => {
  it('come by number as a person counts, 20 where nothing is asked', async () => {
    const page = await list();
    expect([page.totalCount, numbers(page)]).toEqual([count, all.slice(0, 20)]);
  });

  it('are the same as a field of the plan', async () => {
    const orderBy = [{ by: 'NAME' as const }];
    const variables = { first: 100, filter: { officeId: second }, orderBy };
    const { plan: found } = await api.ask(ofPlan, { planId: plan.planId, ...variables });
    expect(found?.actions).toEqual(await counted(variables));
  });

  it('of no plan are none', async () => {
    for (const planId of ['plan_nowhere_0001', 'nonsense', plan.officeId]) {
      for (const filter of [{}, { text: 'a' }]) {
        const page = await counted({ planId, filter });
        expect(page).toMatchObject({ totalCount: 0, nodes: [] });
        expect(page.counts.byOffice).toEqual([]);
      }
    }
  });

  it.each<[string, Filter, (i: number) => boolean]>([
    ['an office', { officeId: 'second' }, (i) => i % 3 === 0],
    ['a funding source', { fundingSource: 'Inversión' }, (i) => i % 4 === 0],
    ['words', { text: 'AGUILAS' }, (i) => i % 2 === 0],
    ['a state', { report: { quarter: q1, states: ['DUE'] } }, (i) => percents[i] === undefined],
    ['a colour', { report: { quarter: q1, signals: ['RED', 'YELLOW'] } }, (i) => percents[i] === 0],
    [
      'a range',
      { report: { quarter: q1, percentFrom: 0.01, percentTo: 25 } },
      (i) => percents[i] === 25,
    ],
    ['a day', { startDate: { from: '2090-01-01', to: '2090-01-01' } }, () => true],
    [
      'several at once',
      { not: { text: 'aguilas' }, or: [{ fundingSource: 'Inversión' }, { officeId: 'second' }] },
      (i) => i % 2 === 1 && (i % 4 === 0 || i % 3 === 0),
    ],
  ])('can be filtered by %s', async (_, filter, test) => {
    const text = JSON.stringify(filter).replace('"second"', `"${second}"`);
    const page = await list({ filter: JSON.parse(text) as Filter, first: 100 });
    expect([page.totalCount, numbers(page)]).toEqual([where(test).length, where(test)]);
    expect(where(test).length).toBeGreaterThan(0);
  });

  it('can be ordered by several fields, what has no value last', async () => {
    const rank = (n: number) => percents[n - 1] ?? -1;
    const page = await list({
      first: 100,
      orderBy: [
        { by: 'PERCENT', direction: 'DESC', quarter: q1 },
        { by: 'NUMBER', direction: 'DESC' },
      ],
    });
    expect(numbers(page)).toEqual(all.toSorted((a, b) => rank(b) - rank(a) || b - a));
  });

  it.each<[NonNullable<Asked['orderBy']>]>([
    [[{ by: 'PERCENT', quarter: q1 }]],
    [[{ by: 'NAME', direction: 'DESC' }]],
    [[{ by: 'SIGNAL', direction: 'DESC', quarter: q1 }, { by: 'FUNDING_SOURCE' }]],
  ])('ordered by %j and paged by 7 have each id once, both ways', async (orderBy) => {
    const filter = { withdrawn: false };
    const whole = idsOf(await list({ orderBy, filter, first: 100 }));
    expect(new Set(whole).size).toBe(count);
    const [ahead, back]: [string[], string[]] = [[], []];
    let page: List | undefined;
    do {
      page = await list({ orderBy, filter, first: 7, after: page?.pageInfo.endCursor ?? null });
      expect(page.pageInfo.hasPreviousPage).toBe(ahead.length > 0);
      ahead.push(...idsOf(page));
    } while (page.pageInfo.hasNextPage);
    page = undefined;
    do {
      page = await list({ orderBy, filter, last: 7, before: page?.pageInfo.startCursor ?? null });
      expect(page.pageInfo.hasNextPage).toBe(back.length > 0);
      back.unshift(...idsOf(page));
    } while (page.pageInfo.hasPreviousPage);
    expect([ahead, back]).toEqual([whole, whole]);
  });

  it('take the first none too', async () => {
    const page = await list({ first: 0, filter: { officeId: second } });
    expect(page).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, startCursor: null } });
  });

  it('follow every change at once', async () => {
    const changed = await smallPlan(api, 2, year);
    const ask = () =>
      counted({ planId: changed.planId, filter: { report: { quarter: q1, percentFrom: 0 } } });
    expect(await ask()).toMatchObject({ totalCount: 0 });
    for (const [i, actionId] of changed.actionIds.entries()) {
      await mutate(api, 'reportProgress', { actionId, quarter: q1, percent: 50 });
      const page = await ask();
      expect(page.totalCount).toBe(i + 1);
      expect(page.counts.byOffice).toEqual([
        { office: { name: 'Dirección General' }, count: i + 1 },
      ]);
    }
  });
});

describe('the actions of a plan as they were known', () => {
  it('are filtered, ordered and counted as they were then, page by page', async () => {
    const changing = await smallPlan(api, 5, year);
    const { entityId, planId, actionIds } = changing;
    for (const [i, actionId] of actionIds.entries()) {
      await mutate(api, 'reportProgress', { actionId, quarter: q1, percent: 10 * (5 - i) });
    }
    const head = { _id: entityId as never };
    const found = await api.connection.db.collection('ledgers').findOne(head);
    const asOf = { position: Number(found?.['position']) };
    const inTime = graphql(
      `
        query ($planId: ID!, $quarter: Quarter!, $asOf: AsOf, $first: Int, $after: String) {
          actions(
            planId: $planId
            orderBy: [{ by: PERCENT, quarter: $quarter }]
            filter: { report: { quarter: $quarter, percentFrom: 20 } }
            asOf: $asOf
            first: $first
            after: $after
          ) {
            totalCount
            pageInfo {
              endCursor
            }
            nodes {
              number
              asOfPosition
              report(quarter: $quarter) {
                percent
              }
            }
            ...counts
          }
        }
      `,
      [countsOf],
    );
    const asked = { planId, quarter: q1 };
    const ask = async (more: Partial<VariablesOf<typeof inTime>> = {}) =>
      (await api.ask(inTime, { ...asked, ...more })).actions;
    const before = await ask();
    for (const actionId of actionIds) {
      const correction = { actionId, quarter: q1, percent: 90, reason: 'Error' };
      await mutate(api, 'correctProgress', correction);
    }
    expect(await ask()).not.toEqual(before);
    const then = await ask({ asOf });
    const { nodes } = then;
    expect(nodes.map((node) => ({ ...node, asOfPosition: null }))).toEqual(before.nodes);
    expect({ ...then, nodes: [], pageInfo: {} }).toEqual({ ...before, nodes: [], pageInfo: {} });
    const after = (await ask({ asOf, first: 1 })).pageInfo.endCursor;
    expect((await ask({ asOf, after })).nodes).toEqual(nodes.slice(1));
    const { errors } = await api.query(inTime, { ...asked, after });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const none = await ask({ asOf: { position: 1 } });
    expect(none).toMatchObject({ totalCount: 0, nodes: [] });
  });
});

describe('what is asked wrongly', () => {
  const nested = (depth: number): object =>
    depth === 1 ? { text: 'a' } : { not: nested(depth - 1) };

  it('is a cursor of another filter, another order or another plan', async () => {
    const asked = { filter: { text: 'a' }, orderBy: [{ by: 'NAME' as const }] };
    const { endCursor: after } = (await list({ ...asked, first: 1 })).pageInfo;
    const again = await list({ ...asked, after });
    expect(again.totalCount).toBeGreaterThan(again.nodes.length);
    for (const other of [
      { filter: { text: 'b' } },
      { orderBy: [{ by: 'NAME', direction: 'DESC' }] },
      { orderBy: [] },
      { planId: (await smallPlan(api, 1)).planId },
    ]) {
      expect(await refused({ ...asked, after, ...other })).toEqual([['BAD_USER_INPUT', ['after']]]);
    }
  });

  it.each<[string, object, string]>([
    ['a forged value', { orderBy: [{ by: 'PERCENT', quarter: q1 }] }, 'a'],
    ['a value of another type', { orderBy: [{ by: 'NAME' }] }, '5'],
  ])('is a cursor with %s', async (_, asked, value) => {
    const { endCursor } = (await list({ ...asked, first: 1 })).pageInfo;
    const [key, , ...rest] = JSON.parse(
      Buffer.from(endCursor ?? '', 'base64url').toString(),
    ) as unknown[];
    for (const strange of [value === '5' ? 5 : value, { $gt: '' }, [1], true]) {
      const after = Buffer.from(JSON.stringify([key, strange, ...rest])).toString('base64url');
      expect(await refused({ ...asked, after })).toEqual([['BAD_USER_INPUT', ['after']]]);
    }
  });

  it.each<[string, object, string]>([
    ['filters nested too deep', { filter: nested(6) }, 'filter'],
    ['filters nested far too deep', { filter: nested(500) }, 'filter'],
    [
      'too many filters',
      { filter: { or: Array.from({ length: 100 }, () => ({ text: 'a' })) } },
      'filter',
    ],
    ['no filter to meet one of', { filter: { or: [] } }, 'filter.or'],
    [
      'no state to be in',
      { filter: { report: { quarter: q1, states: [] } } },
      'filter.report.states',
    ],
    [
      'a range that ends before it begins',
      { filter: { startDate: { from: '2090-02-01', to: '2090-01-01' } } },
      'filter.startDate.to',
    ],
    [
      'a range of percentages that does',
      { filter: { report: { quarter: q1, percentFrom: 2, percentTo: 1 } } },
      'filter.report.percentTo',
    ],
    [
      'a third decimal',
      { filter: { report: { quarter: q1, percentFrom: 0.001 } } },
      'filter.report.percentFrom',
    ],
    ['a long text', { filter: { text: 'a'.repeat(201) } }, 'filter.text'],
    ['an order by a report of no quarter', { orderBy: [{ by: 'GAP' }] }, 'orderBy'],
    ['too many orders', { orderBy: Array.from({ length: 6 }, () => ({ by: 'NAME' })) }, 'orderBy'],
    ['a quarter of another year', { orderBy: [{ by: 'GAP', quarter: '2024-Q1' }] }, 'quarter'],
    [
      'a filter by such a quarter',
      { filter: { not: { report: { quarter: '2024-Q1' } } } },
      'quarter',
    ],
  ])('is %s', async (_, variables, field) => {
    expect(await refused(variables)).toEqual([['BAD_USER_INPUT', [field]]]);
  });

  it('is every operator of the database, whichever field it stands in', async () => {
    for (const filter of [
      { $where: 'true' },
      { officeId: { $ne: '' } },
      { text: { $regex: '.' } },
      { report: { quarter: { $gt: '' } } },
      { startDate: { $gt: '' } },
    ]) {
      expect(await refused({ filter })).toEqual([['BAD_USER_INPUT', undefined]]);
    }
    expect((await list({ filter: { text: '$where .* (' } })).totalCount).toBe(0);
  });

  it('is, for counts, a quarter of another year', async () => {
    const other = { planId: plan.planId, quarter: '2024-Q1' };
    const { errors } = await api.query(withCounts, other);
    expect(errors).toMatchObject([
      { path: ['actions', 'counts'], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('counts beside a list', () => {
  it('are of the whole list as it is filtered', async () => {
    const { counts } = await counted({ first: 2, filter: { fundingSource: 'Inversión' } });
    const own = percents.filter((_, i) => i % 4 === 0);
    const with_ = (test: (percent: number | undefined) => boolean) => own.filter(test).length;
    const states = new Map(counts.byState.map(({ state, count: n }) => [state, n]));
    expect(states.size).toBe(8);
    expect([states.get('SUBMITTED'), states.get('DUE'), states.get('OVERDUE')]).toEqual([
      with_((percent) => percent !== undefined),
      with_((percent) => percent === undefined),
      0,
    ]);
    // Expected is 24.66 %: nothing reported is yellow.
    expect(counts.bySignal).toEqual([
      { signal: 'RED', count: with_((percent) => percent === 0) },
      { signal: 'YELLOW', count: 0 },
      { signal: 'GREEN', count: with_((percent) => percent === 25) },
      { signal: 'OVER', count: with_((percent) => percent === 100) },
      { signal: 'NO_DATA', count: with_((percent) => percent === undefined) },
    ]);
    expect(counts.byOffice).toEqual([
      { office: { name: 'Área de Aguas' }, count: where((i) => i % 12 === 0).length },
      { office: { name: 'Dirección General' }, count: own.length },
    ]);
  });

  it('are there for a list in its own order, and for what is overdue', async () => {
    const { counts } = await counted();
    expect(counts.byOffice.map(({ count: n }) => n)).toEqual([
      where((i) => i % 3 === 0).length,
      count,
    ]);
    const late = graphql(
      `
        query ($planId: ID!, $on: LocalDate, $quarter: Quarter!) {
          overdue(planId: $planId, on: $on, first: 1) {
            ...fields
            ...counts
          }
        }
      `,
      [fields, countsOf],
    );
    const when = { planId: plan.planId, on: '2090-04-11', quarter: q1 };
    const { overdue } = await api.ask(late, when);
    const missing = percents.filter((percent) => percent === undefined).length;
    expect(overdue.totalCount).toBe(missing);
    expect(overdue.counts.byOffice.at(-1)).toEqual({
      office: { name: 'Dirección General' },
      count: missing,
    });
  });
});

describe('what is examined for a list of actions', () => {
  async function profiled(work: () => Promise<unknown>): Promise<readonly Document[]> {
    const { db } = api.connection;
    await db.command({ profile: 2 });
    await work();
    await db.command({ profile: 0 });
    const collections = ['actions', 'reports', 'plans', 'periods', 'offices', 'ledgers'];
    const ns = { $in: collections.map((name) => `${db.databaseName}.${name}`) };
    const op = { $in: ['query', 'command', 'getmore'] };
    const found = await db.collection('system.profile').find({ ns, op }).toArray();
    await db.collection('system.profile').drop();
    return found;
  }
  const asked = {
    filter: { text: 'a', report: { quarter: q1, signals: ['RED', 'GREEN', 'NO_DATA'] } },
    orderBy: [{ by: 'GAP', quarter: q1 }],
  } satisfies Asked;

  it("is no more than the plan's actions, whatever else the database holds, and by index", async () => {
    // So that it isn't known yet.
    await mutate(api, 'registerOffice', { entityId: plan.entityId, name: 'Una más' });
    const operations = await profiled(() => counted(asked));
    expect(operations.length).toBeGreaterThan(4);
    for (const { ns, planSummary, docsExamined, keysExamined } of operations) {
      expect([ns, planSummary]).toEqual([ns, expect.stringMatching(/^IXSCAN|^IDHACK/)]);
      expect(docsExamined).toBeLessThanOrEqual(count);
      expect(keysExamined).toBeLessThanOrEqual(2 * count + 5);
    }
    expect(await api.connection.db.collection('reports').countDocuments()).toBeGreaterThan(
      4 * count,
    );
  });

  it('is, once it is known, the rows of the page alone', async () => {
    await counted(asked);
    const operations = await profiled(() => list({ ...asked, first: 3 }));
    const examined = operations.map(({ docsExamined }) => Number(docsExamined));
    expect(examined.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1 + 3);
  });

  it('is no report for a list that asks for none', async () => {
    await mutate(api, 'registerOffice', { entityId: plan.entityId, name: 'Y otra' });
    const operations = await profiled(() => list({ filter: { text: 'a' } }));
    expect(operations.map(({ ns }) => String(ns).split('.')[1])).not.toContain('reports');
  });
});
