import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection } from 'mongodb';
import { pageDocs, valuesOf } from '../../src/projections/page-rows.js';
import type { Order, PageBounds } from '../../src/projections/page-rows.js';
import { findRows, readHeads, readRows } from '../../src/projections/read-rows.js';
import type { TestLog } from '../support/ledger.js';
import { openLog, upTo } from '../support/ledger.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

interface Doc {
  readonly id: string;
  readonly list: string;
  readonly state: { readonly year: number; readonly titleKey: string };
}

describe('pages of 7 over a list full of ties', () => {
  const order: Order = { 'state.year': -1, 'state.titleKey': 1, id: 1 };
  let docs: Collection<Doc>;
  let all: readonly string[];

  beforeAll(async () => {
    docs = log.connection.db.collection('listed');
    const made = upTo(60).map((n) => ({
      // Neither the order of insertion nor that of the ids is the list's.
      id: `id-${(n * 37) % 61}`,
      list: n <= 52 ? 'ours' : 'another',
      state: { year: 2024 + (n % 3), titleKey: ['á', 'b', 'b c'][n % 2] ?? '' },
    }));
    await docs.insertMany(made);
    const ours = made.filter(({ list }) => list === 'ours');
    const less = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
    all = ours
      .sort(
        (a, b) =>
          less(b.state.year, a.state.year) ||
          Buffer.compare(Buffer.from(a.state.titleKey), Buffer.from(b.state.titleKey)) ||
          less(a.id, b.id),
      )
      .map(({ id }) => id);
  });

  const page = (bounds: Partial<PageBounds>) =>
    pageDocs(docs, { list: 'ours' }, order, { limit: 7, fromEnd: false, ...bounds });
  const idsOf = (found: { readonly docs: readonly Doc[] }) => found.docs.map(({ id }) => id);

  const walk = async (from: 'start' | 'end', bounds: Partial<PageBounds> = {}) => {
    const pages: string[][] = [];
    const more: boolean[] = [];
    for (let cursor: readonly unknown[] | undefined; ;) {
      const here = cursor === undefined ? {} : { [from === 'start' ? 'after' : 'before']: cursor };
      const found = await page({ ...bounds, fromEnd: from === 'end', ...here });
      pages.push(idsOf(found));
      more.push(from === 'start' ? found.hasNextPage : found.hasPreviousPage);
      expect(from === 'start' ? found.hasPreviousPage : found.hasNextPage).toBe(
        cursor !== undefined,
      );
      if (more.at(-1) === false || pages.length > 20) return { pages, more };
      cursor = valuesOf(order, from === 'start' ? found.docs.at(-1) : found.docs[0]);
    }
  };

  it('give each id exactly once from the start to the end', async () => {
    const { pages, more } = await walk('start');
    expect(pages.flat()).toEqual(all);
    expect(pages.map(({ length }) => length)).toEqual([7, 7, 7, 7, 7, 7, 7, 3]);
    expect(more).toEqual([true, true, true, true, true, true, true, false]);
  });

  it('give the exact reverse from the end to the start, each page in the order of the list', async () => {
    const { pages } = await walk('end');
    expect(pages.reverse().flat()).toEqual(all);
    expect(pages.map(({ length }) => length)).toEqual([3, 7, 7, 7, 7, 7, 7, 7]);
  });

  it('of a length that divides the list end without an empty one', async () => {
    for (const from of ['start', 'end'] as const) {
      const { pages } = await walk(from, { limit: 13 });
      expect(pages.map(({ length }) => length)).toEqual([13, 13, 13, 13]);
    }
  });

  it('stand between two bounds, from either end', async () => {
    const at = async (i: number) => {
      const doc = await docs.findOne({ id: all[i] ?? '' });
      return valuesOf(order, doc);
    };
    const [after, before] = [await at(4), await at(30)];
    expect(idsOf(await page({ after, before }))).toEqual(all.slice(5, 12));
    const last = await page({ after, before, fromEnd: true });
    expect(idsOf(last)).toEqual(all.slice(23, 30));
    expect(last).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(idsOf(await page({ after: await at(51) }))).toEqual([]);
    expect(idsOf(await page({ after: await at(10), before: await at(11) }))).toEqual([]);
  });

  it('go on from where they were when items come and go', async () => {
    const first = await page({});
    const cursor = valuesOf(order, first.docs.at(-1));
    const gone = await docs.findOneAndDelete({ id: first.docs.at(-1)?.id ?? '' });
    expect(idsOf(await page({ after: cursor }))).toEqual(all.slice(7, 14));
    if (gone !== null) await docs.insertOne(gone);
  });
});

describe('rows by their keys', () => {
  it('come in the order of the keys, of any ledgers, undefined where there is none', async () => {
    const [one, two] = [log.newLedger(), log.newLedger()];
    await one.begin(log.loop, 2);
    await two.begin(log.loop, 1);
    const { db } = log.connection;
    const [first, none, other] = await readHeads(db, [one.name, 'nowhere', two.name]);
    expect(none).toBeUndefined();
    if (first === undefined || other === undefined) throw new Error('no heads');
    const keys = [
      { head: other, id: two.actionId(1) },
      { head: first, id: one.actionId(2) },
      { head: first, id: two.actionId(1) },
      { head: first, id: one.actionId(9) },
      { head: other, id: two.actionId(1) },
    ];
    const read = await readRows(db, 'actions', keys);
    const rows = read.map((row) => (row instanceof Error ? undefined : row));
    expect(rows.map((row) => row?.id)).toEqual([
      two.actionId(1),
      one.actionId(2),
      undefined,
      undefined,
      two.actionId(1),
    ]);
    expect(rows[1]).toMatchObject({ streamVersion: 1, position: 5, state: { name: 'Acción 2' } });
  });

  it('are those of the generation that the head reads, and no other', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 1);
    const { db } = log.connection;
    const actions = db.collection<{ _id: string; generation: number }>('actions');
    const doc = await actions.findOne({ _id: `${ledger.name}/1/${ledger.actionId(1)}` });
    if (doc === null) throw new Error('no row');
    await actions.insertOne({ ...doc, _id: doc._id.replace('/1/', '/2/'), generation: 2 });
    const rows = await findRows(db, await ledger.head(), 'actions', { planId: ledger.planId });
    expect(rows).toHaveLength(1);
    expect(await findRows(db, await ledger.head(), 'actions', { planId: 'other' })).toEqual([]);
    await log.loop.execute(ledger.revise(1, { name: 'Otra' }, { reason: 'r' }));
    expect((await ledger.liveRows())['actions']).toMatchObject([{ state: { name: 'Otra' } }]);
  });
});
