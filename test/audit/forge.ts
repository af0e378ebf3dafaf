import { Binary } from 'mongodb';
import { catalogue } from '../../events/index.js';
import type { Unsealed } from '../../src/store/seal.js';
import { seal } from '../../src/store/seal.js';
import type {
  Checkpoint,
  Collections,
  LedgerHead,
  StoredEvent,
  TreeNode,
} from '../../src/store/collections.js';
import { signCheckpoint } from '../../src/store/checkpoint-note.js';
import type { KeyRing } from '../../src/store/keys-ring.js';
import { newSigningKey } from '../../src/store/keys.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../../src/store/merkle.js';

// A ledger made in memory as appending would make it, and so too what somebody makes who rewrites
// one and computes every hash anew.

/** What differs from one event to the next. */
export type Draft = Pick<Unsealed, 'type' | 'data' | 'stream'> & Partial<Unsealed>;

export interface Forged {
  readonly events: readonly StoredEvent[];
  readonly tree: readonly TreeNode[];
  readonly head: LedgerHead;
  readonly checkpoints: readonly Checkpoint[];
}

export const newKeys = (): KeyRing => {
  const signing = newSigningKey();
  return { signing, publicKeys: [signing.publicKey] };
};

const at = new Date('2024-07-01T12:00:00.000Z');

/** The events of these drafts, by position and in dense streams. */
export function sealed(ledger: string, drafts: readonly Draft[]): StoredEvent[] {
  const versions = new Map<string, number>();
  return drafts.map((draft, i) => {
    const streamVersion = (versions.get(draft.stream) ?? 0) + 1;
    versions.set(draft.stream, streamVersion);
    const event = {
      ledger,
      position: i + 1,
      streamVersion,
      subject: {},
      actor: { id: 'local', role: 'operator' },
      recordedAt: at,
      commandId: `command-${i + 1}`,
      correlationId: 'request-1',
      ...draft,
    };
    return seal(event, catalogue);
  });
}

export function forge(
  events: readonly StoredEvent[],
  keys: KeyRing | undefined,
  sizes: readonly number[],
): Forged {
  const ledger = events[0]?.ledger ?? '';
  const leaves = events.map(({ leafHash }) => Buffer.from(leafHash, 'base64'));
  const { frontier, completed } = appendLeaves(EMPTY_FRONTIER, leaves);
  const checkpoints = sizes.map((size) => {
    const rootHash = rootOf(appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size)).frontier);
    const note = keys === undefined ? '' : signCheckpoint({ ledger, size, rootHash }, keys.signing);
    return { ledger, size, rootHash: Buffer.from(rootHash).toString('base64'), note, at };
  });
  return {
    events,
    tree: completed.map((node) => ({ ledger, ...node, hash: new Binary(node.hash) })),
    head: {
      _id: ledger,
      position: events.length,
      recordedAt: events.at(-1)?.recordedAt ?? at,
      frontier: frontier.hashes.map((hash) => new Binary(hash)),
      models: {},
      lockedAt: at,
    },
    checkpoints,
  };
}

/** Puts a ledger into the database in place of what is there of it. */
export async function put(collections: Collections, forged: Forged): Promise<void> {
  const ledger = forged.head._id;
  await collections.events.deleteMany({ ledger });
  await collections.tree.deleteMany({ ledger });
  await collections.checkpoints.deleteMany({ ledger });
  await collections.events.insertMany(structuredEvents(forged.events));
  if (forged.tree.length > 0) await collections.tree.insertMany(forged.tree.map((n) => ({ ...n })));
  if (forged.checkpoints.length > 0) {
    await collections.checkpoints.insertMany(forged.checkpoints.map((c) => ({ ...c })));
  }
  await collections.ledgers.replaceOne({ _id: ledger }, forged.head, { upsert: true });
}

/** The driver adds an `_id` to what it inserts. */
function structuredEvents(events: readonly StoredEvent[]): StoredEvent[] {
  return events.map((event) => ({ ...event }));
}
