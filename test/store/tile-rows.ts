import type { Hash } from '../../src/store/merkle.js';
import type { Tile, TileReader } from '../../src/store/tiles.js';
import { root } from './reference-tree.js';

export interface CountingReader {
  readonly read: TileReader;
  readonly calls: Tile[][];
}

/** Serves tiles from what the store keeps: leaf hashes, and the roots of 256, 65,536, … leaves. */
export function readerOf(leaves: readonly Buffer[]): CountingReader {
  const levels: (readonly Hash[])[] = [leaves];
  for (let width = 256; width <= leaves.length; width *= 256) {
    const count = Math.floor(leaves.length / width);
    levels.push(
      Array.from({ length: count }, (_, i) => root(leaves.slice(i * width, (i + 1) * width))),
    );
  }
  const calls: Tile[][] = [];
  const read: TileReader = async (tiles) => {
    calls.push([...tiles]);
    return tiles.map(({ level, index, width }) =>
      (levels[level] ?? []).slice(index * 256, index * 256 + width),
    );
  };
  return { read, calls };
}
