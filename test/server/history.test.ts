import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectionsOf } from '../../src/store/collections.js';
import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';
import { importFile } from '../../src/importer/import-file.js';
import { localActor } from '../support/ledger.js';
import { planFile } from '../importer/imports.js';

let api: Api;
let plan: SmallPlan;
let importId: string;
beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 3);
  const { entityId, planId, actionIds } = plan;
  for (const [i, actionId] of actionIds.entries()) {
    await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q1', percent: i * 10 });
    await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q2', percent: 50 + i });
  }
  const imported = await importFile(
    {
      file: planFile({}, { percent: '90%' }),
      entityId,
      planId,
      actor: localActor,
      dryRun: false,
      reason: 'Acta',
    },
    api,
  );
  importId = imported.report?.importId ?? '';
});
afterAll(() => api.close());

const document = graphql(`
  query (
    $entityId: ID!
    $filter: HistoryFilter
    $order: HistoryOrder! = OLDEST
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    history(
      entityId: $entityId
      filter: $filter
      order: $order
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      nodes {
        position
        type
        recordedAt
      }
      edges {
        cursor
        node {
          position
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);
type Variables = Partial<VariablesOf<typeof document>>;
type History = ResultOf<typeof document>['history'];
const historyOf = async (args: Variables = {}): Promise<History> => {
  const variables = { entityId: plan.entityId, first: 100, ...args };
  return (await api.ask(document, variables)).history;
};
const positionsOf = ({ nodes }: History) => nodes.map((node) => node?.position);

/** What lies in the database, by the plainest means. */
const stored = () =>
  collectionsOf(api.connection.db)
    .events.find({ ledger: plan.entityId }, { sort: { position: 1 } })
    .toArray();

describe('a history', () => {
  it('has everything of the ledger, in both orders', async () => {
    const all = (await stored()).map(({ position, type, recordedAt }) => ({
      position,
      type,
      recordedAt: recordedAt.toISOString(),
    }));
    const oldest = await historyOf();
    expect(oldest.nodes).toEqual(all);
    expect(oldest.totalCount).toBe(all.length);
    const newest = await historyOf({ order: 'NEWEST' });
    expect(newest.nodes).toEqual([...all].reverse());
  });

  const half = (events: Awaited<ReturnType<typeof stored>>) =>
    events[Math.floor(events.length / 2)]?.recordedAt ?? new Date(0);
  type Stored = Awaited<ReturnType<typeof stored>>[number];
  const filters: readonly [
    string,
    (events: Stored[]) => NonNullable<Variables['filter']>,
    (event: Stored, events: Stored[]) => boolean,
  ][] = [
    ['planId', () => ({ planId: plan.planId }), ({ subject }) => subject.planId === plan.planId],
    [
      'actionId',
      () => ({ actionId: plan.actionIds[1] ?? '' }),
      ({ subject }) => subject.actionId === plan.actionIds[1],
    ],
    [
      'officeId',
      () => ({ officeId: plan.officeId }),
      ({ subject }) => subject.officeIds?.includes(plan.officeId) === true,
    ],
    ['quarter', () => ({ quarter: '2024-Q1' }), ({ subject }) => subject.quarter === '2024-Q1'],
    ['importId', () => ({ importId }), ({ subject }) => subject.importId === importId],
    [
      'types',
      () => ({ types: ['ActionAdded', 'ProgressCorrected'] }),
      ({ type }) => type === 'ActionAdded' || type === 'ProgressCorrected',
    ],
    ['actorId', () => ({ actorId: 'local' }), ({ actor }) => actor.id === 'local'],
    [
      'recordedFrom, inclusive',
      (events) => ({ recordedFrom: half(events).toISOString() }),
      ({ recordedAt }, events) => recordedAt >= half(events),
    ],
    [
      'recordedTo, exclusive',
      (events) => ({ recordedTo: half(events).toISOString() }),
      ({ recordedAt }, events) => recordedAt < half(events),
    ],
    [
      'all that is given',
      () => ({
        actionId: plan.actionIds[0] ?? '',
        quarter: '2024-Q1',
        types: ['ProgressReported'],
      }),
      ({ type, subject }) =>
        type === 'ProgressReported' &&
        subject.actionId === plan.actionIds[0] &&
        subject.quarter === '2024-Q1',
    ],
  ];
  it.each(filters)('can be narrowed by %s', async (_, filterFor, meets) => {
    const events = await stored();
    const wanted = events.filter((event) => meets(event, events)).map(({ position }) => position);
    expect(wanted.length).toBeGreaterThan(0);
    const filter = filterFor(events);
    const found = await historyOf({ filter });
    expect([positionsOf(found), found.totalCount]).toEqual([wanted, wanted.length]);
    const newest = await historyOf({ filter, order: 'NEWEST' });
    expect(positionsOf(newest)).toEqual([...wanted].reverse());
  });

  it.each([
    { actorId: 'nadie' },
    { planId: 'plan_otro_0000' },
    { quarter: '2023-Q1' },
    { recordedTo: '1999-01-01T00:00:00Z' },
    { recordedFrom: '2024-01-02T00:00:00Z', recordedTo: '2024-01-01T00:00:00Z' },
    { importId: '$ne' },
  ])('narrowed by %j has nothing', async (filter) => {
    expect(await historyOf({ filter })).toMatchObject({ totalCount: 0, nodes: [], edges: [] });
  });

  it('takes an instant of any zone for the same instant', async () => {
    const [, second] = await stored();
    const utc = second?.recordedAt ?? new Date();
    const bogota = new Date(utc.getTime() - 5 * 3_600_000).toISOString().replace('Z', '-05:00');
    const found = await historyOf({ filter: { recordedFrom: bogota } });
    expect(found).toEqual(await historyOf({ filter: { recordedFrom: utc.toISOString() } }));
    expect(found.totalCount).toBeGreaterThan(0);
  });

  it('of a plan or an action is its own, whatever the filter says', async () => {
    const [one = '', two = ''] = plan.actionIds;
    const data = await api.ask(
      graphql(`
        query ($plan: ID!, $one: ID!, $two: ID!) {
          plan(id: $plan) {
            all: history(first: 0) {
              totalCount
            }
            one: history(first: 0, filter: { actionId: $one }) {
              totalCount
            }
          }
          action(id: $one) {
            all: history(first: 0) {
              totalCount
            }
            other: history(filter: { actionId: $two }) {
              totalCount
              nodes {
                position
              }
            }
          }
        }
      `),
      { plan: plan.planId, one, two },
    );
    const events = await stored();
    const about = (test: (event: Stored) => boolean) => ({
      totalCount: events.filter(test).length,
    });
    const ofOne = about(({ subject }) => subject.actionId === one);
    expect(data).toEqual({
      plan: { all: about(({ subject }) => subject.planId === plan.planId), one: ofOne },
      action: { all: ofOne, other: { totalCount: 0, nodes: [] } },
    });
  });
});

describe('a history in pages', () => {
  it.each(['OLDEST', 'NEWEST'] as const)(
    'has each entry once, either way, %s first',
    async (order) => {
      const { planId } = plan;
      for (const filter of [null, { types: ['ProgressReported' as const] }, { planId }]) {
        const whole = positionsOf(await historyOf({ order, filter }));
        for (const size of [1, 3, whole.length, 100]) {
          const forward: unknown[] = [];
          for (let after: string | null = null, more = true; more;) {
            const page = await historyOf({ order, filter, first: size, after });
            expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
            forward.push(...positionsOf(page));
            more = page.pageInfo.hasNextPage;
            after = page.pageInfo.endCursor;
          }
          expect(forward).toEqual(whole);

          const backward: unknown[] = [];
          for (let before: string | null = null, more = true; more;) {
            const page = await historyOf({ order, filter, first: null, last: size, before });
            expect(page.pageInfo.hasNextPage).toBe(before !== null);
            backward.unshift(...positionsOf(page));
            more = page.pageInfo.hasPreviousPage;
            before = page.pageInfo.startCursor;
          }
          expect(backward).toEqual(whole);
        }
      }
    },
  );

  it('goes on where it was when entries are recorded meanwhile', async () => {
    const grown = await smallPlan(api, 4);
    const { entityId } = grown;
    const newest = await historyOf({ entityId, order: 'NEWEST', first: 3 });
    await mutate(api, 'registerOffice', { entityId, name: 'Oficina Nueva' });
    const after = newest.pageInfo.endCursor;
    const rest = await historyOf({ entityId, order: 'NEWEST', after });
    expect([...positionsOf(newest), ...positionsOf(rest)]).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  const refusedAt = async (args: Variables) => {
    const variables = { entityId: plan.entityId, ...args };
    const { status, errors } = await api.query(document, variables);
    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    const { code, problems } = errors?.[0]?.extensions ?? {};
    expect(code).toBe('BAD_USER_INPUT');
    return (problems as { field: string }[]).map(({ field }) => field);
  };

  it('refuses the cursor of another filter, order, ledger or list', async () => {
    const after = (await historyOf({ first: 2 })).pageInfo.endCursor;
    expect((await historyOf({ after })).nodes.length).toBeGreaterThan(0);
    const { entityId } = await smallPlan(api, 1);
    const others: readonly Variables[] = [
      { filter: { quarter: '2024-Q1' } },
      { filter: { types: ['ActionAdded'] } },
      { order: 'NEWEST' },
      { entityId },
    ];
    for (const other of others) {
      expect(await refusedAt({ ...other, after })).toEqual(['after']);
      expect(await refusedAt({ ...other, before: after })).toEqual(['before']);
    }
  });

  it.each([
    [{ after: 'strange' }, 'after'],
    [{ after: '' }, 'after'],
    [{ before: 'WzEsMl0' }, 'before'],
    [{ first: -1 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: 101 }, 'last'],
    [{ first: 5, last: 5 }, 'first'],
    [{ filter: { types: [] } }, 'filter.types'],
  ])('asked for by %j is BAD_USER_INPUT', async (args, field) => {
    expect(await refusedAt(args)).toEqual([field]);
  });

  it('lets no forged cursor smuggle an operator into the query, and none is a fault', async () => {
    const after = (await historyOf({ first: 2 })).pageInfo.endCursor ?? '';
    const [key] = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    const forged = (...values: readonly unknown[]) =>
      Buffer.from(JSON.stringify([key, ...values])).toString('base64url');
    for (const value of [null, { $gt: 0 }, [1], true]) {
      expect(await refusedAt({ after: forged(value) })).toEqual(['after']);
    }
    for (const values of [[], ['x'], [1, 2]]) {
      expect(await refusedAt({ after: forged(...values) })).toEqual(['after']);
    }
  });

  it('of none has nothing, and the count', async () => {
    const page = await historyOf({ first: 0 });
    expect(page).toMatchObject({
      totalCount: (await stored()).length,
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});

describe('an entry', () => {
  it('has its own typed fields and everything of the interface', async () => {
    const { nodes } = (
      await api.ask(
        graphql(`
          query ($id: ID!, $importId: ID!) {
            history(entityId: $id, order: OLDEST, filter: { importId: $importId }) {
              nodes {
                __typename
                id
                position
                stream
                streamVersion
                type
                recordedAt
                occurredOn
                reason
                actor {
                  id
                  role
                }
                correlationId
                causationId
                leafHash
                subject {
                  planId
                  actionId
                  quarter
                  officeIds
                  importId
                  plan {
                    id
                  }
                  action {
                    number
                  }
                  offices {
                    name
                  }
                }
                source {
                  fileName
                  sha256
                  sheet
                  row
                  column
                  raw
                }
                changes {
                  field
                  before
                  after
                }
                ... on ProgressCorrected {
                  quarter
                  fall
                  afterCutoff
                  before {
                    percent
                    narrative
                  }
                  after {
                    percent
                    narrative
                  }
                }
              }
            }
          }
        `),
        { id: plan.entityId, importId },
      )
    ).history;
    const corrected = nodes.find((node) => node?.type === 'ProgressCorrected');
    const [event] = (await stored()).filter(({ type }) => type === 'ProgressCorrected');
    const [actionId] = plan.actionIds;
    expect(corrected).toMatchObject({
      __typename: 'ProgressCorrected',
      id: `${plan.entityId}:${event?.position}`,
      stream: `action-${actionId}`,
      streamVersion: event?.streamVersion,
      recordedAt: event?.recordedAt.toISOString(),
      occurredOn: null,
      actor: { id: 'local', role: 'operator' },
      correlationId: importId,
      causationId: nodes[0]?.id,
      leafHash: event?.leafHash,
      subject: {
        planId: plan.planId,
        actionId,
        quarter: '2024-Q1',
        importId,
        plan: { id: plan.planId },
        action: { number: '1' },
        offices: [{ name: 'Dirección General' }],
      },
      quarter: '2024-Q1',
      fall: false,
      afterCutoff: false,
      changes: [{ field: 'narrative', before: null, after: 'Se inició.' }],
    });
    expect(nodes[0]).toMatchObject({ __typename: 'ImportStarted', source: null });
  });

  it('beyond 2^31 keeps its position', async () => {
    const { entityId } = await smallPlan(api, 1);
    const { events, ledgers } = collectionsOf(api.connection.db);
    const [last] = await events
      .find({ ledger: entityId })
      .sort({ position: -1 })
      .limit(1)
      .toArray();
    if (last === undefined) throw new Error('the ledger is empty');
    const position = 3_000_000_017;
    const streamVersion = 2 ** 40;
    const { _id: _, ...event } = last;
    await events.insertOne({ ...event, position, streamVersion });
    await ledgers.updateOne({ _id: entityId }, { $set: { position } });
    const data = await api.ask(
      graphql(`
        query ($id: ID!) {
          history(entityId: $id, first: 1) {
            totalCount
            nodes {
              id
              position
              streamVersion
            }
          }
        }
      `),
      { id: entityId },
    );
    expect(data).toEqual({
      history: {
        totalCount: position,
        nodes: [{ id: `${entityId}:${position}`, position, streamVersion }],
      },
    });
  });

  it('that can’t be read is null with an error, and its siblings arrive', async () => {
    const { entityId } = await smallPlan(api, 1);
    const { events } = collectionsOf(api.connection.db);
    await events.updateOne({ ledger: entityId, position: 3 }, { $set: { type: 'FutureEvent' } });
    const { status, data, errors } = await api.query(document, {
      entityId,
      first: 100,
    });
    expect(status).toBe(200);
    expect(data?.history.nodes.map((node) => node?.position ?? null)).toEqual([1, 2, null, 4]);
    expect(data?.history.edges.map(({ node }) => node?.position ?? null)).toEqual([1, 2, null, 4]);
    expect(data?.history.totalCount).toBe(4);
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual(
      expect.arrayContaining([
        [['history', 'nodes', 2], 'EVENT_UNREADABLE'],
        [['history', 'edges', 2, 'node'], 'EVENT_UNREADABLE'],
      ]),
    );
    expect(errors).toHaveLength(2);
    expect(errors?.[0]?.message).toMatch(/position 3 of .*FutureEvent/);
    const after = data?.history.edges[2]?.cursor ?? null;
    const next = await historyOf({ entityId, first: 1, after });
    expect(positionsOf(next)).toEqual([4]);
  });
});
