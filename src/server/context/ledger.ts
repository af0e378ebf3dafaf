import type { Db } from 'mongodb';
import type { Context } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import { latestCheckpoint } from '../../store/checkpoints.js';
import { collectionsOf } from '../../store/collections.js';
import { Fault } from '../../store/faults.js';
import { frontierOf } from '../../store/head.js';
import type { Hash } from '../../store/merkle.js';
import { rootOf } from '../../store/merkle.js';
import { consistencyProof, inclusionProof } from '../../store/proofs.js';
import { tileReader } from '../../store/tree-tiles.js';
import type { Loaders } from './loaders.js';

type Port = Pick<Context, 'ledger' | 'inclusionProof' | 'consistencyProof'>;

export function ledgerOf(db: Db, loaders: Loaders): Port {
  const collections = collectionsOf(db);

  return {
    async ledger(entityId) {
      const head = await loaders.head(entityId);
      if (head === undefined) return undefined;
      const rootHash = await sound(entityId, () => base64(rootOf(frontierOf(head))));
      const latest = await latestCheckpoint(collections, entityId);
      const checkpoint = latest === undefined ? {} : { checkpoint: latest.note };
      return { entityId, size: head.position, rootHash, ...checkpoint };
    },
    async inclusionProof({ entityId, size }, position, treeSize) {
      requireWithin('treeSize', treeSize, 1, size);
      requireWithin('position', position, 1, treeSize);
      const leafIndex = position - 1;
      const readTiles = tileReader(collections, entityId);
      const { leaf, proof } = await sound(entityId, () =>
        inclusionProof(leafIndex, treeSize, readTiles),
      );
      return { leafIndex, treeSize, leafHash: base64(leaf), hashes: proof.map(base64) };
    },
    async consistencyProof({ entityId, size }, from, to) {
      requireWithin('to', to, 0, size);
      requireWithin('from', from, 0, to);
      const readTiles = tileReader(collections, entityId);
      const hashes = await sound(entityId, () => consistencyProof(from, to, readTiles));
      return { hashes: hashes.map(base64) };
    },
  };
}

/** A tree with a gap is a fault of the ledger's, not of the question. */
async function sound<T>(ledger: string, compute: () => T | Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(ledger, 'Its tree has a gap.', error);
  }
}

function damaged(ledger: string, what: string, cause?: unknown): Fault {
  const message = `The ledger "${ledger}" is damaged: ${what} Verify it, and restore the database if it was changed by hand.`;
  return new Fault('LEDGER_DAMAGED', message, cause === undefined ? {} : { cause });
}

function requireWithin(field: string, value: number, from: number, to: number): void {
  if (value >= from && value <= to) return;
  const expected = `a number from ${from} to ${to}`;
  throw inputError({ field, message: `Expected ${expected}; got ${value}.`, expected });
}

function base64(hash: Hash): string {
  return Buffer.from(hash).toString('base64');
}
