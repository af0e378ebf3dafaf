import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Model } from '../../src/domain/states.js';
import { modelNames, models } from '../../src/projections/fold.js';
import { freshenModels, staleModels } from '../../src/projections/rebuild-stale.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recordedAll } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;
let said: string[];

beforeEach(async () => {
  log = await openLog();
  said = [];
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
  const { report } = ledger;
  const reports = [report(1, '2024-Q1', { percent: 1_000 }), report(2, '2024-Q1', { percent: 0 })];
  recordedAll(await Promise.all(reports.map((request) => log.loop.execute(request))));
});
afterEach(() => log.close());

const freshen = (options: Partial<Parameters<typeof freshenModels>[0]> = {}) =>
  freshenModels({ connection: log.connection, say: (line) => said.push(line), ...options });

/** As if another version of the code had written a read model. */
const asOfVersion = async (model: Model, evolveVersion: number) => {
  await log.collections.ledgers.updateOne(
    { _id: ledger.name },
    { $set: { [`models.${model}.evolveVersion`]: evolveVersion } },
  );
  const change = {
    $set: { evolveVersion, 'state.percent': 7, 'state.name': 'of another version' },
  };
  await rowCollection<Model>(log.connection.db, model).updateMany({ ledger: ledger.name }, change);
};
const withoutModel = (model: Model) =>
  log.collections.ledgers.updateOne(
    { _id: ledger.name },
    { $unset: { [`models.${model}`]: true } },
  );

describe('read models of an older version of the code', () => {
  beforeEach(async () => {
    await asOfVersion('actions', 0);
    await asOfVersion('reports', 0);
  });

  it('are not used: queries fold the streams instead, and no command is decided on them', async () => {
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
    const request = ledger.correct(1, '2024-Q1', { percent: 2_000 });
    await expect(log.loop.execute(request)).rejects.toMatchObject({
      code: 'REBUILD_NEEDED',
      message: expect.stringMatching(/read models actions, reports of .*bitacora rebuild/),
    });
    await freshen();
    expect(await answer(log.loop.execute(request))).toBe('OK');
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('are rebuilt, the others left alone, and what is done is said', async () => {
    expect(await freshen()).toBe(true);
    const head = await ledger.head();
    const generations = modelNames.map((model) => [model, head.models[model]?.generation]);
    expect(Object.fromEntries(generations)).toEqual({
      ...Object.fromEntries(modelNames.map((model) => [model, 1])),
      actions: 2,
      reports: 2,
    });
    expect(staleModels(head)).toEqual({ older: [], newer: [] });
    expect(said).toEqual([expect.stringContaining(`actions, reports of "${ledger.name}"`)]);
    said = [];
    await freshen();
    expect([said, await ledger.head()]).toEqual([[], head]);
  });

  it('are right when two processes start at once', async () => {
    expect(await Promise.all([freshen(), freshen()])).toEqual([true, true]);
    expect(staleModels(await ledger.head())).toEqual({ older: [], newer: [] });
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('stay as they are when it is told to stop', async () => {
    const before = await ledger.head();
    expect(await freshen({ signal: AbortSignal.abort() })).toBe(false);
    expect(await ledger.head()).toEqual(before);
  });
});

describe('a read model that the database doesn’t have yet', () => {
  it('keeps commands waiting, until it is made', async () => {
    await rowCollection(log.connection.db, 'offices').deleteMany({ ledger: ledger.name });
    await withoutModel('offices');
    const request = ledger.registerOffice(2);
    expect(await answer(log.loop.execute(request))).toBe('REBUILD_NEEDED');
    await freshen();
    expect(await answer(log.loop.execute(request))).toBe('OK');
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });
});

describe('read models of a newer version of the code', () => {
  it('are refused with both versions, and nothing is touched', async () => {
    const older = log.newLedger();
    await older.begin(log.loop);
    const newer = models.plans.evolveVersion + 1;
    await asOfVersion('plans', newer);
    await log.collections.ledgers.updateOne(
      { _id: older.name },
      { $set: { 'models.plans.evolveVersion': 0 } },
    );
    const before = [await ledger.head(), await older.head()];
    await expect(freshen()).rejects.toMatchObject({
      code: 'REBUILD_NEEDED',
      message: expect.stringContaining(
        `plans (version ${newer}, this program has ${models.plans.evolveVersion})`,
      ),
    });
    expect([await ledger.head(), await older.head()]).toEqual(before);
  });
});
