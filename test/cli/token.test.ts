import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findToken, listTokens } from '../../src/store/tokens.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';
import { called as run } from './called.js';

let log: TestLog;
let ledger: TestLedger;
const uriBefore = process.env['MONGODB_URI'];
beforeAll(async () => {
  log = await openLog();
  ledger = log.newLedger();
  await ledger.begin(log.loop, 1);
  process.env['MONGODB_URI'] = log.uri;
});
afterAll(async () => {
  if (uriBefore === undefined) delete process.env['MONGODB_URI'];
  else process.env['MONGODB_URI'] = uriBefore;
  await log.close();
});

describe('bitacora token', () => {
  it('makes a token that is printed once, lists it without its secret, and ends it', async () => {
    const office = ledger.officeId(1);
    const bounds = ['--role', 'reporter', '--office', office, '--expires', '2999-12-31'];
    const added = await run('token', 'add', '--actor', 'oficina-7', ...bounds);
    expect(added.code).toBe(0);
    const [, id = ''] = /^Made (token_[0-9a-f]{12})\./m.exec(added.err) ?? [];
    const text = added.out.trim();
    expect(added.err).not.toContain(text);
    expect(await findToken(log.connection.db, text)).toMatchObject({
      ...{ _id: id, actorId: 'oficina-7', role: 'reporter' },
      ...{ entityIds: [ledger.name], officeIds: [office] },
      expiresAt: new Date('3000-01-01T04:59:59.999Z'),
    });

    const listed = await run('token', 'list');
    expect(listed.out).toMatch(
      new RegExp(`^${id} +valid +oficina-7 as reporter .*never used$`, 'm'),
    );
    expect(listed.out).not.toContain(text);

    expect(await run('token', 'revoke', id)).toMatchObject({ code: 0, out: `Revoked ${id}.\n` });
    expect((await run('token', 'list')).out).toMatch(new RegExp(`^${id} +revoked`, 'm'));
    const unknown = await run('token', 'revoke', 'token_none');
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('NOT_FOUND') });
  });

  it.each([
    [['--actor', 'ana'], /required option '--role/],
    [['--role', 'admin'], /required option '--actor/],
    [['--actor', 'ana', '--role', 'king'], /Allowed choices are reporter, planner, auditor/],
    [['--actor', 'ana@example.org', '--role', 'admin'], /an opaque id .* no name/],
    [['--actor', 'ana', '--role', 'reporter'], /a reporter needs its --office/],
    [['--actor', 'ana', '--role', 'planner', '--office', 'office_a_0001'], /for a reporter/],
    [['--actor', 'ana', '--role', 'reporter', '--office', 'jurídica'], /the id of an office/],
    [['--actor', 'ana', '--role', 'admin', '--expires', '2026-02-30'], /a day to come/],
    [['--actor', 'ana', '--role', 'admin', '--expires', '2020-01-01'], /a day to come/],
    [['--actor', 'ana', '--role', 'admin', '--expires', '1'], /a day to come/],
  ])('makes none for %j', async (args, said) => {
    const before = await listTokens(log.connection.db);
    const { code, out, err } = await run('token', 'add', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(await listTokens(log.connection.db)).toEqual(before);
  });

  it('makes none for an entity that is not on record', async () => {
    const { code, err } = await run(
      'token',
      'add',
      '--actor',
      'a',
      '--role',
      'admin',
      '--entity',
      'x1',
    );
    expect([code, err]).toEqual([1, expect.stringContaining('NOT_FOUND: There is no entity "x1"')]);
  });
});

describe('what records at the command line', () => {
  const plan = () => ['--plan', ledger.planId, '--quarter', '2024-Q1'];

  it('does so as the operator, or as whom --actor names', async () => {
    expect(await run('period', 'open', ...plan())).toMatchObject({ code: 0 });
    const close = ['period', 'close', '--act', 'Acta 1', ...plan(), '--actor', 'planeacion-2'];
    expect(await run(...close)).toMatchObject({ code: 0 });
    const events = await ledger.storedOf(`period-${ledger.planId}-2024-Q1`);
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([
      ['PeriodOpened', { id: 'local', role: 'operator' }],
      ['PeriodClosed', { id: 'planeacion-2', role: 'operator' }],
    ]);
    const named = await run('period', 'reopen', ...plan(), '--actor', 'Ana Gómez');
    expect(named).toMatchObject({ code: 2, err: expect.stringContaining('no name') });
  });
});

describe('bitacora access-log', () => {
  it('shows who exported a log, the newest first', async () => {
    expect((await run('access-log')).out).toBe('Nothing was accessed.\n');
    for (const actor of ['contraloria-1', 'contraloria-2']) {
      const args = ['--entity', ledger.name, '--actor', actor];
      expect(await run('audit-export', ...args)).toMatchObject({ code: 0 });
    }
    const { out } = await run('access-log');
    const line = (n: number) =>
      `contraloria-${n}  AUDIT_EXPORT  of ${ledger.name}  at the command line`;
    expect(
      out
        .trim()
        .split('\n')
        .map((text) => text.slice(26)),
    ).toEqual([line(2), line(1)]);
    expect((await run('access-log', '--limit', '1')).out.trim().split('\n')).toHaveLength(1);
    expect((await run('access-log', '--limit', '0')).code).toBe(2);
  });
});
