import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runBitacora } from '../../src/cli/bitacora.js';
import type { Model } from '../../src/domain/states.js';
import { modelNames } from '../../src/projections/fold.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { rowCollection } from '../../src/projections/row-docs.js';
import { runsOf } from '../../src/store/generation-run.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recordedAll, upTo } from '../support/ledger.js';
import { start } from './processes.js';

let log: TestLog;
let ledger: TestLedger;

beforeEach(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
  const reports = upTo(2).map((n) => ledger.report(n, '2024-Q1', { percent: 1_000 * n }));
  recordedAll(await Promise.all(reports.map((request) => log.loop.execute(request))));
});
afterEach(() => log.close());

/** What a call says and answers in this very process, which takes no time to start. */
async function bitacora(...args: string[]) {
  let [out, err] = ['', ''];
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (out += String(text)) !== ''),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (err += String(text)) !== ''),
  ];
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listening = new Set(signals.flatMap((signal) => process.listeners(signal)));
  process.env['MONGODB_URI'] = log.uri;
  try {
    return { code: await runBitacora(args), out, err };
  } finally {
    delete process.env['MONGODB_URI'];
    for (const spy of spies) spy.mockRestore();
    for (const signal of signals) {
      for (const listener of process.listeners(signal)) {
        if (!listening.has(listener)) process.off(signal, listener);
      }
    }
  }
}

const generationOf = async (model: Model) => (await ledger.head()).models[model]?.generation;
const rows = (model: Model) => rowCollection<Model>(log.connection.db, model);

describe('bitacora rebuild', () => {
  it('rebuilds every read model of every entity, and removes the former rows', async () => {
    const other = log.newLedger();
    await other.begin(log.loop);
    const { code, out } = await bitacora('rebuild', '--grace', '0');
    expect(code).toBe(0);
    expect(out).toContain(`"${ledger.name}": rebuilt ${modelNames.join(', ')}`);
    expect(out).toContain('up to position 7.');
    expect(out).toContain(`"${other.name}": rebuilt`);
    expect(out).toContain('removed 13 rows');
    expect(await generationOf('reports')).toBe(2);
    expect(await rows('reports').countDocuments({ generation: 1 })).toBe(0);
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('rebuilds one read model of one entity, when told which', async () => {
    const other = log.newLedger();
    await other.begin(log.loop);
    const { code, out } = await bitacora(
      ...['rebuild', '--model', 'plans', '--entity', ledger.name, '--grace', '0'],
    );
    expect([code, out]).toEqual([
      0,
      `"${ledger.name}": rebuilt plans from the events up to position 7.\n"${ledger.name}": removed 1 rows that nobody reads any more.\n`,
    ]);
    expect([await generationOf('plans'), await generationOf('actions')]).toEqual([2, 1]);
    expect((await other.head()).models).toMatchObject({ plans: { generation: 1 } });
  });

  it('drops what broke off, with --abort', async () => {
    const stopping = new AbortController();
    await rebuildLedger({
      ...{ connection: log.connection, ledger: ledger.name, batchSize: 2 },
      ...{ saveEvery: { weight: 1, ms: 0 }, signal: stopping.signal },
      onProgress: () => {
        stopping.abort();
      },
    });
    expect(await rows('plans').countDocuments({ generation: 2 })).toBe(1);
    const { code, out } = await bitacora('rebuild', '--abort');
    expect(code).toBe(0);
    expect(out).toContain(`"${ledger.name}": dropped.`);
    expect(await rows('plans').countDocuments({ generation: 2 })).toBe(0);
    expect((await bitacora('rebuild', '--abort')).out).toContain('no rebuild has broken off');
    expect(await generationOf('plans')).toBe(1);
  });

  it('stopped by Ctrl-C leaves everything as it was, and goes on the next time', async () => {
    // A row of the new generation that another transaction holds keeps the rebuild where it is.
    const session = log.connection.client.startSession();
    session.startTransaction();
    const _id = `${ledger.name}/2/${ledger.actionId(1)}`;
    await rows('actions').insertOne({ _id } as never, { session });
    const rebuilding = await start(['rebuild'], { MONGODB_URI: log.uri });
    const announced = { 'run.session': { $exists: true } };
    while ((await runsOf(log.connection.db).findOne(announced)) === null) await sleep(20);
    rebuilding.process.kill('SIGINT');
    await sleep(200);
    await session.abortTransaction();
    await session.endSession();
    const { code, stdout } = await rebuilding.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('stopped at position 7. What is read is what it was.');
    expect(await generationOf('actions')).toBe(1);
    const again = await bitacora('rebuild', '--grace', '0');
    expect(again.out).toContain('up to position 7, going on from position 7.');
    expect(await ledger.liveRows()).toStrictEqual(await ledger.foldedRows());
  });

  it('names the position of an event that it can’t read', async () => {
    await log.collections.events.updateOne({ position: 3 }, { $set: { type: 'ActionPainted' } });
    const { code, err } = await bitacora('rebuild');
    expect(code).toBe(1);
    expect(err).toMatch(/EVENT_UNREADABLE: The event at position 3 of/);
    expect(await generationOf('plans')).toBe(1);
  });

  it.each([
    [['rebuild', '--entity', 'nadie'], 1, 'NOT_FOUND: There is no entity "nadie". On record: t1.'],
    [['verify', '--state', '--entity', 'nadie'], 1, 'NOT_FOUND: There is no entity "nadie"'],
    [['rebuild', '--model', 'nubes'], 2, modelNames.join(', ')],
    [['rebuild', '--grace', 'soon'], 2, 'Expected whole seconds'],
    [['verify', '--sample', '0'], 2, 'Expected a number'],
  ] as const)('answers %j with exit code %i', async (args, exitCode, words) => {
    const { code, err } = await bitacora(...args);
    expect([code, err]).toEqual([exitCode, expect.stringContaining(words)]);
  });

  it('has nothing to do where nothing is on record', async () => {
    await log.collections.ledgers.deleteMany({});
    expect(await bitacora('rebuild')).toMatchObject({
      code: 0,
      out: 'Nothing to rebuild: no entity is on record.\n',
    });
  });
});

describe('bitacora verify --state', () => {
  it.each([[[]], [['--sample', '50']]])('is content with sound rows (%j)', async (flags) => {
    const { code, out } = await bitacora('verify', '--state', ...flags);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^"${ledger.name}": every row .*is what the log says\\.\n$`));
  });

  it.each([[[]], [['--sample', '50']]])('names what differs, and fails (%j)', async (flags) => {
    const id = `${ledger.actionId(2)}/Q1`;
    await rows('reports').updateOne({ id }, { $set: { 'state.percent': 9_000 } as never });
    await rows('plans').deleteOne({ id: ledger.planId });
    const { code, out } = await bitacora('verify', '--state', ...flags);
    expect(code).toBe(1);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines).toContain(`"${ledger.name}" reports ${id}: differs`);
    expect(lines).toContain('  state.percent: 9000, by the log 2000');
    expect(lines).toContain(`"${ledger.name}" plans ${ledger.planId}: missing`);
    expect(lines.at(-1)).toContain('2 rows are not what the log says. Run "bitacora rebuild"');
    expect((await bitacora('rebuild', '--grace', '0')).code).toBe(0);
    expect((await bitacora('verify', '--state', ...flags)).code).toBe(0);
  });
});

describe('bitacora serve', () => {
  const versionOf = (model: Model, evolveVersion: number) =>
    log.collections.ledgers.updateOne(
      { _id: ledger.name },
      { $set: { [`models.${model}.evolveVersion`]: evolveVersion } },
    );

  it('rebuilds what an older version of the program wrote, before it listens', async () => {
    await versionOf('reports', 0);
    const serving = await start(['serve'], { MONGODB_URI: log.uri, EXAMPLE: 'off' });
    const said = await serving.until(/GraphQL:/);
    expect(said).toMatch(
      new RegExp(`read models reports of "${ledger.name}" are of an older[^]*GraphQL:`),
    );
    expect([await generationOf('reports'), await generationOf('plans')]).toEqual([2, 1]);
    serving.process.kill('SIGINT');
    expect(await serving.ended).toMatchObject({ code: 0 });
  });

  it('refuses what a newer version wrote', async () => {
    await versionOf('reports', 99);
    const serving = await start(['serve'], { MONGODB_URI: log.uri, EXAMPLE: 'off' });
    const { code, stdout, stderr } = await serving.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining('REBUILD_NEEDED')]);
    expect(stderr).toContain('reports (version 99, this program has');
    expect(stdout).not.toContain('GraphQL:');
    expect(await generationOf('reports')).toBe(1);
  });
});
