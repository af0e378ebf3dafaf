import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded, recordedAll, upTo } from '../support/ledger.js';

let log: TestLog;
let ledger: TestLedger;

beforeAll(async () => {
  log = await openLog();
});
beforeEach(() => {
  ledger = log.newLedger();
});
afterAll(() => log.close());

/** A clock that no two batches read the same time from: so `recordedAt` tells batches apart. */
const tickingClock = () => {
  let last = 0;
  return () => new Date((last = Math.max(last + 1, Date.now())));
};

/** How many of the last events share a batch, in order. */
const batches = async (skip: number) => {
  const times = (await ledger.stored()).slice(skip).map(({ recordedAt }) => recordedAt.getTime());
  return [...new Set(times)].map((time) => times.filter((other) => other === time).length);
};

describe('a batch', () => {
  it('has at most 200 commands', async () => {
    const loop = await log.another({ clock: tickingClock() });
    await ledger.begin(loop);
    const requests = upTo(450).map((n) => ledger.registerOffice(n + 1));
    const outcomes = await Promise.all(requests.map((request) => loop.execute(request)));
    expect(recordedAll(outcomes)).toEqual(upTo(450).map((n) => n + 3));
    expect(await batches(3)).toEqual([200, 200, 50]);
  });

  it('has at most 4 MB, and what is beyond makes up the next ones', async () => {
    const loop = await log.another({ clock: tickingClock() });
    await ledger.begin(loop, 25);
    const narrative = 'á'.repeat(50_000);
    const requests = upTo(100).map((i) =>
      ledger.report(1 + (i % 25), `2024-Q${1 + Math.floor((i - 1) / 25)}`, { narrative }),
    );
    const outcomes = await Promise.all(requests.map((request) => loop.execute(request)));
    expect(recordedAll(outcomes)).toEqual(upTo(100).map((n) => n + 28));
    const sizes = await batches(28);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    for (const size of sizes) expect(size * 100_000).toBeLessThanOrEqual(4 * 1024 * 1024);
    const reports = (await ledger.liveRows())['reports'] ?? [];
    expect(reports.filter(({ state }) => 'narrative' in state)).toHaveLength(100);
  });

  it('begins a ledger with its entity: nothing is recorded before that', async () => {
    const requests = [
      ledger.registerOffice(1),
      ledger.registerEntity({ expectedStreamVersion: 7 }),
      ledger.registerOffice(2),
      ledger.registerEntity(),
      ledger.registerOffice(3),
    ];
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['NOT_FOUND', 'CONFLICT', 'NOT_FOUND', 'OK', 'OK']);
    expect((await ledger.stored()).map(({ type }) => type)).toEqual([
      'EntityRegistered',
      'OfficeRegistered',
    ]);
  });

  it('creates no ledger when its entity is refused', async () => {
    const requests = [
      ledger.registerEntity({ expectedStreamVersion: 7 }),
      ledger.registerOffice(1),
    ];
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['CONFLICT', 'NOT_FOUND']);
    expect(await log.collections.ledgers.findOne({ _id: ledger.name })).toBeNull();
  });

  it('decides on what the database holds, also of things that the batch itself made', async () => {
    await ledger.begin(log.loop, 1);
    // Action 2 doesn't exist when the batch's states are loaded, so neither does what it needs.
    const requests = [
      ledger.addAction(2),
      ledger.report(2, '2024-Q1', { percent: 100 }),
      ledger.revise(2, { number: '1' }, { reason: 'r' }),
      ledger.revise(2, { number: '3' }, { reason: 'r' }),
    ];
    const outcomes = await Promise.all(requests.map((r) => log.loop.execute(r)));
    expect(outcomes).toMatchObject([
      { kind: 'recorded' },
      { kind: 'recorded' },
      { kind: 'refused', refusal: { rule: 'number-taken' } },
      { kind: 'recorded' },
    ]);
  });
});

describe('what is too large', () => {
  beforeEach(async () => {
    await ledger.begin(log.loop, 1);
  });

  it('for an entry of the log is refused, with both sizes', async () => {
    const request = ledger.revise(1, { name: 'n'.repeat(70_000) }, { reason: 'r' });
    expect(await log.loop.execute(request)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'BAD_USER_INPUT', message: expect.stringMatching(/65535 .*bytes/) },
    });
  });

  it.each([300_000, 20_000_000])('for a document is refused (%i letters)', async (letters) => {
    const request = ledger.report(1, '2024-Q1', { narrative: 'n'.repeat(letters) });
    expect(await log.loop.execute(request)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'BAD_USER_INPUT', message: expect.stringMatching(/262144 bytes/) },
    });
    expect(await ledger.stored()).toHaveLength(4);
  });

  it('fails alone: others of the same batch are recorded', async () => {
    const requests = [
      ledger.registerOffice(2),
      ledger.report(1, '2024-Q1', { narrative: 'n'.repeat(300_000) }),
      ledger.report(1, '2024-Q2', { narrative: 'n'.repeat(200_000) }),
    ];
    const answers = await Promise.all(requests.map((r) => answer(log.loop.execute(r))));
    expect(answers).toEqual(['OK', 'BAD_USER_INPUT', 'OK']);
  });
});

describe('a loop that is closed', () => {
  it('answers what it took in, and refuses what comes later', async () => {
    const loop = await log.another();
    await ledger.begin(loop);
    let answered = 0;
    const taken = upTo(300).map(async (n) => {
      const outcome = await loop.execute(ledger.registerOffice(n + 1));
      answered += 1;
      return outcome;
    });
    const closing = loop.close();
    const late = loop.execute(ledger.registerOffice(999));
    await expect(late).rejects.toMatchObject({ code: 'BUSY' });
    await closing;
    expect(answered).toBe(300);
    expect(recordedAll(await Promise.all(taken))).toHaveLength(300);
    expect(await answer(loop.execute(ledger.registerOffice(999)))).toBe('BUSY');
    expect(await answer(loop.execute(log.newLedger().registerEntity()))).toBe('BUSY');
    expect(await ledger.stored()).toHaveLength(303);
    await loop.close();
  });
});

describe('a queue that is full', () => {
  it('answers BUSY at once: surely not recorded', async () => {
    await ledger.begin(log.loop);
    const loop = await log.another();
    // Refused commands to a ledger that doesn't exist cost least to work off.
    const nowhere = log.newLedger();
    const office = nowhere.registerOffice(1);
    const taken = upTo(20_000).map(() => answer(loop.execute(office)));
    expect(await answer(loop.execute(office))).toBe('BUSY');
    // Another ledger has a queue of its own.
    expect(recorded(await loop.execute(ledger.registerOffice(2)))).toEqual([4]);
    const answers = new Set(await Promise.all(taken));
    expect([...answers].filter((one) => one !== 'NOT_FOUND' && one !== 'BUSY')).toEqual([]);
  });
});
