import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../../src/store/checkpoint-note.js';
import { latestCheckpoint, makeCheckpoint } from '../../src/store/checkpoints.js';
import { keepCheckpoints, makeDueCheckpoints } from '../../src/store/checkpoint-timer.js';
import { frontierOf } from '../../src/store/head.js';
import { rotated } from '../../src/store/keys-ring.js';
import { newSigningKey } from '../../src/store/keys.js';
import { rootOf } from '../../src/store/merkle.js';
import { forge, newKeys, put, sealed } from '../audit/forge.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { openLog, upTo } from '../support/ledger.js';

const keys = newKeys();
const now = new Date('2024-07-01T12:00:00Z');

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const make = (ledger: TestLedger, signers = keys) =>
  makeCheckpoint(log.collections, signers, ledger.name, now);
const kept = (ledger: TestLedger) =>
  log.collections.checkpoints.find({ ledger: ledger.name }, { sort: { size: 1 } }).toArray();
const sizes = async (ledger: TestLedger) => (await kept(ledger)).map(({ size }) => size);

describe('a checkpoint of a ledger', () => {
  it('says what its head is, is signed, and is kept', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 4);
    const checkpoint = await make(ledger);
    const head = await ledger.head();
    const rootHash = Buffer.from(rootOf(frontierOf(head)));
    const said = openCheckpoint(checkpoint?.note ?? '', keys.publicKeys);
    expect(said).toEqual({ ledger: ledger.name, size: 7, rootHash });
    expect(await latestCheckpoint(log.collections, ledger.name)).toMatchObject({
      ...{ ledger: ledger.name, size: 7, at: now },
      rootHash: rootHash.toString('base64'),
    });
  });

  it('is not made twice of the same size, by however many at once', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 1);
    const made = await Promise.all(upTo(8).map(() => make(ledger)));
    expect(new Set(made.map((checkpoint) => checkpoint?.note)).size).toBe(1);
    expect(await sizes(ledger)).toEqual([4]);
  });

  it('is none of a ledger that is not there', async () => {
    expect(await make(log.newLedger())).toBeUndefined();
  });

  it('follows from the ones before, while events come', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 1);
    for (const n of upTo(5)) {
      const writing = log.loop.execute(ledger.addAction(n + 1));
      await Promise.all([make(ledger), make(ledger), writing]);
    }
    await make(ledger);
    expect((await sizes(ledger)).at(-1)).toBe(9);
  });

  it('is refused when the log was rewritten under the last one', async () => {
    const name = 'rewritten';
    const draft = (text: string) => ({ type: 'EntityRegistered', stream: 's', data: { text } });
    const before = forge(sealed(name, ['a', 'b', 'c'].map(draft)), keys, [2]);
    await put(log.collections, before);
    const other = forge(sealed(name, ['a', 'x', 'c'].map(draft)), undefined, []);
    await put(log.collections, { ...other, checkpoints: before.checkpoints });
    await expect(makeCheckpoint(log.collections, keys, name, now)).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      message: expect.stringContaining('not those that were signed'),
    });
    expect(await log.collections.checkpoints.countDocuments({ ledger: name })).toBe(1);
  });

  it('is refused when the tail was cut below the last one', async () => {
    const name = 'cut';
    const drafts = upTo(5).map((n) => ({ type: 'EntityRegistered', stream: 's', data: { n } }));
    const events = sealed(name, drafts);
    const { checkpoints } = forge(events, keys, [5]);
    await put(log.collections, { ...forge(events.slice(0, 3), keys, []), checkpoints });
    await expect(makeCheckpoint(log.collections, keys, name, now)).rejects.toThrow('only 3 events');
  });

  it('is refused when the last one is by a key that is not known, and made once it is', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 1);
    await make(ledger);
    await log.loop.execute(ledger.addAction(2));
    await expect(make(ledger, newKeys())).rejects.toThrow('former verifier keys');
    await make(ledger, rotated(newSigningKey(), keys));
    expect(await sizes(ledger)).toEqual([4, 5]);
  });
});

describe('checkpoints that fall due', () => {
  const hour = 3_600_000;
  const policy = { everyEvents: 3, everyMs: hour };
  const round = async (at: Date) => {
    const errors: string[] = [];
    const onError = (ledger?: string) => errors.push(String(ledger));
    await makeDueCheckpoints(log.collections, keys, policy, { now: at, onError });
    return errors;
  };
  const later = (ms: number) => new Date(now.getTime() + ms);

  it('are the first, then one after so many events or so long, and none without events', async () => {
    await log.connection.db.collection('ledgers').deleteMany({ _id: /^(cut|rewritten)$/ as never });
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 0);
    await round(now);
    expect(await sizes(ledger)).toEqual([3]);
    await log.loop.execute(ledger.addAction(1));
    await log.loop.execute(ledger.addAction(2));
    await round(later(hour - 1));
    expect(await sizes(ledger)).toEqual([3]);
    await round(later(hour));
    expect(await sizes(ledger)).toEqual([3, 5]);
    await round(later(3 * hour));
    expect(await sizes(ledger)).toEqual([3, 5]);
    for (const n of [3, 4, 5]) await log.loop.execute(ledger.addAction(n));
    await round(later(hour + 1));
    expect(await sizes(ledger)).toEqual([3, 5, 8]);
  });

  it('of one ledger are not held up by another that is damaged', async () => {
    const broken = forge(
      sealed('aaa', [{ type: 'EntityRegistered', stream: 's', data: {} }]),
      keys,
      [],
    );
    await put(log.collections, { ...broken, head: { ...broken.head, frontier: [] } });
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 0);
    expect(await round(now)).toEqual(['aaa']);
    expect(await sizes(ledger)).toEqual([3]);
    await log.collections.ledgers.deleteOne({ _id: 'aaa' });
  });

  it('are made by a timer until it is stopped', async () => {
    const ledger = log.newLedger();
    await ledger.begin(log.loop, 0);
    const timer = keepCheckpoints(log.collections, keys, { everyEvents: 1, everyMs: 5 }, () => {});
    while ((await sizes(ledger)).length === 0) await new Promise((done) => setTimeout(done, 5));
    await timer.stop();
    await log.loop.execute(ledger.addAction(1));
    expect(await sizes(ledger)).toEqual([3]);
  });
});
