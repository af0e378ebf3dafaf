import { nodeHash } from './merkle.js';
import type { Frontier, Hash } from './merkle.js';
import { readNodes } from './tiles.js';
import type { TileReader, TreeNode } from './tiles.js';

/** Leaves `start` to `end` (not included), a subtree of RFC 6962: MTH(D[start:end]). */
interface Range {
  readonly start: number;
  readonly end: number;
}

export interface LeafProof {
  /** The leaf's own hash: it mostly stands in a tile that the proof needs anyway. */
  readonly leaf: Hash;
  /** Lowest hash first. */
  readonly proof: readonly Hash[];
}

/**
 * The proof that the leaf `index` (position − 1) is in the tree of `size` leaves: RFC 6962,
 * section 2.1.1, PATH.
 * @throws RangeError unless 0 ≤ index < size; when a tile is short.
 */
export async function inclusionProof(
  index: number,
  size: number,
  readTiles: TileReader,
): Promise<LeafProof> {
  const path = pathTo(index, size);
  const itself = { start: index, end: index + 1 };
  const [leaf, ...proof] = await hashesOf([itself, ...path], size, readTiles);
  if (leaf === undefined) throw new RangeError(`the tree has no leaf ${index}`);
  return { leaf, proof };
}

function pathTo(index: number, size: number): readonly Range[] {
  requireIntegers(`leaf ${index} of ${size}`, 0 <= index && index < size, index, size);
  const path: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + leftHalf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.reverse();
}

/**
 * The proof that the tree of `from` leaves is the beginning of that of `to` leaves: RFC 6962,
 * section 2.1.2, PROOF. Empty for equal sizes, and for `from` 0, which every tree begins with.
 * @throws RangeError unless 0 ≤ from ≤ to; when a tile is short.
 */
export async function consistencyProof(
  from: number,
  to: number,
  readTiles: TileReader,
): Promise<readonly Hash[]> {
  requireIntegers(`sizes ${from} to ${to}`, 0 <= from && from <= to, from, to);
  if (from === 0) return [];
  const path: Range[] = [];
  let [start, end] = [0, to];
  while (from < end) {
    const middle = start + leftHalf(end - start);
    if (from <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  // From the left edge the old tree is itself this subtree, and the verifier has its root.
  if (start > 0) path.push({ start, end });
  return hashesOf(path.reverse(), to, readTiles);
}

/**
 * The frontier of the tree when it had `size` leaves, for its root then, or to go on from there.
 * @throws RangeError for a size that is no count; when a tile is short.
 */
export async function frontierAt(size: number, readTiles: TileReader): Promise<Frontier> {
  requireIntegers(`a tree of ${size}`, size >= 0, size);
  const hashes = await readNodes(completeNodes({ start: 0, end: size }), size, readTiles);
  return { size, hashes };
}

async function hashesOf(
  ranges: readonly Range[],
  size: number,
  readTiles: TileReader,
): Promise<readonly Hash[]> {
  const groups = ranges.map(completeNodes);
  const hashes = await readNodes(groups.flat(), size, readTiles);
  let taken = 0;
  return groups.map((group) => {
    const own = hashes.slice(taken, (taken += group.length));
    return own.reduceRight((right, left) => nodeHash(left, right));
  });
}

/** Complete subtrees that make up a range, the largest first; `start` is aligned to all. */
function completeNodes({ start, end }: Range): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = start;
  let level = Math.floor(Math.log2(end - start)) + 1;
  for (; at < end; level--) {
    const width = 2 ** level;
    if (at + width <= end) {
      nodes.push({ level, index: at / width });
      at += width;
    }
  }
  return nodes;
}

/** The largest power of two smaller than `count` (2 or more). */
function leftHalf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

function requireIntegers(what: string, inOrder: boolean, ...values: readonly number[]): void {
  if (inOrder && values.every(Number.isSafeInteger)) return;
  throw new RangeError(`${what}: expected whole numbers within the tree`);
}
