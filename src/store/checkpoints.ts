import { isDuplicateKey } from './duplicate-key.js';
import { openCheckpoint, signCheckpoint } from './checkpoint-note.js';
import type { Checkpoint, Collections, LedgerHead } from './collections.js';
import { Fault } from './faults.js';
import { frontierOf } from './head.js';
import type { KeyRing } from './keys-ring.js';
import type { Hash } from './merkle.js';
import { rootOf } from './merkle.js';
import { NoteError } from './notes.js';
import { verifyConsistency } from './proof-checks.js';
import { consistencyProof } from './proofs.js';
import { tileReader } from './tree-tiles.js';

/** The checkpoint of a ledger with the most events; undefined before the first. */
export async function latestCheckpoint(
  { checkpoints }: Collections,
  ledger: string,
): Promise<Checkpoint | undefined> {
  return (await checkpoints.findOne({ ledger }, { sort: { size: -1 } })) ?? undefined;
}

/**
 * Signs the ledger as it is now, and keeps the checkpoint; if there is one of this size already,
 * returns that. Undefined when there is no such ledger. Any number of processes may call it at
 * once: of two that sign the same size, the second finds the first's.
 * @throws Fault LEDGER_DAMAGED when the ledger contradicts its last checkpoint: then nothing is
 * signed, since two signed checkpoints that contradict each other would be worth nothing.
 */
export async function makeCheckpoint(
  collections: Collections,
  keys: KeyRing,
  ledger: string,
  now: Date,
): Promise<Checkpoint | undefined> {
  const head = await collections.ledgers.findOne({ _id: ledger });
  if (head === null || head.position === 0) return undefined;
  const rootHash = rootOfHead(head);
  // Read after the head, so it may be of a later size than the head that we hold.
  const last = await latestCheckpoint(collections, ledger);
  if (last !== undefined) {
    if (last.size > head.position) return beyond(collections, last);
    await requireConsistent(collections, keys, last, head, rootHash);
    if (last.size === head.position) return last;
  }
  const size = head.position;
  const note = signCheckpoint({ ledger, size, rootHash }, keys.signing);
  const root = Buffer.from(rootHash).toString('base64');
  const checkpoint = { ledger, size, rootHash: root, note, at: now };
  try {
    await collections.checkpoints.insertOne({ ...checkpoint });
    return checkpoint;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const theirs = await collections.checkpoints.findOne({ ledger, size });
    if (theirs === null) throw error;
    await requireConsistent(collections, keys, theirs, head, rootHash);
    return theirs;
  }
}

function rootOfHead(head: LedgerHead): Hash {
  try {
    return rootOf(frontierOf(head));
  } catch (error) {
    const message = `The head of "${head._id}" holds no tree of ${head.position} events. Verify the ledger.`;
    throw new Fault('LEDGER_DAMAGED', message, { cause: error });
  }
}

async function beyond({ ledgers }: Collections, last: Checkpoint): Promise<Checkpoint> {
  const head = await ledgers.findOne({ _id: last.ledger });
  if (head !== null && head.position >= last.size) return last;
  throw contradiction(last, `it has only ${head?.position ?? 0} events`);
}

async function requireConsistent(
  collections: Collections,
  keys: KeyRing,
  last: Checkpoint,
  head: LedgerHead,
  toRoot: Hash,
): Promise<void> {
  // What the signed text says counts: the fields beside it aren't signed.
  const signed = opened(last, keys);
  if (signed.ledger !== head._id || signed.size !== last.size) {
    throw contradiction(last, 'its text is about something else');
  }
  const [from, to] = [signed.size, head.position];
  const proof = await consistencyProof(from, to, tileReader(collections, head._id)).catch(
    (error: unknown) => {
      throw contradiction(last, 'its tree has gaps', error);
    },
  );
  if (verifyConsistency({ from, to, fromRoot: signed.rootHash, toRoot, proof })) return;
  throw contradiction(last, 'its first events are not those that were signed');
}

function opened(last: Checkpoint, keys: KeyRing) {
  try {
    return openCheckpoint(last.note, keys.publicKeys);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    const why = `${error.message} After a change of keys, the former verifier keys stand in the key file, under the private key`;
    throw contradiction(last, why);
  }
}

function contradiction({ ledger, size }: Checkpoint, why: string, cause?: unknown): Fault {
  const message = `The ledger "${ledger}" contradicts its checkpoint of ${size} events: ${why}. Nothing was signed. Run "bitacora verify --entity ${ledger}".`;
  return new Fault('LEDGER_DAMAGED', message, cause === undefined ? {} : { cause });
}
