import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { actorsOf } from '../../src/store/actors.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recorded } from '../support/ledger.js';
import { called as run } from './called.js';

let log: TestLog;
let ledger: TestLedger;
let position: number;
const secret = 'Se reunió con Ana Pérez.';
const before = { ...process.env };
beforeAll(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 1);
  const actor = { id: 'actor_0001', role: 'reporter' };
  const said = { percent: 1_000, narrative: secret };
  const report = ledger.report(1, '2024-Q1', said, { actor, reason: 'Acta' });
  [position = 0] = recorded(await log.loop.execute(report));
  Object.assign(process.env, { MONGODB_URI: log.uri });
});
afterAll(async () => {
  process.env = before;
  await log.close();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const entry = () => ['--entity', ledger.name, '--entry', String(position)];

describe('bitacora redact', () => {
  it('says what it would do, and does nothing, on a dry run', async () => {
    const stored = await ledger.stored();
    const { code, out } = await run('redact', ...entry(), '--field', 'narrative', '--dry-run');
    expect([code, out]).toEqual([
      0,
      `Would redact data.narrative of entry ${position}.\nThese texts would stay: reason.\n`,
    ]);
    expect(await ledger.stored()).toEqual(stored);
  });

  it('redacts, and names the copies that it cannot reach', async () => {
    const flags = ['--field', 'narrative', '--reason', 'Habeas data'];
    const { code, out } = await run('redact', ...entry(), ...flags);
    expect(code).toBe(0);
    expect(out).toContain(`Recorded EntryRedacted at position ${position + 1} of ${ledger.name}.`);
    expect(out).toContain('Removed from 1 entry');
    for (const copy of ['audit-exports', 'backups', 'oplog', 'plan files']) {
      expect(out).toContain(copy);
    }
    expect(JSON.stringify(await ledger.stored())).not.toContain(secret);
    const again = await run('redact', ...entry(), ...flags);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('gone already')]);
    const verified = await run('verify', '--entity', ledger.name);
    expect(verified.code).toBe(0);
    expect(verified.out).toContain('1 of them with redacted texts');
  });

  it('refuses what it cannot redact, and says what can be', async () => {
    const wrong = await run('redact', ...entry(), '--field', 'percent', '--reason', 'x');
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('expected: reason, data.narrative');
    expect((await run('redact', '--entity', ledger.name, '--reason', 'x')).code).toBe(1);
    expect((await run('redact', ...entry(), '--field', 'reason')).err).toContain('reason-required');
    expect((await run('redact', '--entity', 'nadie', '--resume')).err).toContain('NOT_FOUND');
    expect((await run('redact', '--entity', 'x', '--entry', 'one')).code).toBe(2);
  });

  it('has nothing to resume when nothing was broken off', async () => {
    const { code, out } = await run('redact', '--entity', ledger.name, '--resume');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was broken off')]);
  });
});

describe('bitacora actor', () => {
  it('names an actor, and erases it with an event in each ledger where it acted', async () => {
    expect((await run('actor', 'name', 'actor_0001', 'Ana Pérez')).code).toBe(0);
    expect((await run('actor', 'erase', 'actor_0001')).err).toContain('reason-required');
    const erased = await run('actor', 'erase', 'actor_0001', '--reason', 'Habeas data');
    expect(erased.code).toBe(0);
    const [last] = (await ledger.stored()).slice(-1);
    expect(erased.out).toContain(`Recorded ActorErased at position ${last?.position} of`);
    expect(last).toMatchObject({ type: 'ActorErased', data: { actorId: 'actor_0001' } });
    const kept = await actorsOf(log.connection.db).findOne({ _id: 'actor_0001' });
    expect(kept).toEqual({ _id: 'actor_0001', erased: true });
    expect((await run('actor', 'name', 'actor_0001', 'Ana')).err).toContain('ACTOR_ERASED');
  });

  it('erases once, and again when a backup brought the name back', async () => {
    const { db } = log.connection;
    const events = (await ledger.stored()).length;
    await actorsOf(db).replaceOne({ _id: 'actor_0001' }, { name: 'Ana Pérez' });
    expect((await run('actor', 'erase', 'actor_0001', '--reason', 'De nuevo')).code).toBe(0);
    expect(await ledger.stored()).toHaveLength(events);
    await actorsOf(db).replaceOne({ _id: 'actor_0001' }, { name: 'Ana Pérez' });
    const { seeToUnfinished } = await import('../../src/cli/unfinished.js');
    const said: string[] = [];
    await seeToUnfinished(log.connection, (line) => said.push(line));
    expect(said).toEqual([expect.stringContaining('Erased the names of 1 actors again')]);
    expect(await actorsOf(db).findOne({ _id: 'actor_0001' })).toEqual({
      ...{ _id: 'actor_0001', erased: true },
    });
  });
});
