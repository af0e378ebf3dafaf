import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Binary } from 'mongodb';
import type { BreakCode } from '../../src/audit/breaks.js';
import { readBrought } from '../../src/audit/brought.js';
import { verifyDatabase } from '../../src/audit/verify-database.js';
import type { VerifyOptions } from '../../src/audit/verify-database.js';
import type { Collections, StoredEvent } from '../../src/store/collections.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase } from '../support/mongod.js';
import { drafts, ledger, reports } from './facts.js';
import { forge, newKeys, put, sealed } from './forge.js';
import type { Forged } from './forge.js';

// Everything that somebody with full rights on the database could do to a ledger, and whether it
// is found, by which name and at which position. No unique index is there to help.

const keys = newKeys();
const size = 300;
const events = sealed(ledger, [...drafts, ...reports(size - drafts.length)]);
const clean = forge(events, keys, [5, 100, 256, 290]);

let database: FreshDatabase;
let collections: Collections;
beforeAll(async () => {
  database = await freshDatabase();
  collections = collectionsOf(database.db);
  await collections.events.createIndex({ ledger: 1, position: 1 });
});
afterAll(() => database.close());

async function verify(options: Partial<VerifyOptions> = {}) {
  const { publicKeys } = keys;
  const [verdict] = await verifyDatabase(collections, {
    ...{ publicKeys, brought: [], ledger },
    ...options,
  });
  return verdict;
}

const found = (code: BreakCode, position: number) => ({ broken: { code, ledger, position } });

type Members = Record<string, unknown>;

/** Every place of an event at which something stands, as a path. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null || value instanceof Date) return own;
  return [
    ...own,
    ...Object.entries(value).flatMap(([name, child]) => places(child, [...path, name])),
  ];
}

const valueAt = (event: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (at as Members)[name], event);

/** Something else of the same kind, as a forger would choose it. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (Array.isArray(value)) return [...(value as unknown[]), 'más'];
  if (typeof value === 'object') return { ...value, más: 1 };
  const text = value as string;
  return `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
}

/** What is found when a place of the event at a position is changed, or removed. */
function expectedOf(event: StoredEvent, path: readonly string[], removed: boolean) {
  const [first = '', second] = path;
  const { position } = event;
  if (first === 'ledger') return found('POSITION_GAP', position);
  // A document without a position comes before all that have one.
  if (first === 'position') return found('POSITION_GAP', removed ? 1 : position);
  if (first === 'salts') {
    const added = second === undefined && !removed;
    return found(removed || added ? 'TEXT_CHANGED' : 'LEAF_MISMATCH', position);
  }
  const salted = Object.keys(event.salts ?? {});
  const holdsText = (text: string) => `${text}.`.startsWith(`${path.join('.')}.`);
  if (removed && salted.some(holdsText)) return found('TEXT_CHANGED', position);
  return found('LEAF_MISMATCH', position);
}

const varied = events.slice(0, drafts.length);
const fieldTamperings = varied.flatMap((event) =>
  places(event).flatMap((path) => [
    { event, path, removed: false, name: `${event.type} ${path.join('.')} changed` },
    { event, path, removed: true, name: `${event.type} ${path.join('.')} removed` },
  ]),
);

const set = (position: number, fields: object) =>
  collections.events.updateOne({ ledger, position }, { $set: fields });

describe('a clean ledger', () => {
  it('holds, with each of its checkpoints', async () => {
    await put(collections, clean);
    const verdict = await verify();
    expect(verdict).toMatchObject({ size, checkpoints: 4, redacted: 0 });
    expect(verdict).not.toHaveProperty('broken');
  });
});

describe('an event of which one place was changed', () => {
  // A short one: every verification reads it whole.
  beforeAll(() => put(collections, forge(varied, keys, [5])));

  it('is tried at more than 200 places', () => {
    expect(fieldTamperings.length).toBeGreaterThan(200);
  });

  it.each(fieldTamperings)('is found: $name', async ({ event, path, removed }) => {
    const { position } = event;
    const stored = await collections.events.findOne({ ledger, position });
    if (stored === null) throw new Error(`nothing at ${position}`);
    const changed = structuredClone(event) as unknown as Members;
    const owner = valueAt(changed, path.slice(0, -1)) as Members;
    const last = path.at(-1) ?? '';
    if (!removed) owner[last] = other(owner[last]);
    else if (Array.isArray(owner)) owner.splice(Number(last), 1);
    else Reflect.deleteProperty(owner, last);
    await collections.events.replaceOne({ _id: stored._id }, changed as never);
    expect(await verify()).toMatchObject(expectedOf(event, path, removed));
    await collections.events.replaceOne({ _id: stored._id }, stored);
  });
});

/** What is done to a clean ledger, and what is found. */
interface Tampering {
  readonly name: string;
  readonly apply: () => Promise<unknown>;
  readonly code: BreakCode;
  readonly position: number;
}

const copyOf = async (position: number): Promise<StoredEvent> => {
  const found = await collections.events.findOne({ ledger, position }, { projection: { _id: 0 } });
  if (found === null) throw new Error(`nothing at ${position}`);
  return found;
};

const salt = Buffer.alloc(16, 7).toString('base64');
const narrative = 'data.narrative';

const ofEvents: Tampering[] = [
  ...[1, 2, 8, 150, 255, 256, 257, 299].map((position) => ({
    name: `event ${position} removed`,
    apply: () => collections.events.deleteOne({ ledger, position }),
    code: 'POSITION_GAP' as const,
    position,
  })),
  ...[1, 120, 300].map((position) => ({
    name: `event ${position} there twice`,
    apply: async () => collections.events.insertOne(await copyOf(position)),
    code: 'POSITION_GAP' as const,
    position: position + 1,
  })),
  {
    name: 'an event inserted between two others',
    apply: async () => collections.events.insertOne({ ...(await copyOf(9)), position: 8.5 }),
    code: 'POSITION_GAP',
    position: 9,
  },
  {
    name: 'an event put behind the last one',
    apply: async () => collections.events.insertOne({ ...(await copyOf(300)), position: 301 }),
    code: 'HEAD_WRONG',
    position: 301,
  },
  {
    name: 'an event put at no position that is a number',
    apply: async () =>
      collections.events.insertOne({ ...(await copyOf(9)), position: '9' as never }),
    code: 'HEAD_WRONG',
    position: 301,
  },
  ...[
    [1, 2],
    [20, 200],
    [299, 300],
  ].map(([a = 0, b = 0]) => ({
    name: `events ${a} and ${b} swapped`,
    apply: async () => {
      await set(a, { position: 0.5 });
      await set(b, { position: a });
      await set(0.5, { position: b });
    },
    code: 'LEAF_MISMATCH' as const,
    position: a,
  })),
  {
    name: 'an event removed and all later ones renumbered',
    apply: async () => {
      await collections.events.deleteOne({ ledger, position: 40 });
      await collections.events.updateMany(
        { ledger, position: { $gt: 40 } },
        { $inc: { position: -1 } },
      );
    },
    code: 'LEAF_MISMATCH',
    position: 40,
  },
  {
    name: 'everything renumbered by one',
    apply: () => collections.events.updateMany({ ledger }, { $inc: { position: 1 } }),
    code: 'POSITION_GAP',
    position: 1,
  },
  {
    name: 'the tail cut, the head left',
    apply: () => collections.events.deleteMany({ ledger, position: { $gt: 280 } }),
    code: 'POSITION_GAP',
    position: 281,
  },
  {
    name: 'a field added to the envelope',
    apply: () => set(60, { note: 'x' }),
    code: 'LEAF_MISMATCH',
    position: 60,
  },
  {
    name: 'a field added to the data',
    apply: () => set(60, { 'data.note': 'x' }),
    code: 'LEAF_MISMATCH',
    position: 60,
  },
  {
    name: 'a number written with a fraction',
    apply: () => set(60, { 'data.percent': 0.5 }),
    code: 'LEAF_MISMATCH',
    position: 60,
  },
  {
    name: 'a date in place of its text',
    apply: () => set(7, { occurredOn: new Date('2024-06-30') }),
    code: 'LEAF_MISMATCH',
    position: 7,
  },
  {
    name: 'data that is no object any more',
    apply: () => set(60, { data: null }),
    code: 'TEXT_CHANGED',
    position: 60,
  },
  {
    name: 'a text changed and given a fresh salt',
    apply: () => set(60, { [narrative]: 'Otro avance', 'salts.data~narrative': salt }),
    code: 'TEXT_CHANGED',
    position: 60,
  },
  {
    name: 'a salt that is none',
    apply: () => set(60, { salts: { [narrative]: 'x' } }),
    code: 'TEXT_CHANGED',
    position: 60,
  },
  {
    name: 'a salt without its text',
    apply: () => set(60, { salts: { [narrative]: salt, reason: salt } }),
    code: 'TEXT_CHANGED',
    position: 60,
  },
  {
    name: 'a commitment that is none',
    apply: () => set(60, { commitments: { [narrative]: 'x' } }),
    code: 'TEXT_CHANGED',
    position: 60,
  },
  {
    name: 'a leaf hash changed alone',
    apply: () => set(60, { leafHash: events[60]?.leafHash }),
    code: 'LEAF_MISMATCH',
    position: 60,
  },
  {
    name: 'a leaf hash written another way',
    apply: () => set(60, { leafHash: `${events[59]?.leafHash ?? ''}=` }),
    code: 'LEAF_MISMATCH',
    position: 60,
  },
];

/** Events changed, and their leaves computed anew: what the leaf can't tell, the tree does. */
const resealed = (change: (event: StoredEvent) => Partial<StoredEvent>, position: number) => {
  const event = events[position - 1];
  if (event === undefined) throw new Error(`nothing at ${position}`);
  const {
    salts: _s,
    leafHash: _l,
    schemaVersion: _v,
    ...unsealed
  } = { ...event, ...change(event) };
  const [fresh] = sealed(ledger, [unsealed]);
  if (fresh === undefined) throw new Error('nothing sealed');
  return fresh;
};
const replaced = (position: number, change: (event: StoredEvent) => Partial<StoredEvent>) => {
  const fresh = resealed(change, position);
  return collections.events.replaceOne({ ledger, position }, { ...fresh });
};
const percent = ({ data }: StoredEvent) => ({ data: { ...data, percent: 9_999 } });

const ofTree: Tampering[] = [
  {
    name: 'an event under a checkpoint, with a fresh leaf',
    apply: () => replaced(60, percent),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 100,
  },
  {
    name: 'an event after the last checkpoint, with a fresh leaf',
    apply: () => replaced(295, percent),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'an event under a kept node, with a fresh leaf and no checkpoints left',
    apply: async () => {
      await collections.checkpoints.deleteMany({ ledger });
      await replaced(60, percent);
    },
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a stream version left out, with a fresh leaf',
    apply: () => replaced(150, () => ({ streamVersion: 2 })),
    code: 'STREAM_GAP',
    position: 150,
  },
  {
    name: 'a stream version given twice, with a fresh leaf',
    apply: () => replaced(7, () => ({ streamVersion: 1 })),
    code: 'STREAM_GAP',
    position: 7,
  },
  {
    name: 'a kept node changed',
    apply: () =>
      collections.tree.updateOne({ ledger }, { $set: { hash: new Binary(Buffer.alloc(32)) } }),
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a kept node that is no hash',
    apply: () => collections.tree.updateOne({ ledger }, { $set: { hash: 'x' as never } }),
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a kept node moved',
    apply: () => collections.tree.updateOne({ ledger }, { $set: { index: 1 } }),
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a kept node lifted',
    apply: () => collections.tree.updateOne({ ledger }, { $set: { tileLevel: 2 } }),
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a kept node removed',
    apply: () => collections.tree.deleteMany({ ledger }),
    code: 'TREE_NODE_WRONG',
    position: 256,
  },
  {
    name: 'a node kept too many',
    apply: () =>
      collections.tree.insertOne({
        ledger,
        tileLevel: 1,
        index: 1,
        hash: new Binary(Buffer.alloc(32)),
      }),
    code: 'TREE_NODE_WRONG',
    position: 301,
  },
];

const setHead = (fields: object) =>
  collections.ledgers.updateOne({ _id: ledger }, { $set: fields });

const ofHead: Tampering[] = [
  {
    name: 'the head set back',
    apply: () => setHead({ position: 299 }),
    code: 'HEAD_WRONG',
    position: 299,
  },
  {
    name: 'the head set forward',
    apply: () => setHead({ position: 301 }),
    code: 'POSITION_GAP',
    position: 301,
  },
  {
    name: 'a hash of the frontier changed',
    apply: () => setHead({ 'frontier.0': new Binary(Buffer.alloc(32)) }),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'the frontier emptied',
    apply: () => setHead({ frontier: [] }),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'the frontier removed',
    apply: () => collections.ledgers.updateOne({ _id: ledger }, { $unset: { frontier: 1 } }),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'the time of the head changed',
    apply: () => setHead({ recordedAt: new Date(0) }),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'the time of the head removed',
    apply: () => collections.ledgers.updateOne({ _id: ledger }, { $unset: { recordedAt: 1 } }),
    code: 'HEAD_WRONG',
    position: 300,
  },
  {
    name: 'the head removed',
    apply: () => collections.ledgers.deleteOne({ _id: ledger }),
    code: 'HEAD_WRONG',
    position: 0,
  },
];

const setCheckpoint = (at: number, fields: object) =>
  collections.checkpoints.updateOne({ ledger, size: at }, { $set: fields });
const note = (at: number) => clean.checkpoints.find((c) => c.size === at)?.note ?? '';
const foreign = forge(events, newKeys(), [100]).checkpoints[0]?.note ?? '';

const ofCheckpoints: Tampering[] = [
  {
    name: 'the size in a note changed',
    apply: () => setCheckpoint(100, { note: note(100).replace('\n100\n', '\n101\n') }),
    code: 'CHECKPOINT_SIGNATURE',
    position: 100,
  },
  {
    name: 'the signature in a note changed',
    apply: () => setCheckpoint(100, { note: note(100).replace(/.{12}\n$/, 'AAAAAAAAAAA=\n') }),
    code: 'CHECKPOINT_SIGNATURE',
    position: 100,
  },
  {
    name: 'a note by another key',
    apply: () => setCheckpoint(100, { note: foreign }),
    code: 'CHECKPOINT_SIGNATURE',
    position: 100,
  },
  {
    name: 'a note without signatures',
    apply: () => setCheckpoint(100, { note: note(100).split('—')[0] }),
    code: 'CHECKPOINT_SIGNATURE',
    position: 100,
  },
  {
    name: 'a note that is no text',
    apply: () => setCheckpoint(100, { note: 5 }),
    code: 'CHECKPOINT_SIGNATURE',
    position: 100,
  },
  {
    name: 'a note of another size in its place',
    apply: () => setCheckpoint(100, { note: note(5) }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 100,
  },
  {
    name: 'the root beside a note changed',
    apply: () => setCheckpoint(100, { rootHash: Buffer.alloc(32).toString('base64') }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 100,
  },
  {
    name: 'the size beside a note changed',
    apply: () => setCheckpoint(100, { size: 101 }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 101,
  },
  {
    name: 'the size beside a note removed',
    apply: () => collections.checkpoints.updateOne({ ledger, size: 100 }, { $unset: { size: 1 } }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 0,
  },
  {
    name: 'a checkpoint put there twice, under another size',
    apply: () =>
      collections.checkpoints.insertOne({
        ...{ ledger, size: 120, rootHash: '', at: new Date(0) },
        note: note(100),
      }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 120,
  },
];

const cut = (at: number): Forged => forge(events.slice(0, at), keys, [5, 100, 256, 290]);

const ofTheTail: Tampering[] = [
  {
    name: 'the tail cut and the head set back, the checkpoints left',
    apply: () => put(collections, { ...cut(280), checkpoints: clean.checkpoints }),
    code: 'CHECKPOINT_BEYOND_LOG',
    position: 281,
  },
  {
    name: 'all events removed and the head set back, the checkpoints left',
    apply: async () => {
      await collections.events.deleteMany({ ledger });
      await collections.tree.deleteMany({ ledger });
      await setHead({ position: 0, frontier: [] });
    },
    code: 'CHECKPOINT_BEYOND_LOG',
    position: 1,
  },
  {
    name: 'all rewritten with fresh hashes, the checkpoints left',
    apply: () => put(collections, { ...rewritten(), checkpoints: clean.checkpoints }),
    code: 'CHECKPOINT_INCONSISTENT',
    position: 100,
  },
  {
    name: 'all rewritten with fresh hashes, the checkpoints signed by another key',
    apply: () => put(collections, rewritten()),
    code: 'CHECKPOINT_SIGNATURE',
    position: 5,
  },
];

/** A log in which event 60 says something else, and everything after it fits. */
function rewritten(signers = newKeys()): Forged {
  const forged = events.map((event) => (event.position === 60 ? resealed(percent, 60) : event));
  return forge(forged, signers, [5, 100, 256, 290]);
}

describe('a ledger that was tampered with', () => {
  beforeEach(() => put(collections, clean));

  it.each([...ofEvents, ...ofTree, ...ofHead, ...ofCheckpoints, ...ofTheTail])(
    'is found: $name',
    async ({ apply, code, position }) => {
      await apply();
      expect(await verify()).toMatchObject(found(code, position));
    },
  );

  it('is found when a text was taken out without an event that says so', async () => {
    const { salts, leafHash } = events[59] ?? {};
    const { commitmentOf } = await import('../../src/store/commitments.js');
    const text = String(events[59]?.data['narrative']);
    const commitment = commitmentOf(narrative, salts?.[narrative] ?? '', text);
    await collections.events.updateOne(
      { ledger, position: 60 },
      { $unset: { [narrative]: 1, salts: 1 }, $set: { commitments: { [narrative]: commitment } } },
    );
    expect((await copyOf(60)).leafHash).toBe(leafHash);
    expect(await verify()).toMatchObject(found('REDACTION_UNEXPLAINED', 60));
  });
});

describe('a redaction', () => {
  const target = 60;
  const text = `data.narrative`;
  const salted = Object.keys(events[target - 1]?.salts ?? {});
  /** The log with one more event, which says that a text of an entry is redacted. */
  const said = (fields: readonly string[], at = target): Forged => {
    const draft = {
      ...{ type: 'EntryRedacted', stream: `entity-${ledger}`, reason: 'Habeas data' },
      data: { position: at, fields },
    };
    const last = sealed(ledger, [...drafts, ...reports(size - drafts.length), draft]).slice(-1);
    return forge([...events, ...last], keys, [5, 100, 256, 290]);
  };
  const remove = async (fields: readonly string[]) => {
    const { redactTexts } = await import('../../src/store/redact-texts.js');
    const redacted = redactTexts(await copyOf(target), fields);
    await collections.events.replaceOne({ ledger, position: target }, redacted);
  };

  it('that an event tells of holds, and is counted', async () => {
    expect(salted).toContain(text);
    await put(collections, said([text]));
    await remove([text]);
    expect(await verify()).toMatchObject({ redacted: 1, unredacted: 0 });
    expect(await verify()).not.toHaveProperty('broken');
  });

  it('that was not carried out is told, and breaks nothing', async () => {
    await put(collections, said([text]));
    expect(await verify()).toMatchObject({ redacted: 0, unredacted: 1 });
    expect(await verify()).not.toHaveProperty('broken');
  });

  it.each([
    ['of another text of the entry', ['reason'], target],
    ['of another entry', [text], target - 1],
    ['of no text at all', [], target],
  ] as const)('that an event tells of %s is found', async (_, fields, at) => {
    await put(collections, said(fields, at));
    await remove([text]);
    expect(await verify()).toMatchObject(found('REDACTION_UNEXPLAINED', target));
  });

  it('under cover of which the hash of the text was changed is found', async () => {
    await put(collections, said([text]));
    await remove([text]);
    const commitments = { [text]: 'a'.repeat(64) };
    await collections.events.updateOne({ ledger, position: target }, { $set: { commitments } });
    expect(await verify()).toMatchObject(found('LEAF_MISMATCH', target));
  });
});

describe('what only a checkpoint kept outside can tell', () => {
  const outside = { brought: [readBrought(note(290))] };

  it('a cut tail with everything set back', async () => {
    await put(collections, { ...cut(280), checkpoints: clean.checkpoints.slice(0, 3) });
    expect(await verify()).not.toHaveProperty('broken');
    const verdict = await verify(outside);
    expect(verdict).toMatchObject(found('CHECKPOINT_BEYOND_LOG', 281));
    expect(verdict?.broken?.message).toContain('had 290 events');
    expect(verdict?.broken?.message).toContain('has 280: 10 lost');
  });

  it('a rewrite with fresh hashes, without checkpoints', async () => {
    await put(collections, { ...rewritten(), checkpoints: [] });
    expect(await verify()).not.toHaveProperty('broken');
    expect(await verify(outside)).toMatchObject(found('CHECKPOINT_INCONSISTENT', 290));
  });

  it('a rewrite whose checkpoints were signed by the stolen key', async () => {
    await put(collections, rewritten(keys));
    expect(await verify()).not.toHaveProperty('broken');
    expect(await verify(outside)).toMatchObject(found('CHECKPOINT_INCONSISTENT', 290));
  });

  it('a ledger that is gone altogether', async () => {
    await database.db.dropDatabase();
    const [verdict] = await verifyDatabase(collections, {
      publicKeys: keys.publicKeys,
      ...outside,
    });
    expect(verdict).toMatchObject(found('CHECKPOINT_BEYOND_LOG', 1));
  });

  it('holds against a log that only grew', async () => {
    await put(collections, clean);
    expect(await verify(outside)).not.toHaveProperty('broken');
  });

  it('is worth nothing when nobody known signed it', async () => {
    await put(collections, clean);
    const verdict = await verify({ brought: [readBrought(foreign)] });
    expect(verdict).toMatchObject(found('CHECKPOINT_SIGNATURE', 0));
  });
});
