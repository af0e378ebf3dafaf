import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { frontierOf } from '../../src/store/head.js';
import { rootOf } from '../../src/store/merkle.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, recordedAll } from '../support/ledger.js';
import { called as run } from './called.js';

let log: TestLog;
let folder: string;
const uriBefore = process.env['MONGODB_URI'];
beforeAll(async () => {
  log = await openLog();
  folder = await mkdtemp(join(tmpdir(), 'bitacora-cli-'));
  process.env['MONGODB_URI'] = log.uri;
});
afterAll(async () => {
  if (uriBefore === undefined) delete process.env['MONGODB_URI'];
  else process.env['MONGODB_URI'] = uriBefore;
  await rm(folder, { recursive: true });
  await log.close();
});

/** An entity with a plan, an office and so many actions. */
async function begun(actions = 0): Promise<TestLedger> {
  const ledger = log.newLedger();
  await ledger.begin(log.loop, actions);
  return ledger;
}
const typesIn = async (ledger: TestLedger) => (await ledger.stored()).map(({ type }) => type);

describe('bitacora period', () => {
  it('opens, closes and reopens a quarter, and prints what the act should hold', async () => {
    const ledger = await begun(1);
    const where = ['--plan', ledger.planId, '--quarter', '2024-Q1'];
    const opened = await run('period', 'open', ...where, '--closes-at', '2024-04-20');
    expect(opened).toMatchObject({ code: 0 });
    expect(opened.out).toMatch(/^Recorded PeriodOpened at position 5 of t\d+, /);
    expect(opened.out).toContain('Cut-off 2024-03-31; reports are on time until 2024-04-20');

    const closed = await run('period', 'close', ...where, '--act', 'Acta 3');
    expect(closed).toMatchObject({ code: 0 });
    const head = await ledger.head();
    const [event] = (await ledger.stored()).slice(-1);
    expect(event).toMatchObject({ type: 'PeriodClosed', data: { act: 'Acta 3' } });
    expect(closed.out.split('\n').slice(1, 4)).toEqual([
      `Publication SHA-256: ${String(event?.data['publicationHash'])}`,
      'Ledger size: 6',
      `Ledger root hash (SHA-256, base64): ${Buffer.from(rootOf(frontierOf(head))).toString('base64')}`,
    ]);

    const bare = await run('period', 'reopen', ...where);
    expect(bare).toMatchObject({ code: 1, out: '' });
    expect(bare.err).toContain('RULE_VIOLATION: [reason-required]');
    const reopened = await run('period', 'reopen', ...where, '--reason', 'Faltó un soporte');
    expect(reopened.code).toBe(0);
    expect(await typesIn(ledger)).toEqual(
      expect.arrayContaining(['PeriodOpened', 'PeriodClosed', 'PeriodReopened']),
    );
  });

  it('signs what it closes where there is a key, for the act too', async () => {
    const ledger = await begun(1);
    const where = ['--plan', ledger.planId, '--quarter', '2024-Q1'];
    const key = join(folder, 'signing.key');
    expect((await run('keygen', '-o', key)).code).toBe(0);
    process.env['SIGNING_KEY_FILE'] = key;
    try {
      expect((await run('period', 'open', ...where)).code).toBe(0);
      const closed = await run('period', 'close', ...where, '--act', 'Acta 3');
      expect(closed).toMatchObject({ code: 0, err: '' });
      const [checkpoint] = await log.collections.checkpoints
        .find({ ledger: ledger.name })
        .toArray();
      expect(checkpoint).toMatchObject({ size: 6 });
      expect(closed.out).toContain(checkpoint?.note);
      expect(closed.out).toContain(`Ledger root hash (SHA-256, base64): ${checkpoint?.rootHash}\n`);
      // A key that is no heir of the one before signs nothing, and the act gets nothing of before.
      expect((await run('keygen', '-o', `${key}.other`)).code).toBe(0);
      process.env['SIGNING_KEY_FILE'] = `${key}.other`;
      const reason = ['--reason', 'Faltó un soporte'];
      expect((await run('period', 'reopen', ...where, ...reason)).code).toBe(0);
      const again = await run('period', 'close', ...where, '--act', 'Acta 4');
      expect(again.code).toBe(0);
      expect(again.err).toContain('No checkpoint');
      expect(again.out).toContain('Ledger size: 8\n');
      expect(again.out).toContain('Not signed');
      expect(again.out).not.toContain(checkpoint?.note);
    } finally {
      delete process.env['SIGNING_KEY_FILE'];
    }
  });

  it('records once under one key', async () => {
    const ledger = await begun();
    const where = ['--plan', ledger.planId, '--quarter', '2024-Q1', '--command-id', 'open-1'];
    const [once, twice] = [
      await run('period', 'open', ...where),
      await run('period', 'open', ...where),
    ];
    expect(twice).toEqual(once);
    expect((await typesIn(ledger)).filter((type) => type === 'PeriodOpened')).toHaveLength(1);
  });

  it.each([
    [['period', 'open', '--plan', 'plan_none_0001', '--quarter', '2024-1'], 2, /like 2024-Q1/],
    [['period', 'open', '--plan', 'plan_none_0001'], 2, /--quarter/],
    [['period', 'close', '--plan', 'plan_none_0001', '--quarter', '2024-Q1'], 2, /--act/],
    [['period', 'open', '--plan', 'nonsense', '--quarter', '2024-Q1'], 1, /NOT_FOUND/],
    [['period', 'open', '--plan', 'plan_none_0001', '--quarter', '2024-Q1'], 1, /NOT_FOUND/],
    [['office', 'merge', 'office_none_0001'], 2, /--into/],
    [['office', 'rename', 'office_none_0001', 'Otra'], 1, /NOT_FOUND/],
    [['weights', 'set', 'nowhere.csv', '--plan', 'plan_none_0001'], 1, /WEIGHTS_FILE_UNREADABLE/],
  ])('%j ends with %d', async (argv, code, message) => {
    const ended = await run(...argv);
    expect(ended).toMatchObject({ code, err: expect.stringMatching(message) });
  });

  it.each([
    ['period', 'close'],
    ['office', 'merge'],
    ['weights', 'set'],
  ])('%s %s --help tells its options and exit codes', async (...words) => {
    const { code, out } = await run(...words, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/--reason <text>[\s\S]*Exit codes: 0 done, 1 failed or refused, 2 wrong/);
  });
});

describe('bitacora office', () => {
  it('renames, adds a spelling and merges', async () => {
    const ledger = await begun();
    recordedAll([await log.loop.execute(ledger.registerOffice(2))]);
    const [one, two] = [ledger.officeId(1), ledger.officeId(2)];
    expect((await run('office', 'rename', one, 'Despacho')).code).toBe(0);
    expect((await run('office', 'alias', one, 'Despacho del Director')).code).toBe(0);
    const merge = ['office', 'merge', two, '--into', one];
    expect((await run(...merge)).err).toContain('[reason-required]');
    expect((await run(...merge, '--reason', 'Decreto 5')).code).toBe(0);
    const { offices } = await ledger.liveRows();
    expect(offices).toMatchObject([
      { state: { name: 'Despacho', aliases: ['Despacho del Director'] } },
      { state: { mergedInto: one } },
    ]);
    const again = await run(...merge, '--reason', 'Decreto 5');
    expect(again).toMatchObject({ code: 0, out: 'Nothing to record: it is so already.\n' });
  });
});

describe('bitacora weights', () => {
  const file = async (text: string) => {
    const path = join(folder, 'weights.csv');
    await writeFile(path, text);
    return path;
  };

  it.each([
    ['with titles and decimal commas', 'No.;Ponderación\n1;33,34\n2;33,33 %\n3;33.33\n'],
    ['bare', '1,33.34\n02,33.33\n3,33.33'],
  ])('sets them from a file %s', async (_, text) => {
    const ledger = await begun(3);
    const set = await run('weights', 'set', await file(text), '--plan', ledger.planId);
    expect(set).toMatchObject({ code: 0 });
    const [event] = (await ledger.stored()).slice(-1);
    expect(event?.data['weights']).toEqual({
      [ledger.actionId(1)]: 3334,
      [ledger.actionId(2)]: 3333,
      [ledger.actionId(3)]: 3333,
    });
  });

  it.each([
    ['1;50\n2;49,99', '[weights-total]'],
    ['1;100', '[weights-incomplete]'],
    ['1;50\n9;50', 'row 2: expected the number of an action of the plan, got "9;50"'],
    ['1;50\n2;33,333', 'row 2: expected a weight from 0 to 100 % with at most two decimals'],
    ['1;50\n1;50', 'row 2: expected each action once'],
    ['1;50;x\n2;50', 'WEIGHTS_FILE_UNREADABLE'],
  ])('%j is refused: %s', async (text, told) => {
    const ledger = await begun(2);
    const { code, err } = await run('weights', 'set', await file(text), '--plan', ledger.planId);
    expect(code).toBe(1);
    expect(err).toContain(told);
    expect(await typesIn(ledger)).not.toContain('PlanWeightsSet');
  });
});
