import type { Db, IndexDescription } from 'mongodb';
import { Fault } from './faults.js';

/** An index by its collection; the name says what it is for. */
export interface NamedIndex extends IndexDescription {
  readonly collection: string;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
}

function history(name: string, field: string): NamedIndex {
  const key = { ledger: 1, [field]: 1, position: 1 } as const;
  // Only events that have the subject: most have no more than two or three of them.
  const partialFilterExpression = { [field]: { $exists: true } };
  return { collection: 'events', name, key, partialFilterExpression };
}

/** The log's own indexes: its two uniquenesses, and one per kind of history, by position. */
export const logIndexes: readonly NamedIndex[] = [
  { collection: 'events', name: 'position', key: { ledger: 1, position: 1 }, unique: true },
  {
    collection: 'events',
    name: 'stream',
    key: { ledger: 1, stream: 1, streamVersion: 1 },
    unique: true,
  },
  history('by-plan', 'subject.planId'),
  history('by-action', 'subject.actionId'),
  history('by-quarter', 'subject.quarter'),
  history('by-office', 'subject.officeIds'),
  history('by-import', 'subject.importId'),
  {
    collection: 'events',
    name: 'restated',
    key: { ledger: 1, 'subject.planId': 1, 'subject.quarter': 1, position: 1 },
    // Changes of closed quarters are few, and are looked for among everything.
    partialFilterExpression: { 'data.afterCutoff': true },
  },
  {
    collection: 'events',
    name: 'redactions',
    key: { ledger: 1, 'data.position': 1, position: 1 },
    partialFilterExpression: { type: 'EntryRedacted' },
  },
  history('by-type', 'type'),
  history('by-actor', 'actor.id'),
  history('by-time', 'recordedAt'),
  {
    // A file is kept once for all ledgers, and found by its content alone.
    collection: 'events',
    name: 'by-file',
    key: { 'data.evidence.file.sha256': 1, position: 1 },
    partialFilterExpression: { 'data.evidence.file.sha256': { $exists: true } },
  },
  {
    collection: 'evidence.files',
    name: 'content',
    key: { 'metadata.sha256': 1 },
    unique: true,
  },
  {
    collection: 'evidence.chunks',
    name: 'chunk',
    key: { files_id: 1, n: 1 },
    unique: true,
  },
  {
    // Actors that no identity provider vouches for have neither, and are found by their id.
    collection: 'actors',
    name: 'by-subject',
    key: { issuer: 1, subject: 1 },
    unique: true,
    partialFilterExpression: { subject: { $exists: true } },
  },
  { collection: 'commands', name: 'command', key: { ledger: 1, commandId: 1 }, unique: true },
  {
    collection: 'publications',
    name: 'by-quarter',
    key: { ledger: 1, 'publication.planId': 1, 'publication.quarter': 1, position: 1 },
    unique: true,
  },
  {
    collection: 'tree',
    name: 'node',
    key: { ledger: 1, tileLevel: 1, index: 1 },
    unique: true,
  },
  { collection: 'accesses', name: 'by-time', key: { at: 1 } },
  { collection: 'tokens', name: 'hash', key: { hash: 1 }, unique: true },
  { collection: 'checkpoints', name: 'size', key: { ledger: 1, size: 1 }, unique: true },
];

const unauthorized = 13;
const nameOf = ({ name }: { readonly name: string }) => name;

async function create(db: Db, collection: string): Promise<void> {
  await db.createCollection(collection).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code === unauthorized) throw mayNot(collection, error);
    if (code !== namespaceExists) throw error;
  });
}

/** The server's own role makes no indexes: it only looks whether they are there. */
function mayNot(collection: string, cause: unknown): Fault {
  const message = `Indexes of ${collection} are missing, and this user may not create them. Run "bitacora database init" once, with MONGODB_URI naming an administrator of the database.`;
  return new Fault('INDEXES_DIFFER', message, { cause });
}

const namespaceExists = 48;
/** IndexOptionsConflict, IndexKeySpecsConflict, DuplicateKey: something that is there contradicts. */
const contradictions: readonly unknown[] = [85, 86, 11000];

/**
 * Creates what is missing; an index that is there stays as it is, and `verifyIndexes` judges it.
 * @throws Fault INDEXES_DIFFER when what is there contradicts one that is missing.
 */
export async function createIndexes(db: Db, wanted: readonly NamedIndex[]): Promise<void> {
  const there = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(nameOf));
  for (const [collection, indexes] of byCollection(wanted)) {
    if (!there.has(collection)) await create(db, collection);
    const present = new Set((await db.collection(collection).indexes()).map(({ name }) => name));
    const missing = indexes.filter(({ name }) => !present.has(name));
    if (missing.length === 0) continue;
    await db
      .collection(collection)
      .createIndexes(missing.map(description))
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code === unauthorized) throw mayNot(collection, error);
        if (!contradictions.includes((error as { code?: unknown }).code)) throw error;
        const names = missing.map(({ name }) => name).join(', ');
        const message = `The indexes ${names} of ${collection} can't be created: an index or documents that are there already contradict one of them. Drop that index, or verify the ledgers and restore the database, then start again.`;
        throw new Fault('INDEXES_DIFFER', message, { cause: error });
      });
  }
}

/**
 * @throws Fault INDEXES_DIFFER naming each index that is missing or not as it must be: without its
 * uniqueness the log can't promise anything, without the others each history reads everything.
 */
export async function verifyIndexes(db: Db, wanted: readonly NamedIndex[]): Promise<void> {
  const wrong: string[] = [];
  for (const [collection, indexes] of byCollection(wanted)) {
    const present = await db.collection(collection).indexes();
    for (const index of indexes) {
      const found = present.find(({ name }) => name === index.name);
      if (found === undefined) wrong.push(`${collection}.${index.name} is missing`);
      else if (shapeOf(found) !== shapeOf(index)) {
        wrong.push(
          `${collection}.${index.name}: expected ${shapeOf(index)}, got ${shapeOf(found)}`,
        );
      }
    }
  }
  if (wrong.length === 0) return;
  throw new Fault(
    'INDEXES_DIFFER',
    `The database's indexes are not those of this version: ${wrong.join('; ')}. Drop those that differ and start again: what is missing is created at start.`,
  );
}

/** What neither side means: the server's format, ours to group by, and a word without effect. */
const asides = ['v', 'ns', 'background', 'collection'];

function byCollection(wanted: readonly NamedIndex[]) {
  const groups = new Map<string, NamedIndex[]>();
  for (const index of wanted) {
    groups.set(index.collection, [...(groups.get(index.collection) ?? []), index]);
  }
  return groups;
}

function description({ collection: _, ...index }: NamedIndex): IndexDescription {
  return index;
}

/** Everything that makes an index what it is: TTL, collation or sparse would break promises too. */
function shapeOf(index: IndexDescription): string {
  const { key, name: _n, version: _v, ...rest } = index;
  const options = Object.entries(rest)
    .filter(([option, value]) => !asides.includes(option) && value !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([Object.entries(key), Object.fromEntries(options)]);
}
