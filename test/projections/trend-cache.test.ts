import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Binary } from 'mongodb';
import type { Dimension } from '../../src/projections/trend/basis.js';
import type { LedgerSums } from '../../src/projections/trend/ledger-sums.js';
import { addUp } from '../../src/projections/trend/sums.js';
import { createSumsCache } from '../../src/projections/trend/sums-cache.js';
import { readTrend } from '../../src/projections/trend/trend.js';
import type { LedgerHead } from '../../src/store/collections.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';

const head = (changes: Partial<LedgerHead> = {}): LedgerHead => ({
  ...{ _id: 'a', position: 1, recordedAt: new Date(0), lockedAt: new Date(0) },
  ...{ frontier: [], models: { reports: { generation: 1, evolveVersion: 1 } } },
  ...changes,
});
const sumsOf = (groups: number, ledger = 'a'): LedgerSums => {
  const group = { quarter: '2024-Q1', key: undefined, sums: addUp([]) };
  const total = Array.from({ length: groups }, () => group);
  return { ledger, position: 1, plans: [{ total, groups: new Map() }], names: new Map() };
};

describe('the cache of sums', () => {
  const counting = () => {
    let computed = 0;
    const compute = () => Promise.resolve(sumsOf((computed += 1)));
    return { compute, times: () => computed };
  };

  it('computes once what is asked of the same state of a ledger, also at once', async () => {
    const cache = createSumsCache();
    const { compute, times } = counting();
    const asked = { groupBy: ['OFFICE'] };
    const both = [cache.get(head(), asked, compute), cache.get(head(), asked, compute)];
    await Promise.all([...both, cache.get(head({ lockedAt: new Date() }), asked, compute)]);
    expect(times()).toBe(1);
  });

  it('computes anew for another question, position, ledger, generation, or log of that length', async () => {
    const cache = createSumsCache();
    const { compute, times } = counting();
    const other = [
      head(),
      head({ position: 2 }),
      head({ _id: 'b' }),
      head({ frontier: [new Binary(Buffer.alloc(32, 1))] }),
      head({ models: { reports: { generation: 2, evolveVersion: 1 } } }),
    ];
    for (const one of other) await cache.get(one, 'this', compute);
    await cache.get(head(), 'that', compute);
    expect(times()).toBe(other.length + 1);
    for (const one of other) await cache.get(one, 'this', compute);
    expect(times()).toBe(other.length + 1);
  });

  it('keeps no more groups than its limit, those that were asked for last', async () => {
    const cache = createSumsCache(100);
    const { compute, times } = counting();
    const big = (name: string) => cache.get(head(), name, () => Promise.resolve(sumsOf(30, name)));
    for (const name of ['one', 'two', 'three']) await big(name);
    await big('one');
    await big('four');
    expect(cache.size()).toBeLessThanOrEqual(100);
    for (const name of ['three', 'one', 'four']) await cache.get(head(), name, compute);
    expect(times()).toBe(0);
    await cache.get(head(), 'two', compute);
    expect(times()).toBe(1);
  });

  it('keeps nothing that is larger than its limit, and never more than the limit', async () => {
    const cache = createSumsCache(50);
    for (let n = 0; n < 200; n += 1) {
      await cache.get(head({ position: n }), 'x', () => Promise.resolve(sumsOf(n)));
      expect(cache.size()).toBeLessThanOrEqual(50);
    }
  });

  it('forgets a failure', async () => {
    const cache = createSumsCache();
    const fail = () => Promise.reject(new Error('no database'));
    await expect(cache.get(head(), 'x', fail)).rejects.toThrow('no database');
    expect(await cache.get(head(), 'x', () => Promise.resolve(sumsOf(3)))).toEqual(sumsOf(3));
  });
});

describe('a trend through the cache', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await openLog();
  });
  afterAll(() => log.close());

  const dimensions: readonly Dimension[] = ['OFFICE', 'STATE', 'SIGNAL', 'ACTION'];
  const quarters = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'];
  const because = { reason: 'Ajuste' };
  const update = (ledger: TestLedger) => {
    const action = fc.integer({ min: 1, max: 3 });
    const quarter = fc.constantFrom(...quarters);
    const percent = fc.integer({ min: 0, max: 10_000 });
    return fc.oneof(
      fc
        .tuple(action, quarter, percent)
        .map(([n, q, p]) => ledger.report(n, q, { percent: p }, because)),
      fc
        .tuple(action, quarter, percent)
        .map(([n, q, p]) => ledger.correct(n, q, { percent: p }, because)),
      fc.tuple(action, quarter).map(([n, q]) => ledger.withdrawReport(n, q, because)),
      fc
        .tuple(action, fc.subarray([1, 2], { minLength: 1 }))
        .map(([n, of]) => ledger.revise(n, { officeIds: of.map(ledger.officeId) }, because)),
      action.map((n) => ledger.withdrawAction(n, because)),
      quarter.map((q) => {
        const input = { planId: ledger.planId, quarter: q };
        return ledger.request({ type: 'OpenPeriod', input });
      }),
      quarter.map((q) => {
        const input = { planId: ledger.planId, quarter: q, act: 'Acta' };
        return ledger.request({ type: 'ClosePeriod', input });
      }),
      fc.integer({ min: 1, max: 4_000 }).map((redUpTo) => {
        const policy = { redUpTo, yellowUpTo: 7_000, greenUpTo: 9_000 };
        const input = { planId: ledger.planId, policy };
        return ledger.request({ type: 'AdoptSignalPolicy', input });
      }),
    );
  };

  it('is what it is without it, after whatever update', async () => {
    const shared = createSumsCache();
    const ledgers = [log.newLedger(), log.newLedger()];
    for (const ledger of ledgers) {
      await ledger.begin(log.loop, 3);
      await log.loop.execute(ledger.registerOffice(2));
    }
    const { client, db } = log.connection;
    const ask = (cache = createSumsCache()) => {
      const request = { groupBy: dimensions, filter: {}, on: '2024-07-01' };
      const names = ledgers.map(({ name }) => name);
      return readTrend({ client, db, cache }, names, {}, request);
    };
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(...ledgers.map(update)),
        fc.boolean(),
        async (request, askedBefore) => {
          const before = askedBefore ? await ask(shared) : undefined;
          await log.loop.execute(request);
          const after = await ask(shared);
          expect(after).toEqual(await ask());
          if (before !== undefined && JSON.stringify(before) !== JSON.stringify(after))
            changed += 1;
        },
      ),
      { numRuns: 60 },
    );
    // Else nothing was shown.
    expect(changed).toBeGreaterThan(5);
  });

  it('shows an update to whoever asks after it, while others ask and record', async () => {
    const shared = createSumsCache();
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 3);
    const { client, db } = log.connection;
    const ask = async () => {
      const request = { groupBy: [], filter: {}, on: '2024-07-01' };
      const store = { client, db, cache: shared };
      const trend = await readTrend(store, [ledger.name], {}, request);
      return trend.positions[ledger.name] ?? 0;
    };
    const writer = async (n: number) => {
      for (const q of quarters) {
        const outcome = await log.loop.execute(ledger.report(n, q, { percent: n }, because));
        const [position = Infinity] = outcome.kind === 'recorded' ? outcome.positions : [];
        expect(await ask()).toBeGreaterThanOrEqual(position);
      }
    };
    const reader = async () => {
      let last = 0;
      for (let i = 0; i < 20; i += 1) {
        const seen = await ask();
        expect(seen).toBeGreaterThanOrEqual(last);
        last = seen;
      }
    };
    await Promise.all([writer(1), writer(2), writer(3), reader(), reader()]);
  });
});
