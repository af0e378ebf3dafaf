import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readBrought } from '../../src/audit/brought.js';
import { verifyDatabase } from '../../src/audit/verify-database.js';
import { recordRestore } from '../../src/commands/record-restore.js';
import { parseCheckpoint } from '../../src/store/checkpoint-note.js';
import { makeCheckpoint } from '../../src/store/checkpoints.js';
import type { Checkpoint } from '../../src/store/collections.js';
import { parseNote } from '../../src/store/notes.js';
import type { TestLedger, TestLog } from '../support/ledger.js';
import { localActor, openLog, recordedAll } from '../support/ledger.js';
import { newKeys } from './forge.js';

// A ledger of which a backup took the place: the events after it are gone.

const keys = newKeys();
const now = new Date('2024-07-01T12:00:00Z');
let log: TestLog;
let ledger: TestLedger;
let old: Checkpoint;
let older: Checkpoint;
let kept: number;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const checkpoint = async (): Promise<Checkpoint> => {
  const made = await makeCheckpoint(log.collections, keys, ledger.name, now);
  if (made === undefined) throw new Error('no checkpoint');
  return made;
};

beforeEach(async () => {
  ledger = log.newLedger();
  await ledger.begin(log.loop, 2);
  const backup = await takeBackup();
  kept = backup.events.length;
  recordedAll([await log.loop.execute(ledger.report(1, '2024-Q1', { percent: 1_000 }))]);
  older = await checkpoint();
  recordedAll([await log.loop.execute(ledger.report(2, '2024-Q1', { percent: 2_000 }))]);
  old = await checkpoint();
  await restore(backup);
});

async function takeBackup() {
  const rows = await log.connection.db
    .collection('reports')
    .find({ ledger: ledger.name })
    .toArray();
  const actions = await log.connection.db
    .collection('actions')
    .find({ ledger: ledger.name })
    .toArray();
  return { events: await ledger.stored(), head: await ledger.head(), rows, actions };
}

/** The checkpoints are left: whoever restores a collection alone leaves the others. */
async function restore(backup: Awaited<ReturnType<typeof takeBackup>>): Promise<void> {
  const scope = { ledger: ledger.name };
  const { db } = log.connection;
  await log.collections.events.deleteMany(scope);
  await log.collections.commands.deleteMany({ ...scope, 'positions.0': { $gt: kept } });
  await log.collections.events.insertMany(backup.events);
  await log.collections.ledgers.replaceOne({ _id: ledger.name }, backup.head);
  for (const [name, docs] of [
    ['reports', backup.rows] as const,
    ['actions', backup.actions] as const,
  ]) {
    await db.collection(name).deleteMany(scope);
    await db.collection(name).insertMany(docs);
  }
}

const headOf = ({ note }: Checkpoint) => parseCheckpoint(parseNote(note).text);
const record = (changes: Partial<Parameters<typeof recordRestore>[1]> = {}) =>
  recordRestore(
    { ...log, actor: localActor, publicKeys: keys.publicKeys },
    { from: headOf(old), reason: 'Falló el disco', ...changes },
  );
const verify = async (...brought: Checkpoint[]) => {
  const [verdict] = await verifyDatabase(log.collections, {
    ...{ publicKeys: keys.publicKeys, ledger: ledger.name },
    brought: brought.map(({ note }) => readBrought(note)),
  });
  return verdict;
};

describe('a restore that is not on record', () => {
  it('is told by what was lost, and keeps anything from being signed', async () => {
    await log.collections.checkpoints.deleteMany({ ledger: ledger.name });
    const verdict = await verify(old);
    expect(verdict?.broken).toMatchObject({ code: 'CHECKPOINT_BEYOND_LOG', position: kept + 1 });
    expect(verdict?.broken?.message).toContain(`${old.size - kept} lost`);
  });

  it('leaves checkpoints of lost events, after which none is signed', async () => {
    expect((await verify())?.broken?.code).toBe('CHECKPOINT_BEYOND_LOG');
    await expect(checkpoint()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  });
});

describe('a restore that is on record', () => {
  it('explains the checkpoint that it names, and earlier ones of what was lost', async () => {
    expect(await record()).toMatchObject({
      ...{ kind: 'recorded', positions: [kept + 1], keptSize: kept },
      ...{ lostSize: old.size, removed: 2 },
    });
    const verdict = await verify(old, older);
    expect(verdict).not.toHaveProperty('broken');
    expect(verdict?.losses).toEqual(
      [older, old].map(({ size }) => ({ size, keptSize: kept, position: kept + 1 })),
    );
    expect(await verify()).not.toHaveProperty('losses');
  });

  it('names the largest checkpoint that was kept with the log, whichever is brought', async () => {
    await record({ from: headOf(older) });
    const [event] = (await ledger.stored()).slice(-1);
    expect(event).toMatchObject({
      type: 'LedgerRestored',
      reason: 'Falló el disco',
      data: { keptSize: kept, checkpoint: { size: old.size, rootHash: old.rootHash } },
    });
  });

  it('lets checkpoints go on from what is there', async () => {
    await record();
    const made = await checkpoint();
    expect(made.size).toBe(kept + 1);
    recordedAll([await log.loop.execute(ledger.report(1, '2024-Q1', { percent: 3_000 }))]);
    const next = await checkpoint();
    const verdict = await verify(made, next, old);
    expect(verdict).toMatchObject({ checkpoints: 2, losses: [{ size: old.size }] });
    expect(verdict).not.toHaveProperty('broken');
  });

  it('explains nothing else: neither kept events nor another history nor later losses', async () => {
    await record();
    const at = { ledger: ledger.name, rootHash: Buffer.alloc(32) };
    const { createOutsideCheck } = await import('../../src/audit/restores.js');
    for (const [size, code] of [
      [kept, 'CHECKPOINT_INCONSISTENT'],
      [old.size, 'CHECKPOINT_INCONSISTENT'],
      [old.size + 5, 'CHECKPOINT_BEYOND_LOG'],
    ] as const) {
      const check = createOutsideCheck([{ ...at, size }]);
      for (const event of await ledger.stored()) check.see(event);
      while (check.isDue(old.size)) check.compare(Buffer.alloc(32, 1));
      expect(check.judge(old.size)).toMatchObject({ losses: [], broken: { code } });
    }
  });

  it('is recorded once, and carried out again when it was stopped', async () => {
    await record();
    await log.collections.checkpoints.insertOne({ ...old });
    expect(await record({ commandId: 'again' })).toMatchObject({ positions: [], removed: 1 });
    expect((await ledger.stored()).filter(({ type }) => type === 'LedgerRestored')).toHaveLength(1);
  });
});

describe('a restore is refused', () => {
  it('when the ledger agrees with the checkpoint, and without a reason', async () => {
    const { reason: _, ...unreasoned } = { from: headOf(old), reason: '' };
    const powers = { ...log, actor: localActor, publicKeys: keys.publicKeys };
    expect(await recordRestore(powers, unreasoned)).toMatchObject({
      refusal: { rule: 'reason-required' },
    });
    await record();
    const made = await checkpoint();
    expect(await record({ from: headOf(made) })).toMatchObject({
      refusal: { rule: 'nothing-lost' },
    });
  });

  it('when the ledger has gone on since, unless it is said what the backup had', async () => {
    recordedAll([
      await log.loop.execute(ledger.report(1, '2024-Q2', { percent: 100 })),
      await log.loop.execute(ledger.report(2, '2024-Q2', { percent: 100 })),
    ]);
    expect(await record()).toMatchObject({ refusal: { rule: 'kept-unknown' } });
    expect(await record({ keptSize: old.size })).toMatchObject({
      refusal: { rule: 'nothing-lost' },
    });
    expect(await record({ keptSize: kept })).toMatchObject({ kind: 'recorded', keptSize: kept });
    const verdict = await verify(old, older);
    expect(verdict).not.toHaveProperty('broken');
    expect(verdict?.losses).toHaveLength(2);
  });
});
