import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandLoop } from '../../src/commands/loop.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { answer, openLog, recorded } from '../support/ledger.js';

let log: TestLog;
let loop: CommandLoop;
let ledger: TestLedger;
/** How far this process's clock is from the database's, in ms. */
let offset = 0;

beforeAll(async () => {
  log = await openLog();
  loop = await log.another({ clock: () => new Date(Date.now() + offset) });
});
beforeEach(async () => {
  offset = 0;
  ledger = log.newLedger();
  await ledger.begin(loop);
});
afterAll(() => log.close());

describe('the time of recording', () => {
  it('does not go back when the clock does', async () => {
    offset = 2_000;
    recorded(await loop.execute(ledger.registerOffice(2)));
    offset = -1_000;
    recorded(await loop.execute(ledger.registerOffice(3)));
    recorded(await log.loop.execute(ledger.registerOffice(4)));
    const [ahead, back, other] = (await ledger.stored()).slice(3).map((event) => event.recordedAt);
    expect(back).toEqual(ahead);
    expect(other).toEqual(ahead);
    expect(await ledger.head()).toMatchObject({ recordedAt: ahead });
  });

  it('is one for a batch, and the receipts have it too', async () => {
    const requests = [2, 3, 4].map((n) => ledger.registerOffice(n));
    await Promise.all(requests.map((request) => loop.execute(request)));
    const times = (await ledger.stored()).slice(3).map(({ recordedAt }) => recordedAt.getTime());
    expect(new Set(times).size).toBe(1);
    const ids = requests.map(({ commandId }) => commandId);
    const receipts = (await ledger.receipts()).filter(({ commandId }) => ids.includes(commandId));
    expect(receipts.map(({ recordedAt }) => recordedAt.getTime())).toEqual(times);
  });
});

describe('a clock more than 5 s from the database’s', () => {
  it.each([60_000, -60_000])('records nothing (%i ms)', async (skew) => {
    const before = [await ledger.head(), await ledger.stored(), await ledger.receipts()];
    const request = ledger.registerOffice(2);
    offset = skew;
    await expect(loop.execute(request)).rejects.toMatchObject({
      code: 'CLOCK_SKEW',
      message: expect.stringMatching(/NTP.*Nothing was recorded/),
    });
    expect([await ledger.head(), await ledger.stored(), await ledger.receipts()]).toEqual(before);
    offset = 0;
    expect(recorded(await loop.execute(request))).toEqual([4]);
  });

  it('creates no ledger', async () => {
    const fresh = log.newLedger();
    offset = 60_000;
    expect(await answer(loop.execute(fresh.registerEntity()))).toBe('CLOCK_SKEW');
    expect(await log.collections.ledgers.findOne({ _id: fresh.name })).toBeNull();
  });

  it('fails every command of its batch, and the loop goes on afterwards', async () => {
    offset = 60_000;
    const requests = [2, 3].map((n) => ledger.registerOffice(n));
    const answers = await Promise.all(requests.map((request) => answer(loop.execute(request))));
    expect(answers).toEqual(['CLOCK_SKEW', 'CLOCK_SKEW']);
    offset = 0;
    expect(await answer(loop.execute(ledger.registerOffice(2)))).toBe('OK');
  });
});
