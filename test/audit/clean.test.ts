import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyDatabase } from '../../src/audit/verify-database.js';
import { makeCheckpoint } from '../../src/store/checkpoints.js';
import type { StoredEvent } from '../../src/store/collections.js';
import { saltTexts } from '../../src/store/commitments.js';
import { entryText, leafHash } from '../../src/store/leaf.js';
import type { TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';
import { drafts, ledger, reports } from './facts.js';
import { forge, newKeys, put, sealed } from './forge.js';

const keys = newKeys();
const { publicKeys } = keys;

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

/** The same members in another order, at every depth; the same order for the same turn. */
function shuffled<T>(value: T, turn: number): T {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item) => shuffled(item, turn)) as T;
  }
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof Date);
  if (!isPlain) return value;
  const all = Object.entries(value) as [string, unknown][];
  const members = all.map(([name, child]) => [name, shuffled(child, turn)] as const);
  const at = members.length === 0 ? 0 : turn % members.length;
  return Object.fromEntries([...members.slice(at), ...members.slice(0, at)].reverse()) as T;
}

describe('verification', () => {
  it('finds 10,000 events of one millisecond clean, whatever the order of their members', async () => {
    const count = 10_000;
    const events = sealed(ledger, [...drafts, ...reports(count - drafts.length)]);
    const forged = forge(events, keys, [1, 256, 4_096, 9_999, count]);
    const stirred = forged.events.map((event, i) => shuffled<StoredEvent>(event, i));
    expect(Object.keys(stirred[3] ?? {})).not.toEqual(Object.keys(events[3] ?? {}));
    await put(log.collections, { ...forged, events: stirred });
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => seen.push(done / total);
    const options = { publicKeys, brought: [], ledger, onProgress };
    const [verdict] = await verifyDatabase(log.collections, options);
    const rootHash = forged.checkpoints.at(-1)?.rootHash;
    expect(verdict).toEqual({
      ledger,
      size: count,
      rootHash,
      checkpoints: 5,
      redacted: 0,
      unredacted: 0,
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(1);
  });

  it('verifies what commands recorded', async () => {
    const recorded = log.newLedger();
    await recorded.begin(log.loop, 3);
    const reported = recorded.report(1, '2024-Q1', { percent: 1_000, narrative: 'Se avanzó.' });
    await log.loop.execute(reported);
    await makeCheckpoint(log.collections, keys, recorded.name, new Date());
    const options = { publicKeys, brought: [], ledger: recorded.name };
    const [verdict] = await verifyDatabase(log.collections, options);
    expect(verdict).toMatchObject({ size: 7, checkpoints: 1 });
    expect(verdict).not.toHaveProperty('broken');
  });

  it('holds while commands are recorded', async () => {
    const busy = log.newLedger();
    await busy.begin(log.loop, 1);
    const recording = new AbortController();
    const writing = (async () => {
      for (let n = 2; !recording.signal.aborted; n += 1) await log.loop.execute(busy.addAction(n));
    })();
    for (let turn = 0; turn < 10; turn += 1) {
      await makeCheckpoint(log.collections, keys, busy.name, new Date());
      const options = { publicKeys, brought: [], ledger: busy.name };
      const [verdict] = await verifyDatabase(log.collections, options);
      expect(verdict).not.toHaveProperty('broken');
    }
    recording.abort();
    await writing;
    expect((await busy.head()).position).toBeGreaterThan(4);
  });

  it('verifies events of types and shapes that this code does not know', async () => {
    const forged = newer();
    await put(log.collections, forged);
    const name = forged.head._id;
    const options = { publicKeys, brought: [], ledger: name };
    expect(await verifyDatabase(log.collections, options)).toMatchObject([{ size: 2 }]);
    expect((await verifyDatabase(log.collections, options))[0]).not.toHaveProperty('broken');
    const changed = { ledger: name, position: 2 };
    await log.collections.events.updateOne(changed, { $set: { 'data.notas.0': 'otra' } });
    const [verdict] = await verifyDatabase(log.collections, options);
    expect(verdict?.broken).toMatchObject({ code: 'LEAF_MISMATCH', position: 2 });
  });

  it('verifies all ledgers when none is named', async () => {
    const verdicts = await verifyDatabase(log.collections, { publicKeys, brought: [] });
    const names = await log.collections.ledgers.distinct('_id');
    expect(verdicts.map((verdict) => verdict.ledger)).toEqual(names.toSorted());
    expect(names.length).toBeGreaterThan(2);
  });
});

/** What a later version of the program may have recorded: its texts are those with a salt. */
function newer() {
  const name = 'newer';
  const envelope = {
    ...{ ledger: name, stream: 'thing-1', subject: {}, actor: { id: 'a', role: 'r' } },
    ...{ commandId: 'c', correlationId: 'c', recordedAt: new Date(0), schemaVersion: 7 },
  };
  const texts = ['reason', 'data.notas.*'];
  const events = [1, 2].map((position) => {
    const event = {
      ...envelope,
      ...{ position, streamVersion: position, reason: 'Acta' },
      type: position === 1 ? 'ThingHappened' : 'ActionWithdrawn',
      data: { notas: ['una', 'dos'], n: position },
    };
    const salts = saltTexts(event, texts, randomBytes);
    const hash = leafHash(entryText({ ...event, salts }, texts)).toString('base64');
    return { ...event, salts, leafHash: hash };
  });
  return forge(events, keys, [2]);
}
