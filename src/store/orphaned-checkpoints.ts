import type { Checkpoint, Collections, LedgerHead } from './collections.js';
import { frontierOf } from './head.js';
import { rootOf } from './merkle.js';
import { verifyConsistency } from './proof-checks.js';
import { consistencyProof } from './proofs.js';
import { tileReader } from './tree-tiles.js';

/** Whether the first events of a ledger are those that a tree head is about. */
export async function fitsLedger(
  collections: Collections,
  head: LedgerHead,
  { size, rootHash }: { readonly size: number; readonly rootHash: Uint8Array },
): Promise<boolean> {
  const [from, to] = [size, head.position];
  if (from > to) return false;
  const proof = await consistencyProof(from, to, tileReader(collections, head._id));
  const toRoot = rootOf(frontierOf(head));
  return verifyConsistency({ from, to, fromRoot: rootHash, toRoot, proof });
}

/**
 * Checkpoints kept with a ledger that are of more events than are kept of it, and that it doesn't
 * fit: a backup took the place of the events, and not of these. Smallest first.
 */
export async function orphanedCheckpoints(
  collections: Collections,
  head: LedgerHead,
  keptSize: number,
): Promise<readonly Checkpoint[]> {
  const later = { ledger: head._id, size: { $gt: keptSize } };
  const orphans: Checkpoint[] = [];
  for await (const kept of collections.checkpoints.find(later, { sort: { size: 1 } })) {
    const rootHash = Buffer.from(kept.rootHash, 'base64');
    if (!(await fitsLedger(collections, head, { size: kept.size, rootHash }))) orphans.push(kept);
  }
  return orphans;
}

/** Removes them, so that the next checkpoint is of the tree that there is. */
export async function removeCheckpoints(
  { checkpoints }: Collections,
  orphans: readonly Checkpoint[],
): Promise<void> {
  for (const { ledger, size, rootHash } of orphans) {
    await checkpoints.deleteOne({ ledger, size, rootHash });
  }
}
