import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import type { Model } from '../../src/domain/states.js';
import { modelNames, models } from '../../src/projections/fold.js';
import { findDrift } from '../../src/projections/drift.js';
import type { RebuildOptions } from '../../src/projections/rebuild.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { startProgress } from '../../src/projections/rebuild-progress.js';
import type { RowDoc } from '../../src/projections/row-docs.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recordedAll, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(() => {
  ledger = log.newLedger();
});
afterAll(() => log.close());

/** Small steps, so that each test goes through many of them. */
const small = { batchSize: 3, saveEvery: { weight: 8, ms: 60_000 } };

const rebuild = (options: Partial<RebuildOptions> = {}) =>
  rebuildLedger({ connection: log.connection, ledger: ledger.name, ...small, ...options });

/** The documents of the active generation as they lie in the database, but for what names it. */
const documents = async (model: Model, generation?: number) => {
  const active = generation ?? (await ledger.head()).models[model]?.generation ?? 0;
  const filter = { ledger: ledger.name, generation: active };
  const docs = await rowCollection<Model>(log.connection.db, model).find(filter).toArray();
  return docs.sort((a, b) => (a.id < b.id ? -1 : 1)).map(bytesOf);
};
const bytesOf = ({ _id, generation: _generation, ...rest }: RowDoc) =>
  Buffer.from(BSON.serialize(rest)).toString('hex');
const allDocuments = async () => {
  const all = modelNames.map(async (model) => [model, await documents(model)] as const);
  return Object.fromEntries(await Promise.all(all));
};

const execute = async (requests: Parameters<typeof log.loop.execute>[0][]) =>
  recordedAll(await Promise.all(requests.map((request) => log.loop.execute(request))));

/** Three actions with some history: 14 events. */
const begin = async () => {
  await ledger.begin(log.loop, 3);
  await execute([
    ledger.report(1, '2024-Q1', { percent: 1_000, narrative: 'Se avanzó.' }),
    ledger.report(2, '2024-Q1', { percent: 0 }),
    ledger.report(2, '2024-Q2', { percent: 5_000 }),
    ledger.addAlias(1, 'La oficina'),
    ledger.revise(2, { name: 'Otra redacción' }, { reason: 'acta 1' }),
    ledger.correct(1, '2024-Q1', { percent: 2_000, narrative: null }, { reason: 'acta 2' }),
    ledger.withdrawReport(2, '2024-Q2', { reason: 'acta 3' }),
    ledger.withdrawAction(3, { reason: 'acta 4' }),
  ]);
};

describe('a rebuild', () => {
  beforeEach(begin);

  it('makes a new generation active, with the rows that the log folds to', async () => {
    const before = await ledger.head();
    const result = await rebuild();
    expect(result).toEqual({
      ledger: ledger.name,
      models: modelNames,
      from: 0,
      position: 14,
      done: true,
    });
    const after = await ledger.head();
    for (const model of modelNames) {
      const { evolveVersion } = models[model];
      expect(before.models[model]).toEqual({ generation: 1, evolveVersion });
      expect(after.models[model]).toEqual({ generation: 2, evolveVersion });
    }
    expect({ ...after, models: {}, lockedAt: 0 }).toEqual({ ...before, models: {}, lockedAt: 0 });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('gives the same bytes twice, those of the rows that commands wrote', async () => {
    const live = await allDocuments();
    expect(live['reports']).toHaveLength(12);
    await rebuild();
    expect(await allDocuments()).toEqual(live);
    await rebuild({ batchSize: 2, saveEvery: { weight: 1, ms: 0 } });
    expect(await allDocuments()).toEqual(live);
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 3 } });
  });

  it('heals rows that were changed, lost or made up behind its back', async () => {
    const live = await allDocuments();
    const { db } = log.connection;
    const reports = rowCollection(db, 'reports');
    const one = { ledger: ledger.name, id: `${ledger.actionId(1)}/Q1` };
    await reports.updateOne(one, { $set: { 'state.percent': 9_999 } });
    await rowCollection(db, 'actions').deleteOne({ ledger: ledger.name, id: ledger.actionId(2) });
    await db.collection<{ _id: string }>('offices').insertOne({
      _id: `${ledger.name}/1/office_x`,
      ...{ ledger: ledger.name, generation: 1, id: 'office_x', state: {} },
    });
    await rebuild();
    expect(await allDocuments()).toEqual(live);
  });

  it('of one read model leaves every other one alone', async () => {
    const { db } = log.connection;
    const mark = { $set: { 'state.mark': 'kept' } };
    for (const model of modelNames) {
      await rowCollection<Model>(db, model).updateMany({ ledger: ledger.name }, mark);
    }
    const before = await allDocuments();
    const result = await rebuild({ models: ['actions'] });
    expect(result.models).toEqual(['actions']);
    const after = await ledger.head();
    const generations = modelNames.map((model) => after.models[model]?.generation);
    expect(generations).toEqual(modelNames.map((model) => (model === 'actions' ? 2 : 1)));
    const { actions, ...others } = await allDocuments();
    const { actions: marked, ...unchanged } = before;
    expect(others).toEqual(unchanged);
    expect(actions).not.toEqual(marked);
    expect((await ledger.liveRows())['actions']).toStrictEqual(
      (await ledger.foldedRows())['actions'],
    );
  });

  it('lets commands go on afterwards, on the new generation', async () => {
    await rebuild();
    await execute([ledger.report(1, '2024-Q3', { percent: 6_000 }), ledger.addAction(4)]);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    const old = { ledger: ledger.name, generation: 1, position: { $gt: 14 } };
    expect(await rowCollection(log.connection.db, 'reports').countDocuments(old)).toBe(0);
  });

  it('says how far it is, and comes to its target', async () => {
    const seen: { position: number; target: number }[] = [];
    await rebuild({
      onProgress: ({ ledger: name, position, target, perSecond }) => {
        expect(name).toBe(ledger.name);
        expect(perSecond).toBeGreaterThan(0);
        seen.push({ position, target });
      },
    });
    const positions = seen.map(({ position }) => position);
    expect(positions.length).toBeGreaterThan(2);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ position: 14, target: 14 });
    expect(seen.every(({ target }) => target === 14)).toBe(true);
  });
});

describe('a rebuild under live appends', () => {
  it('loses no event and holds up nobody for good', async () => {
    await begin();
    const stopping = new AbortController();
    const sent: Promise<string>[] = [];
    const other = await log.another();
    const appending = (async () => {
      for (let round = 0; !stopping.signal.aborted; round += 1) {
        const batch = upTo(4).map((i) =>
          answer(other.execute(ledger.registerOffice(100 + round * 4 + i))),
        );
        sent.push(...batch);
        await Promise.all(batch);
      }
    })();
    for (let times = 0; times < 3; times += 1)
      expect(await rebuild()).toMatchObject({ done: true });
    stopping.abort();
    await appending;
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['OK']));
    expect((await ledger.head()).models).toMatchObject({ offices: { generation: 4 } });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    const drift: unknown[] = [];
    for await (const row of findDrift({ connection: log.connection, ledger: ledger.name })) {
      drift.push(row);
    }
    expect(drift).toEqual([]);
  });
});

describe('a rebuild of an empty log', () => {
  it('ends', async () => {
    await begin();
    const { _id, ...head } = await ledger.head();
    ledger = log.newLedger();
    await log.collections.ledgers.insertOne({ ...head, _id: ledger.name, position: 0 });
    expect(await rebuild()).toMatchObject({ done: true, from: 0, position: 0 });
    expect((await ledger.head()).models).toMatchObject({ plans: { generation: 2 } });
  });
});

describe('an event that stops a rebuild', () => {
  beforeEach(begin);

  const damaged = {
    'of an unknown type': { $set: { type: 'ActionPainted' } },
    'of a shape version to come': { $set: { schemaVersion: 99 } },
    'that is not of its shape': { $set: { data: { actionId: 7 } } },
  };
  it.each(Object.entries(damaged))('%s is named by its position', async (_, change) => {
    const [before, rows] = [await ledger.head(), await allDocuments()];
    await log.collections.events.updateOne({ ledger: ledger.name, position: 8 }, change);
    await expect(rebuild()).rejects.toMatchObject({
      code: 'EVENT_UNREADABLE',
      message: expect.stringContaining(`position 8 of "${ledger.name}"`),
    });
    expect((await ledger.head()).models).toEqual(before.models);
    expect(await allDocuments()).toEqual(rows);
  });

  it('that comes before its stream begins is named by its position', async () => {
    const events = log.collections.events;
    const first = await events.findOne({ ledger: ledger.name, type: 'ActionAdded' });
    const type = { type: 'ActionWithdrawn', data: { actionId: ledger.actionId(1) } };
    await events.updateOne({ ledger: ledger.name, position: first?.position ?? 0 }, { $set: type });
    await expect(rebuild()).rejects.toMatchObject({
      code: 'EVENT_UNREADABLE',
      message: expect.stringContaining(`position ${first?.position ?? 0} of`),
    });
  });

  it('is missing: the first position that the log lacks is named', async () => {
    await log.collections.events.deleteOne({ ledger: ledger.name, position: 9 });
    await expect(rebuild()).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      message: expect.stringContaining('no event at position 9'),
    });
  });

  it('is missing at the end: the head knows of it', async () => {
    await log.collections.events.deleteOne({ ledger: ledger.name, position: 14 });
    await expect(rebuild()).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      message: expect.stringContaining('no event at position 14'),
    });
    expect((await ledger.head()).models).toMatchObject({ plans: { generation: 1 } });
  });

  it('lets the rebuild go on from before it, once it can be read', async () => {
    await log.collections.events.updateOne(
      { ledger: ledger.name, position: 12 },
      { $set: { schemaVersion: 99 } },
    );
    await expect(rebuild({ saveEvery: { weight: 1, ms: 0 } })).rejects.toThrow('position 12');
    await log.collections.events.updateOne(
      { ledger: ledger.name, position: 12 },
      { $set: { schemaVersion: 1 } },
    );
    const result = await rebuild({ silenceMs: 60_000 });
    expect(result).toMatchObject({ done: true, position: 14 });
    expect(result.from).toBeGreaterThan(0);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });
});

describe('whatever history', () => {
  const action = fc.integer({ min: 1, max: 3 });
  const quarter = fc.constantFrom('2024-Q1', '2024-Q2', '2024-Q4');
  const percent = fc.constantFrom(0, 2_500, 5_000, 11_000);
  const meta = { reason: 'acta 5' };
  type Told = (to: TestLedger) => Parameters<typeof log.loop.execute>[0];
  const told: fc.Arbitrary<Told> = fc.oneof(
    action.map(
      (n): Told =>
        (to) =>
          to.registerOffice(n),
    ),
    action.map(
      (n): Told =>
        (to) =>
          to.addAction(n),
    ),
    fc.tuple(action, fc.option(fc.constantFrom('Unidad', 'Informe'))).map(
      ([n, unit]): Told =>
        (to) =>
          to.revise(n, { unit }, meta),
    ),
    fc.tuple(action, quarter, percent).map(
      ([n, q, p]): Told =>
        (to) =>
          to.report(n, q, { percent: p, narrative: 'Sí' }, meta),
    ),
    fc.tuple(action, quarter, fc.option(percent)).map(
      ([n, q, p]): Told =>
        (to) =>
          to.correct(n, q, { percent: p }, meta),
    ),
    fc.tuple(action, quarter).map(
      ([n, q]): Told =>
        (to) =>
          to.withdrawReport(n, q, meta),
    ),
    action.map(
      (n): Told =>
        (to) =>
          to.withdrawAction(n, meta),
    ),
  );

  it('live rows are rebuilt rows are folded rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        async (story, batchSize, weight) => {
          ledger = log.newLedger();
          await ledger.begin(log.loop, 2);
          await Promise.all(story.map((tell) => log.loop.execute(tell(ledger))));
          const [live, bytes] = [await ledger.liveRows(), await allDocuments()];
          await rebuild({ batchSize, saveEvery: { weight, ms: 60_000 } });
          expect(await ledger.liveRows()).toStrictEqual(live);
          expect(await ledger.foldedRows()).toStrictEqual(live);
          expect(await allDocuments()).toEqual(bytes);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('progress', () => {
  it('tells the rate since it went on, and the time that is left by it', () => {
    let now = 5_000;
    const progress = startProgress('rmbc', 100, () => now);
    expect(progress(100, 1_100)).toEqual({
      ledger: 'rmbc',
      position: 100,
      target: 1_100,
      perSecond: 0,
    });
    now = 7_000;
    expect(progress(500, 1_100)).toMatchObject({ perSecond: 200, secondsLeft: 3 });
    expect(progress(1_100, 1_100)).toMatchObject({ secondsLeft: 0 });
  });
});
