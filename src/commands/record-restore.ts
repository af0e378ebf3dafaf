import { randomUUID } from 'node:crypto';
import type { Refusal } from '../domain/refusal.js';
import { notFound, ruleViolation } from '../domain/refusal.js';
import { openCheckpoint } from '../store/checkpoint-note.js';
import type { TreeHead } from '../store/checkpoint-note.js';
import type { Checkpoint } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import type { PublicKey } from '../store/keys.js';
import { NoteError } from '../store/notes.js';
import {
  fitsLedger,
  orphanedCheckpoints,
  removeCheckpoints,
} from '../store/orphaned-checkpoints.js';
import type { Powers } from './powers.js';

export interface RestorePowers extends Powers {
  readonly publicKeys: readonly PublicKey[];
}

export interface RestoreRequest {
  /** Signed before the restore, and of more than is left; its signature is checked already. */
  readonly from: TreeHead;
  /** How many events the backup had; all that are there now, when left out. */
  readonly keptSize?: number;
  readonly reason?: string;
  readonly commandId?: string;
}

export type Restored =
  | {
      readonly kind: 'recorded';
      /** Of the event; none when it was on record before. */
      readonly positions: readonly number[];
      readonly keptSize: number;
      /** The largest size that is known to have been signed. */
      readonly lostSize: number;
      /** Checkpoints of lost events that were kept with the log, and are removed. */
      readonly removed: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Records that a backup took the ledger's place, then removes the kept checkpoints of what is lost:
 * the next one is of the tree that there is. May be stopped and called again at any time.
 * @throws Fault as the loop.
 */
export async function recordRestore(
  { connection, loop, actor, publicKeys }: RestorePowers,
  { from, reason, commandId = randomUUID(), ...request }: RestoreRequest,
): Promise<Restored> {
  const collections = collectionsOf(connection.db);
  const { ledger } = from;
  const head = await collections.ledgers.findOne({ _id: ledger });
  if (head === null) return { kind: 'refused', refusal: notFound('entityId', ledger) };
  if (await fitsLedger(collections, head, from)) return refuse('nothing-lost', fits(from));
  const { keptSize = head.position } = request;
  const orphans = await orphanedCheckpoints(collections, head, keptSize);
  const largest = largestOf(from, orphans, publicKeys);
  if (request.keptSize === undefined && largest.size <= head.position) {
    return refuse('kept-unknown', wentOn(largest, head.position));
  }
  const rootHash = Buffer.from(largest.rootHash).toString('base64');
  const checkpoint = { size: largest.size, rootHash };
  const said = { ledger, type: 'LedgerRestored', 'data.checkpoint': checkpoint };
  const known = await collections.events.findOne(said);
  const result = { kind: 'recorded', lostSize: largest.size, removed: orphans.length } as const;
  if (known !== null) {
    await removeCheckpoints(collections, orphans);
    return { ...result, positions: [], keptSize: Number(known.data['keptSize']) };
  }
  const outcome = await loop.execute({
    type: 'RecordRestore',
    input: { entityId: ledger, checkpoint, keptSize },
    ...{ ledger, commandId, correlationId: commandId, actor },
    ...(reason === undefined ? {} : { reason }),
  });
  if (outcome.kind === 'refused') return outcome;
  await removeCheckpoints(collections, orphans);
  return { ...result, positions: outcome.positions, keptSize };
}

/** One that was kept with the log may be of more events than the one that was brought. */
function largestOf(
  from: TreeHead,
  orphans: readonly Checkpoint[],
  publicKeys: readonly PublicKey[],
): TreeHead {
  let largest = from;
  for (const { note } of orphans) {
    try {
      const head = openCheckpoint(note, publicKeys);
      if (head.ledger === from.ledger && head.size > largest.size) largest = head;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
    }
  }
  return largest;
}

const refuse = (rule: string, message: string): Restored => ({
  kind: 'refused',
  refusal: ruleViolation(rule, message),
});

const fits = ({ size }: TreeHead) =>
  `The first ${size} events are those that the checkpoint is about: of it nothing is lost.`;

const wentOn = ({ size }: TreeHead, position: number) =>
  `The ledger has gone on since the restore: it has ${position} events again, and the checkpoint is about ${size}. Say by --kept how many events the backup had.`;
