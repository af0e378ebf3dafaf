import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BSON, MongoClient } from 'mongodb';
import type { Collection } from 'mongodb';
import { createCommandLoop } from '../../src/commands/loop.js';
import type { Model } from '../../src/domain/states.js';
import { modelNames } from '../../src/projections/fold.js';
import type { RebuildOptions } from '../../src/projections/rebuild.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { sweepGenerations } from '../../src/projections/rebuild-sweep.js';
import type { RowDoc } from '../../src/projections/row-docs.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import { dropRun, runsOf } from '../../src/store/generation-run.js';
import { runInChild } from '../support/child.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { indexes, ledgerOn, openLog, recordedAll, upTo } from '../support/ledger.js';
import { startTestMongod } from '../support/mongod.js';

let log: TestLog;
let ledger: TestLedger;
const events = 63;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(async () => {
  ledger = log.newLedger();
  await fill(ledger, log);
});
afterAll(() => log.close());

/** An entity, a plan, an office, 12 actions, 48 reports: 63 events. */
async function fill(to: TestLedger, { loop }: Pick<TestLog, 'loop'>) {
  await to.begin(loop, 12);
  const reports = upTo(12).flatMap((n) =>
    upTo(4).map((q) => to.report(n, `2024-Q${q}`, { percent: 1_000 * q, narrative: 'Sí' })),
  );
  recordedAll(await Promise.all(reports.map((request) => loop.execute(request))));
}

const small = { batchSize: 5, saveEvery: { weight: 6, ms: 60_000 } };
const rebuild = (options: Partial<RebuildOptions> = {}) =>
  rebuildLedger({ connection: log.connection, ledger: ledger.name, ...small, ...options });

/** Stops in order as soon as something is saved. */
const breakOff = async (options: Partial<RebuildOptions> = {}) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  return rebuild({ ...options, signal, onProgress: () => stopping.abort() });
};

const rowsOf = (model: Model, generation: number, { connection } = log, of = ledger) =>
  rowCollection<Model>(connection.db, model).find({ ledger: of.name, generation });
const runOf = async () => (await runsOf(log.connection.db).findOne({ _id: ledger.name }))?.run;

const bytesOf = ({ _id, generation: _generation, ...rest }: RowDoc) =>
  Buffer.from(BSON.serialize(rest)).toString('hex');
/** Every row of a generation as it lies in the database, but for what names the generation. */
const bytes = async (generation: number, on: Pick<TestLog, 'connection'> = log, of = ledger) => {
  const found: Record<string, string[]> = {};
  for (const model of modelNames) {
    const docs = await rowsOf(model, generation, on as TestLog, of).toArray();
    found[model] = docs.map(bytesOf).sort();
  }
  return found;
};

type Method = (...args: unknown[]) => Promise<unknown>;

/** A connection on which one method of the collection of rebuilds is called in another way. */
function around(
  connection: Connection,
  method: 'updateOne' | 'findOne',
  call: (real: Method, args: unknown[]) => Promise<unknown>,
): Connection {
  const wrapped = (rebuilds: Collection) =>
    new Proxy(rebuilds, {
      get(target, name) {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== 'function') return member;
        const real = member.bind(target) as Method;
        return name === method ? (...args: unknown[]) => call(real, args) : real;
      },
    });
  const db = new Proxy(connection.db, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== 'function') return member;
      if (name !== 'collection') return member.bind(target) as unknown;
      return (of: string) =>
        of === 'rebuilds' ? wrapped(target.collection(of)) : target.collection(of);
    },
  });
  return { ...connection, db };
}

/** A connection whose n-th save waits at a gate, between what it has read and its first write. */
function paused(connection: Connection, nth: number) {
  let [saves, openGate, atGate] = [0, () => {}, () => {}];
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  const reached = new Promise<void>((resolve) => (atGate = resolve));
  const gated = around(connection, 'updateOne', async (real, args) => {
    const inTransaction = (args[2] as { session?: unknown } | undefined)?.session !== undefined;
    if (inTransaction && (saves += 1) === nth) {
      atGate();
      await gate;
    }
    return real(...args);
  });
  return { connection: gated, reached, openGate: () => openGate() };
}

/** A connection that tells when it has looked at the run of a ledger for the first time. */
function looking(connection: Connection) {
  let looked = () => {};
  const hasLooked = new Promise<void>((resolve) => (looked = resolve));
  const told = around(connection, 'findOne', async (real, args) => {
    const found = await real(...args);
    looked();
    return found;
  });
  return { connection: told, hasLooked };
}

describe('a rebuild that stopped in order', () => {
  it('leaves what is read as it was, and is gone on with at once', async () => {
    const live = await bytes(1);
    const stopped = await breakOff();
    expect(stopped).toMatchObject({ from: 0, done: false });
    expect(stopped.position).toBeLessThan(events);
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 1 } });
    expect(await bytes(1)).toEqual(live);
    const result = await rebuild({ silenceMs: 600_000 });
    expect(result).toMatchObject({ done: true, position: events });
    expect(result.from).toBe(stopped.position);
    expect(await bytes(2)).toEqual(live);
    expect(await runOf()).toBeUndefined();
  });

  it('is begun anew when other read models are asked for', async () => {
    await breakOff();
    const result = await rebuild({ models: ['offices'] });
    expect(result).toMatchObject({ from: 0, models: ['offices'], done: true });
    expect((await ledger.head()).models).toMatchObject({
      offices: { generation: 3 },
      reports: { generation: 1 },
    });
  });

  it('is begun anew when another version of the code had begun it', async () => {
    await breakOff();
    await runsOf(log.connection.db).updateOne(
      { _id: ledger.name },
      { $set: { 'run.targets.reports.evolveVersion': 0 } },
    );
    expect(await rebuild()).toMatchObject({ from: 0, done: true });
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 3 } });
    expect(await bytes(3)).toEqual(await bytes(1));
  });
});

describe('a rebuild whose process was killed', () => {
  it('is gone on with from where it was, once it was silent long enough', async () => {
    const live = await bytes(1);
    const script = new URL('./rebuild-child.ts', import.meta.url);
    const child = runInChild(script, [log.uri, ledger.name]);
    while (Number(await child.answer()) < 20);
    await child.kill('SIGKILL');
    const result = await rebuild({ silenceMs: 300 });
    expect(result).toMatchObject({ done: true, position: events });
    expect(result.from).toBeGreaterThanOrEqual(20);
    expect(await bytes(2)).toEqual(live);
  });
});

describe('two rebuilds of one ledger', () => {
  it('the second is refused while the first gives signs of life', async () => {
    const first = paused(log.connection, 3);
    const running = rebuild({ connection: first.connection });
    await first.reached;
    const beating = setInterval(() => {
      void runsOf(log.connection.db).updateOne({ _id: ledger.name }, { $inc: { 'run.beats': 1 } });
    }, 50);
    await expect(rebuild({ silenceMs: 30_000, models: ['plans'] })).rejects.toMatchObject({
      code: 'REBUILD_RUNNING',
      message: expect.stringContaining(ledger.name),
    });
    clearInterval(beating);
    first.openGate();
    expect(await running).toMatchObject({ done: true, position: events });
  });

  it.each([1, 2, 4])(
    'one that is paused before its write %i and overtaken can write nothing afterwards',
    async (nth) => {
      const live = await bytes(1);
      const old = paused(log.connection, nth);
      const overtaken = rebuild({ connection: old.connection });
      const outcome = overtaken.catch((error: unknown) => error);
      await old.reached;
      const result = await rebuild({ silenceMs: 50 });
      expect(result).toMatchObject({ done: true, position: events });
      expect(result.from > 0).toBe(nth > 1);
      const models = (await ledger.head()).models;
      recordedAll([await log.loop.execute(ledger.correct(1, '2024-Q1', { percent: 1_500 }))]);
      const after = await bytes(2);
      old.openGate();
      expect(await outcome).toMatchObject({ code: 'REBUILD_TAKEN_OVER' });
      expect(await bytes(2)).toEqual(after);
      expect(await bytes(1)).toEqual(live);
      expect((await ledger.head()).models).toEqual(models);
      expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    },
  );

  it('the second is refused when the first came to its end while it was watched', async () => {
    const first = paused(log.connection, 3);
    const running = rebuild({ connection: first.connection });
    await first.reached;
    const { connection, hasLooked } = looking(log.connection);
    const second = rebuild({ connection, silenceMs: 30_000 }).catch((error: unknown) => error);
    await hasLooked;
    first.openGate();
    expect(await running).toMatchObject({ done: true });
    expect(await second).toMatchObject({ code: 'REBUILD_RUNNING' });
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 2 } });
  });

  it('at the very same moment have one winner, and the rows are right', async () => {
    const live = await bytes(1);
    const both = await Promise.allSettled([
      rebuild({ silenceMs: 100 }),
      rebuild({ silenceMs: 100 }),
    ]);
    const done = both.filter(({ status }) => status === 'fulfilled');
    expect(done.length).toBeGreaterThanOrEqual(1);
    const { reports } = (await ledger.head()).models;
    expect(await bytes(reports?.generation ?? 0)).toEqual(live);
  });
});

describe('a rebuild that is dropped', () => {
  it('can write nothing more, and its rows are swept', async () => {
    const first = paused(log.connection, 3);
    const outcome = rebuild({ connection: first.connection }).catch((error: unknown) => error);
    await first.reached;
    expect(await rowsOf('actions', 2).toArray()).not.toEqual([]);
    expect(await dropRun(log.connection.db, ledger.name)).toBe(true);
    first.openGate();
    expect(await outcome).toMatchObject({ code: 'REBUILD_TAKEN_OVER' });
    expect(await sweepGenerations(log.connection.db, ledger.name)).toBeGreaterThan(0);
    for (const model of modelNames) expect(await rowsOf(model, 2).toArray()).toEqual([]);
    expect(await rowsOf('reports', 1).toArray()).toHaveLength(48);
    expect(await dropRun(log.connection.db, ledger.name)).toBe(false);
    expect(await rebuild()).toMatchObject({ from: 0, done: true });
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 3 } });
  });
});

describe('the rows of a former generation', () => {
  const sweep = (graceMs?: number) => sweepGenerations(log.connection.db, ledger.name, graceMs);

  it('stay while readers may be on them, and go afterwards', async () => {
    await rebuild();
    expect(await sweep()).toBe(0);
    expect(await rowsOf('reports', 1).toArray()).toHaveLength(48);
    expect(await sweep(0)).toBe(1 + 1 + 1 + 12 + 48);
    expect(await rowsOf('reports', 1).toArray()).toEqual([]);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    expect(await sweep(0)).toBe(0);
  });

  it('go, but those of the active one and of a rebuild under way never do', async () => {
    await rebuild({ models: ['reports'] });
    await breakOff();
    const [active, building] = [await bytes(2), await bytes(3)];
    expect(building['actions']).not.toEqual([]);
    expect(await sweep(0)).toBe(48);
    expect([await bytes(2), await bytes(3)]).toEqual([active, building]);
    expect(await rowsOf('actions', 1).toArray()).toHaveLength(12);
    expect(await rebuild()).toMatchObject({ done: true });
  });

  it('of another ledger are none of its business', async () => {
    const other = log.newLedger();
    await other.begin(log.loop, 1);
    await rebuildLedger({ connection: log.connection, ledger: other.name });
    await sweep(0);
    expect(await rowsOf('actions', 1, log, other).toArray()).toHaveLength(1);
  });

  it('are never confused with those of a later one, even when what is kept of rebuilds is lost', async () => {
    await breakOff();
    await runsOf(log.connection.db).deleteOne({ _id: ledger.name });
    await rebuild();
    expect((await ledger.head()).models).toMatchObject({ reports: { generation: 3 } });
  });
});

describe('a database that fails now and then', () => {
  it('costs a rebuild nothing but time', async () => {
    const mongod = await startTestMongod();
    const admin = await new MongoClient(mongod.uri).connect();
    const connection = await connect(mongod.uri, { database: 'bitacora', indexes });
    const loop = createCommandLoop({ connection });
    try {
      const own = ledgerOn(connection, 'rmbc');
      await fill(own, { loop });
      const live = await bytes(1, { connection }, own);
      const faults = [
        {
          failCommands: ['update', 'insert'],
          errorCode: 112,
          errorLabels: ['TransientTransactionError'],
        },
        { failCommands: ['commitTransaction'], closeConnection: true },
        { failCommands: ['commitTransaction'], writeConcernError: { code: 100, errmsg: 'lost' } },
        { failCommands: ['find', 'getMore'], closeConnection: true },
      ];
      const failCommand = (rest: object) =>
        admin.db('admin').command({ configureFailPoint: 'failCommand', ...rest });
      for (const [i, data] of faults.entries()) {
        const underWay = paused(connection, 2);
        const rebuilding = rebuildLedger({
          connection: underWay.connection,
          ledger: 'rmbc',
          ...small,
        });
        await underWay.reached;
        await failCommand({ mode: { times: 3 }, data });
        underWay.openGate();
        expect(await rebuilding).toMatchObject({ done: true, position: events });
        await failCommand({ mode: 'off' });
        expect(await bytes(i + 2, { connection }, own)).toEqual(live);
      }
    } finally {
      await loop.close();
      await connection.close();
      await admin.close();
      await mongod.stop();
    }
  });
});
