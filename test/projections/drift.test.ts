import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Model } from '../../src/domain/states.js';
import type { DriftOptions } from '../../src/projections/drift.js';
import { findDrift } from '../../src/projections/drift.js';
import type { Drift } from '../../src/projections/drift-compare.js';
import { sampleDrift } from '../../src/projections/drift-sample.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recordedAll, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop, 4);
  const reports = upTo(4).map((n) => ledger.report(n, '2024-Q1', { percent: 1_000 * n }));
  recordedAll(await Promise.all(reports.map((request) => log.loop.execute(request))));
});
afterAll(() => log.close());

type Find = (options?: Partial<DriftOptions>) => Promise<readonly Drift[]>;

const all = async (drifts: AsyncIterable<Drift>) => {
  const found: Drift[] = [];
  for await (const drift of drifts) found.push(drift);
  return found.sort((a, b) => (`${a.model} ${a.id}` < `${b.model} ${b.id}` ? -1 : 1));
};
const whole: Find = (options) =>
  all(findDrift({ connection: log.connection, ledger: ledger.name, ...options }));
/** So large that it draws every row and, as good as surely, every event. */
const sampled: Find = () =>
  all(sampleDrift({ connection: log.connection, ledger: ledger.name, size: 300 }));

const rows = (model: Model) => rowCollection<Model>(log.connection.db, model);
const rowOf = (id: string) => ({ ledger: ledger.name, id });
const q1 = (n: number) => `${ledger.actionId(n)}/Q1`;

describe.each([
  ['the whole check', whole],
  ['the check of a sample', sampled],
] as const)('%s', (_, find) => {
  it('finds nothing where every row is what the log says', async () => {
    expect(await find()).toEqual([]);
  });

  it('names a row that was changed by hand, with field and both values', async () => {
    const change = {
      $set: { 'state.percent': 9_000, 'state.mark': 'x' },
      $unset: { 'state.year': true },
    };
    await rows('reports').updateOne(rowOf(q1(2)), change as never);
    expect(await find()).toEqual([
      {
        ...{ ledger: ledger.name, model: 'reports', id: q1(2), kind: 'differs' },
        fields: [
          { field: 'state.year', row: undefined, fold: 2024 },
          { field: 'state.percent', row: 9_000, fold: 2_000 },
          { field: 'state.mark', row: 'x', fold: undefined },
        ],
      },
    ]);
  });

  it('names a row that is behind its stream', async () => {
    await rows('actions').updateOne(rowOf(ledger.actionId(1)), { $set: { streamVersion: 1 } });
    expect(await find()).toMatchObject([
      { model: 'actions', fields: [{ field: 'streamVersion', row: 1, fold: 2 }] },
    ]);
  });

  it('names a row of another version of the code', async () => {
    await rows('plans').updateOne(rowOf(ledger.planId), { $set: { evolveVersion: 0 } });
    expect(await find()).toMatchObject([
      { model: 'plans', fields: [{ field: 'evolveVersion', row: 0 }] },
    ]);
  });

  it('names a row whose state is none', async () => {
    await rows('offices').updateOne(rowOf(ledger.officeId(1)), { $set: { state: null as never } });
    const fields = expect.arrayContaining([{ field: 'state.', row: null, fold: undefined }]);
    expect(await find()).toMatchObject([{ model: 'offices', kind: 'differs', fields }]);
  });

  it('names missing and extra rows', async () => {
    await rows('reports').deleteOne(rowOf(q1(3)));
    const extra = await rows('actions').findOne(rowOf(ledger.actionId(1)));
    const id = ledger.actionId(77);
    await rows('actions').insertOne({ ...extra, _id: `${ledger.name}/1/${id}`, id } as never);
    const about = { ledger: ledger.name, fields: [] };
    expect(await find()).toEqual([
      { ...about, model: 'actions', id, kind: 'extra' },
      { ...about, model: 'reports', id: q1(3), kind: 'missing' },
    ]);
  });

  it('looks at the active generation alone', async () => {
    await rows('reports').updateOne(rowOf(q1(2)), { $set: { 'state.percent': 9_000 } as never });
    await rebuildLedger({ connection: log.connection, ledger: ledger.name });
    expect(await find()).toEqual([]);
  });

  it('takes no command that is recorded meanwhile for a difference', async () => {
    const stopping = new AbortController();
    const other = await log.another();
    const appending = (async () => {
      for (let i = 0; !stopping.signal.aborted; i += 1) {
        const { correct, registerOffice } = ledger;
        const change = { percent: i % 2 === 0 ? 6_000 : 7_000 };
        const sent = upTo(4).map((n) => correct(n, '2024-Q1', change, { reason: 'acta' }));
        await Promise.all([...sent, registerOffice(100 + i)].map((r) => answer(other.execute(r))));
      }
    })();
    for (let times = 0; times < 3; times += 1) expect(await find()).toEqual([]);
    stopping.abort();
    await appending;
  });

  it('says that a rebuild is needed where the rows are of another version', async () => {
    const version = { $set: { 'models.reports.evolveVersion': 0 } };
    await log.collections.ledgers.updateOne({ _id: ledger.name }, version);
    await expect(find()).rejects.toMatchObject({ code: 'REBUILD_NEEDED' });
  });
});

describe('the whole check', () => {
  it('finds the same when the rows are more than it holds at once', async () => {
    await rows('reports').updateOne(rowOf(q1(2)), { $set: { 'state.percent': 9_000 } as never });
    await rows('reports').deleteOne(rowOf(q1(3)));
    const atOnce = await whole();
    expect(atOnce.map(({ id }) => id)).toEqual([q1(2), q1(3)]);
    const steps: [number, number][] = [];
    const inParts = await whole({ rowsAtOnce: 5, onProgress: (...step) => steps.push(step) });
    expect(inParts).toEqual(atOnce);
    // 22 rows, five at a time; each part goes through the 11 events.
    expect(steps.at(-1)).toEqual([55, 55]);
  });

  it('stops at an event that can’t be read, and names its position', async () => {
    const change = { $set: { type: 'ActionPainted' } };
    await log.collections.events.updateOne({ ledger: ledger.name, position: 6 }, change);
    await expect(whole()).rejects.toMatchObject({
      code: 'EVENT_UNREADABLE',
      message: expect.stringContaining('position 6'),
    });
  });

  it('says so when the log lacks an event', async () => {
    await log.collections.events.deleteOne({ ledger: ledger.name, position: 11 });
    await expect(whole()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  });
});
