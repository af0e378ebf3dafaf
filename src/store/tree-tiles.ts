import type { Collections } from './collections.js';
import type { Hash } from './merkle.js';
import type { Tile, TileReader } from './tiles.js';
import { TILE_WIDTH } from './tiles.js';

/**
 * Reads the tiles of a ledger's tree: leaf hashes from the events themselves, the roots above
 * them from `tree`. All that one proof needs takes two finds, at the same time.
 */
export function tileReader({ events, tree }: Collections, ledger: string): TileReader {
  const readLeaves = async (tiles: readonly Tile[]): Promise<Row[]> => {
    if (tiles.length === 0) return [];
    // The event at position p is leaf p−1.
    const ranges = tiles.map((tile) => ({ position: between(tile, 1) }));
    const found = await events
      .find({ ledger, $or: ranges }, { projection: { _id: 0, position: 1, leafHash: 1 } })
      .toArray();
    return found.map(({ position, leafHash }) => ({
      level: 0,
      index: position - 1,
      hash: Buffer.from(leafHash, 'base64'),
    }));
  };
  const readRoots = async (tiles: readonly Tile[]): Promise<Row[]> => {
    if (tiles.length === 0) return [];
    const ranges = tiles.map((tile) => ({ tileLevel: tile.level, index: between(tile, 0) }));
    const found = await tree.find({ ledger, $or: ranges }).toArray();
    return found.map(({ tileLevel, index, hash }) => ({
      level: tileLevel,
      index,
      hash: hash.buffer,
    }));
  };
  return async (tiles) => {
    const rows = await Promise.all([
      readLeaves(tiles.filter(({ level }) => level === 0)),
      readRoots(tiles.filter(({ level }) => level > 0)),
    ]);
    const hashes = new Map(rows.flat().map(({ level, index, hash }) => [key(level, index), hash]));
    return tiles.map((tile) => hashesOf(tile, hashes));
  };
}

interface Row {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

const key = (level: number, index: number) => `${level}/${index}`;

function between({ index, width }: Tile, first: number) {
  const start = index * TILE_WIDTH + first;
  return { $gte: start, $lt: start + width };
}

/** Up to the first that is missing: the row is then short, and its reader says so. */
function hashesOf({ level, index, width }: Tile, hashes: ReadonlyMap<string, Hash>): Hash[] {
  const row: Hash[] = [];
  for (let i = 0; i < width; i++) {
    const hash = hashes.get(key(level, index * TILE_WIDTH + i));
    if (hash === undefined) break;
    row.push(hash);
  }
  return row;
}
