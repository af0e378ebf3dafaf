import { HASH_BYTES, nodeHash, TILE_HEIGHT } from './merkle.js';
import type { Hash } from './merkle.js';

/** A complete subtree: 2^level leaves, the `index`-th such from the left. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/**
 * A row of up to 256 neighbouring hashes: those with the indexes from 256 × index on, `width` of
 * them. At level 0 they are leaf hashes, at level 1 roots of 256 leaves, and so on; `width` is
 * what a tree of the asked size has, so a tile at the right edge is partial (C2SP tlog-tiles:
 * `tile/<level>/<index>` and `.p/<width>`).
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/**
 * Reads tiles: for each one asked, in that order, exactly `width` hashes. Called once per proof
 * with every tile it needs, so that one round of reading serves it.
 */
export type TileReader = (tiles: readonly Tile[]) => Promise<readonly (readonly Hash[])[]>;

export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** The hashes of complete subtrees of a tree of `size` leaves, each tile read once. */
export async function readNodes(
  nodes: readonly TreeNode[],
  size: number,
  readTiles: TileReader,
): Promise<readonly Hash[]> {
  const tiles = new Map<string, Tile>();
  for (const node of nodes) {
    const tile = tileOf(node, size);
    tiles.set(keyOf(tile), tile);
  }
  const wanted = [...tiles.values()];
  const rows = wanted.length === 0 ? [] : await readTiles(wanted);
  const read = new Map(wanted.map((tile, i) => [keyOf(tile), checked(tile, rows[i])]));
  return nodes.map((node) => {
    const tile = tileOf(node, size);
    return rootWithin(read.get(keyOf(tile)) ?? [], node, tile);
  });
}

/** The tile in whose hashes a node stands, or from whose hashes it is computed. */
function tileOf(node: TreeNode, size: number): Tile {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const index = Math.floor((node.index * hashesUnder(node)) / TILE_WIDTH);
  const complete = Math.floor(size / TILE_WIDTH ** level);
  return { level, index, width: Math.min(TILE_WIDTH, complete - index * TILE_WIDTH) };
}

function rootWithin(row: readonly Hash[], node: TreeNode, tile: Tile): Hash {
  const count = hashesUnder(node);
  const from = node.index * count - tile.index * TILE_WIDTH;
  let hashes = row.slice(from, from + count);
  while (hashes.length > 1) hashes = halved(hashes);
  const [root] = hashes;
  if (root === undefined) throw new RangeError(`no hashes in tile ${keyOf(tile)} from ${from}`);
  return root;
}

function halved(hashes: readonly Hash[]): Hash[] {
  const parents: Hash[] = [];
  for (let i = 0; i + 1 < hashes.length; i += 2) {
    const [left, right] = [hashes[i], hashes[i + 1]];
    if (left !== undefined && right !== undefined) parents.push(nodeHash(left, right));
  }
  return parents;
}

function hashesUnder(node: TreeNode): number {
  return 2 ** (node.level % TILE_HEIGHT);
}

/** A short or damaged row would yield a proof that fails at the auditor's, far from its cause. */
function checked(tile: Tile, row: readonly Hash[] | undefined): readonly Hash[] {
  if (row?.length !== tile.width || row.some((hash) => hash.length !== HASH_BYTES)) {
    const what = `expected ${tile.width} hashes of ${HASH_BYTES} bytes, got ${row?.length ?? 0}`;
    throw new RangeError(`tile ${keyOf(tile)} of the tree: ${what}; verify the ledger`);
  }
  return row;
}

function keyOf(tile: Tile): string {
  return `${tile.level}/${tile.index}`;
}
