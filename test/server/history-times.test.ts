import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../src/store/collections.js';
import { collectionsOf } from '../../src/store/collections.js';
import { positionsWithin } from '../../src/store/history.js';
import type { Api, SmallPlan } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';
import { upTo } from '../support/ledger.js';

// A ledger that was written to for two years, three entries in the same millisecond each time, and
// what the database looks at for a page of it, as its own profiler tells.

const filled = 3_000;
const year = 365 * 86_400_000;
let api: Api;
let plan: SmallPlan;
let all: readonly StoredEvent[];

beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 2);
  const { entityId, actionIds } = plan;
  const { events, ledgers } = collectionsOf(api.connection.db);
  const [first] = await events.find({ ledger: entityId }, { sort: { position: -1 } }).toArray();
  if (first === undefined) throw new Error('the ledger is empty');
  const { _id: _, ...event } = first as StoredEvent & { _id: unknown };
  const made = upTo(filled).map((n) => ({
    ...event,
    position: first.position + n,
    stream: `filler-${n}`,
    streamVersion: 1,
    subject: { ...first.subject, actionId: actionIds[n % 2] ?? '' },
    recordedAt: new Date(first.recordedAt.getTime() + Math.ceil(n / 3) * ((6 * year) / filled)),
  }));
  await events.insertMany(made);
  const { position, recordedAt } = made.at(-1) ?? first;
  await ledgers.updateOne({ _id: entityId }, { $set: { position, recordedAt } });
  all = await events.find({ ledger: entityId }, { sort: { position: 1 } }).toArray();
});
afterAll(() => api.close());

interface History {
  readonly totalCount: number | null;
  readonly nodes: readonly { readonly position: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
interface Asked {
  readonly filter: { readonly recordedFrom?: Date; readonly recordedTo?: Date };
  readonly [argument: string]: unknown;
}
const parts = 'totalCount nodes { position } pageInfo { hasNextPage endCursor }';
const args = 'filter: $filter, order: $order, first: $first, after: $after';
const declared =
  '$filter: HistoryFilter, $order: HistoryOrder! = NEWEST, $first: Int, $after: String';
const historyOf = async (asked: Asked, entityId = plan.entityId): Promise<History> =>
  (
    await api.ask<{ history: History }>(
      `query ($id: ID!, ${declared}) { history(entityId: $id, ${args}) { ${parts} } }`,
      { id: entityId, ...asked },
    )
  ).history;
const positionsOf = ({ nodes }: Pick<History, 'nodes'>) => nodes.map(({ position }) => position);

const timeAt = (position: number, ms = 0): Date => {
  const event = all[position - 1];
  if (event === undefined) throw new Error(`there is no position ${position}`);
  return new Date(event.recordedAt.getTime() + ms);
};
/** What was recorded within these times, looked at one by one. */
const wanted = ({ recordedFrom, recordedTo }: Asked['filter']) =>
  all
    .filter(({ recordedAt }) => recordedFrom === undefined || recordedAt >= recordedFrom)
    .filter(({ recordedAt }) => recordedTo === undefined || recordedAt < recordedTo)
    .map(({ position }) => position);

const ranges: readonly (readonly [string, () => Asked['filter']])[] = [
  [
    'from and to a millisecond with several entries',
    () => ({ recordedFrom: timeAt(100), recordedTo: timeAt(130) }),
  ],
  [
    'from the millisecond after one with several entries, to the one after another',
    () => ({ recordedFrom: timeAt(100, 1), recordedTo: timeAt(130, 1) }),
  ],
  [
    'of one millisecond with several entries',
    () => ({ recordedFrom: timeAt(100), recordedTo: timeAt(100, 1) }),
  ],
  ['between two entries', () => ({ recordedFrom: timeAt(100, 1), recordedTo: timeAt(100, 2) })],
  ['of no length', () => ({ recordedFrom: timeAt(100), recordedTo: timeAt(100) })],
  ['whose end comes first', () => ({ recordedFrom: timeAt(130), recordedTo: timeAt(100) })],
  ['up to the first entry', () => ({ recordedTo: timeAt(1) })],
  ['from the last entry on', () => ({ recordedFrom: timeAt(filled) })],
  [
    'of the future',
    () => ({ recordedFrom: timeAt(all.length, 1), recordedTo: timeAt(all.length, 9) }),
  ],
  ['without an end', () => ({ recordedFrom: timeAt(all.length - 20) })],
  ['without a beginning', () => ({ recordedTo: timeAt(25) })],
];

describe('a history narrowed by time', () => {
  it.each(ranges)('has what was recorded in a time %s, in pages', async (_, rangeOf) => {
    const filter = rangeOf();
    const expected = wanted(filter);
    for (const order of ['OLDEST', 'NEWEST']) {
      const found: number[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page = await historyOf({ filter, order, first: 7, after });
        expect(page.totalCount).toBe(expected.length);
        found.push(...positionsOf(page));
        more = page.pageInfo.hasNextPage;
        after = page.pageInfo.endCursor;
      }
      expect(order === 'OLDEST' ? found : found.reverse()).toEqual(expected);
    }
  });

  it('has, as of a moment within that time, what was known then', async () => {
    const filter = { recordedFrom: timeAt(100), recordedTo: timeAt(160) };
    const known = wanted(filter).filter((position) => position <= 120);
    const { plan: found } = await api.ask<{ plan: { history: History } }>(
      `query ($id: ID!, ${declared}) { plan(id: $id, asOf: { position: 120 }) { history(${args}) { ${parts} } } }`,
      { id: plan.planId, filter, order: 'OLDEST', first: 50 },
    );
    expect(positionsOf(found.history)).toEqual(known);
    expect(found.history.totalCount).toBe(known.length);
  });

  it('goes on where it was when entries are recorded meanwhile', async () => {
    const { entityId } = await smallPlan(api, 3);
    const filter = { recordedFrom: new Date(0), recordedTo: new Date(Date.now() + year) };
    const asked = { filter, order: 'OLDEST', first: 4 };
    const first = await historyOf(asked, entityId);
    await mutate(api, 'registerOffice', { entityId, name: 'Oficina Nueva' });
    const rest = await historyOf({ ...asked, after: first.pageInfo.endCursor }, entityId);
    expect([...positionsOf(first), ...positionsOf(rest)]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([first.totalCount, rest.totalCount]).toEqual([6, 7]);
  });

  it('refuses the cursor of another time', async () => {
    const filter = { recordedFrom: timeAt(100), recordedTo: timeAt(130) };
    const { pageInfo } = await historyOf({ filter, first: 2 });
    for (const other of [
      { ...filter, recordedFrom: timeAt(100, 1) },
      { recordedTo: timeAt(130) },
    ]) {
      const { errors } = await api.query(
        `query ($id: ID!, ${declared}) { history(entityId: $id, ${args}) { totalCount } }`,
        { id: plan.entityId, filter: other, after: pageInfo.endCursor },
      );
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
  });
});

describe('of a time long ago', () => {
  const filter = () => ({ recordedFrom: timeAt(100), recordedTo: timeAt(700) });

  /** The reads of the log that an answer made. */
  async function profiled<T>(work: () => Promise<T>, collection = 'events') {
    const { db } = api.connection;
    await db.command({ profile: 2 });
    const answer = await work();
    await db.command({ profile: 0 });
    const reads = await db
      .collection('system.profile')
      .find({
        ns: `${db.databaseName}.${collection}`,
        op: { $in: ['query', 'command', 'getmore'] },
      })
      .toArray();
    await db.collection('system.profile').drop();
    const sum = (of: string) => reads.reduce((all, read) => all + Number(read[of]), 0);
    return { answer, documents: sum('docsExamined'), keys: sum('keysExamined'), reads };
  }

  it.each(['NEWEST', 'OLDEST'])(
    'the database looks at no more than a page, %s first',
    async (order) => {
      const { answer, documents, keys, reads } = await profiled(() =>
        historyOf({ filter: filter(), order, first: 20 }),
      );
      const expected = wanted(filter());
      expect(positionsOf(answer)).toEqual(
        order === 'OLDEST' ? expected.slice(0, 20) : expected.slice(-20).reverse(),
      );
      // One more than the page tells whether there is a next one; each end of the time is a key.
      expect([documents, keys, reads.length]).toEqual([21, 23, 3]);
    },
  );

  it('each end is found by one key, and no document', async () => {
    const collections = collectionsOf(api.connection.db);
    const { answer, documents, keys } = await profiled(() =>
      positionsWithin(collections, plan.entityId, filter()),
    );
    expect(answer).toEqual({ from: 99, upTo: 698 });
    expect([documents, keys]).toEqual([0, 2]);
  });

  it('the pages of several actions are read together, each no further than it goes', async () => {
    const { answer, documents, reads } = await profiled(
      () =>
        api.ask<{ plan: { actions: { nodes: { history: History }[] } } }>(
          `query ($id: ID!, ${declared}) { plan(id: $id) { actions { nodes { history(${args}) { nodes { position } } } } } }`,
          { id: plan.planId, filter: filter(), first: 10 },
        ),
      'ledgers',
    );
    const expected = plan.actionIds.map((id) =>
      wanted(filter())
        .filter((position) => all[position - 1]?.subject.actionId === id)
        .slice(-10)
        .reverse(),
    );
    expect(answer.plan.actions.nodes.map(({ history }) => positionsOf(history))).toEqual(expected);
    // The plan's ledger by its id for each, and of each action's list the page and one more.
    expect(reads).toHaveLength(2);
    expect(documents).toBeLessThanOrEqual(2 + plan.actionIds.length * 11);
  });
});
