import type { Binary } from 'mongodb';
import type { Collections } from './collections.js';
import type { Hash } from './merkle.js';
import type { Tile, TileReader } from './tiles.js';
import { TILE_WIDTH } from './tiles.js';

/**
 * Reads the tiles of a ledger's tree: leaf hashes from the events themselves, the roots above
 * them from `tree`. All that one proof needs takes two reads, at the same time, each of which
 * answers with one document: hundreds of small ones would take longer than to find them.
 */
export function tileReader({ events, tree }: Collections, ledger: string): TileReader {
  const readLeaves = async (tiles: readonly Tile[]): Promise<Row[]> => {
    if (tiles.length === 0) return [];
    // The event at position p is leaf p−1.
    const ranges = tiles.map((tile) => ({ position: between(tile, 1) }));
    const [found] = await events
      .aggregate<{ positions: number[]; hashes: string[] }>([
        { $match: { ledger, $or: ranges } },
        { $group: { _id: null, ...columns({ positions: 'position', hashes: 'leafHash' }) } },
      ])
      .toArray();
    const { positions = [], hashes = [] } = found ?? {};
    return hashes.map((text, i) => {
      const hash = Buffer.from(text, 'base64');
      return { level: 0, index: (positions[i] ?? 0) - 1, hash };
    });
  };
  const readRoots = async (tiles: readonly Tile[]): Promise<Row[]> => {
    if (tiles.length === 0) return [];
    const ranges = tiles.map((tile) => ({ tileLevel: tile.level, index: between(tile, 0) }));
    const [found] = await tree
      .aggregate<{ levels: number[]; indexes: number[]; hashes: Binary[] }>([
        { $match: { ledger, $or: ranges } },
        {
          $group: {
            _id: null,
            ...columns({ levels: 'tileLevel', indexes: 'index', hashes: 'hash' }),
          },
        },
      ])
      .toArray();
    const { levels = [], indexes = [], hashes = [] } = found ?? {};
    return hashes.map(({ buffer: hash }, i) => {
      return { level: levels[i] ?? 0, index: indexes[i] ?? 0, hash };
    });
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

/** Fields as lists. What lacks one shows as null, so that the lists stay in step. */
function columns(fields: Readonly<Record<string, string>>) {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, field]) => [name, { $push: { $ifNull: [`$${field}`, null] } }]),
  );
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
