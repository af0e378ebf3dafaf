import { sha256 } from './sha256.js';

/** A SHA-256, 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;
/** A tile holds 256 hashes, so tile levels are 8 tree levels apart (C2SP tlog-tiles). */
export const TILE_HEIGHT = 8;

/**
 * The least that must be kept of a tree to append to it: the roots of its complete subtrees, the
 * largest (leftmost) first, one for each bit set in `size`. The leaf of position p has index p−1.
 */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Hash[];
}

/** The root of a complete subtree of 256^tileLevel leaves, the `index`-th from the left. */
export interface TileHash {
  readonly tileLevel: number;
  readonly index: number;
  readonly hash: Hash;
}

export interface Appended {
  readonly frontier: Frontier;
  /** Subtrees that these leaves completed, tileLevel 1 and up, in the order of completion. */
  readonly completed: readonly TileHash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** SHA-256(0x01 ‖ left ‖ right): RFC 6962, section 2.1. */
export function nodeHash(left: Hash, right: Hash): Buffer {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + HASH_BYTES);
  return sha256(nodeBytes);
}

/** Of the node that is being hashed: a tree has as many as events, and none needs its own. */
const nodeBytes = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/**
 * The tree with more leaves on its right, by their leaf hashes.
 * @throws RangeError when frontier or leaves aren't what the type promises (a damaged head).
 */
export function appendLeaves(frontier: Frontier, leaves: readonly Hash[]): Appended {
  requireFrontier(frontier);
  const hashes = [...frontier.hashes];
  const completed: TileHash[] = [];
  let size = frontier.size;
  for (const leaf of leaves) {
    requireHash(leaf);
    let subtree = leaf;
    let index = size;
    // A subtree that ends at an odd index is the right half of the next larger one.
    for (let level = 1; index % 2 === 1; level++) {
      const left = hashes.pop();
      if (left === undefined) throw new RangeError(`no left half at level ${level} of ${size}`);
      subtree = nodeHash(left, subtree);
      index = (index - 1) / 2;
      if (level % TILE_HEIGHT === 0) {
        completed.push({ tileLevel: level / TILE_HEIGHT, index, hash: subtree });
      }
    }
    hashes.push(subtree);
    size++;
  }
  return { frontier: { size, hashes }, completed };
}

/** As `appendLeaves`, for one leaf. */
export function appendLeaf(frontier: Frontier, leaf: Hash): Appended {
  return appendLeaves(frontier, [leaf]);
}

/** The root: of the empty tree, SHA-256 of nothing. @throws RangeError for a damaged frontier. */
export function rootOf(frontier: Frontier): Hash {
  requireFrontier(frontier);
  if (frontier.size === 0) return sha256('');
  return frontier.hashes.reduceRight((right, left) => nodeHash(left, right));
}

function requireFrontier({ size, hashes }: Frontier): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`frontier: expected a size from 0 to 2^53-1, got ${size}`);
  }
  let subtrees = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) subtrees += rest % 2;
  if (hashes.length !== subtrees) {
    throw new RangeError(`frontier of ${size}: expected ${subtrees} hashes, got ${hashes.length}`);
  }
  hashes.forEach(requireHash);
}

function requireHash(value: Hash): void {
  if (value.length !== HASH_BYTES) {
    throw new RangeError(`expected a hash of ${HASH_BYTES} bytes, got ${value.length}`);
  }
}
