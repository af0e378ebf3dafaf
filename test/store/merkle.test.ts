import { describe, expect, it } from '@jest/globals';
import {
  appendLeaf,
  appendLeaves,
  EMPTY_FRONTIER,
  nodeHash,
  rootOf,
} from '../../src/store/merkle.js';
import type { Frontier, TileHash } from '../../src/store/merkle.js';
import { hex, leafHashOf, numberedLeaves, root } from './reference-tree.js';

const leafHashes = (entries: readonly string[]): Buffer[] =>
  entries.map((entry) => leafHashOf(Buffer.from(entry, 'hex')));

// The eight leaves and roots of the Certificate Transparency project's own tests.
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the Merkle tree', () => {
  it('gives the published roots of the eight Certificate Transparency leaves', () => {
    const leaves = leafHashes(ENTRIES);
    const roots = ROOTS.map((_, size) =>
      rootOf(appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size)).frontier),
    );
    expect(hex(roots)).toEqual(ROOTS);
  });

  it('has the root of the naive definition at every size up to 600, leaf by leaf', () => {
    const leaves = numberedLeaves(600);
    let frontier: Frontier = EMPTY_FRONTIER;
    for (let size = 0; size <= leaves.length; size++) {
      expect(hex([rootOf(frontier)])).toEqual(hex([root(leaves.slice(0, size))]));
      const next = leaves[size];
      if (next) frontier = appendLeaf(frontier, next).frontier;
    }
    expect(frontier.size).toBe(600);
  });

  it('reports each complete subtree of 256 and 65,536 leaves once, with its root', () => {
    const leaves = numberedLeaves(66_000);
    const { completed, frontier } = appendLeaves(EMPTY_FRONTIER, leaves);
    const small = completed.filter((tile) => tile.tileLevel === 1);
    expect(small.map((tile) => tile.index)).toEqual([...Array(257).keys()]);
    for (const { index, hash } of small) {
      expect(hex([hash])).toEqual(hex([root(leaves.slice(index * 256, (index + 1) * 256))]));
    }
    const [large, ...more] = completed.filter((tile) => tile.tileLevel > 1) as [TileHash];
    expect(more).toEqual([]);
    expect({ ...large, hash: hex([large.hash]) }).toEqual({
      tileLevel: 2,
      index: 0,
      hash: hex([root(leaves.slice(0, 65_536))]),
    });
    expect(hex([rootOf(frontier)])).toEqual(hex([root(leaves)]));
  });

  it('comes to the same whether leaves arrive one by one or in batches of any size', () => {
    const leaves = numberedLeaves(1_100);
    const whole = appendLeaves(EMPTY_FRONTIER, leaves);
    for (const batch of [1, 7, 200, 256, 257]) {
      let frontier: Frontier = EMPTY_FRONTIER;
      const completed: TileHash[] = [];
      for (let at = 0; at < leaves.length; at += batch) {
        const appended = appendLeaves(frontier, leaves.slice(at, at + batch));
        frontier = appended.frontier;
        completed.push(...appended.completed);
      }
      expect({ frontier, completed }).toEqual(whole);
    }
  });

  it('leaves the frontier it was given untouched', () => {
    const leaves = numberedLeaves(8);
    const { frontier } = appendLeaves(EMPTY_FRONTIER, leaves.slice(0, 7));
    const before = hex(frontier.hashes);
    appendLeaves(frontier, leaves.slice(7));
    expect(hex(frontier.hashes)).toEqual(before);
    expect(EMPTY_FRONTIER).toEqual({ size: 0, hashes: [] });
  });

  it('tells left from right in a node', () => {
    const [a, b] = numberedLeaves(2) as [Buffer, Buffer];
    expect(hex([nodeHash(a, b)])).toEqual(hex([root([a, b])]));
    expect(hex([nodeHash(a, b)])).not.toEqual(hex([nodeHash(b, a)]));
  });

  it('counts beyond 32 bits', () => {
    const [a, b, leaf] = numberedLeaves(3) as [Buffer, Buffer, Buffer];
    const size = 2 ** 40 + 1;
    const { frontier, completed } = appendLeaf({ size, hashes: [a, b] }, leaf);
    expect(completed).toEqual([]);
    expect({ ...frontier, hashes: hex(frontier.hashes) }).toEqual({
      size: size + 1,
      hashes: hex([a, nodeHash(b, leaf)]),
    });
  });

  it('refuses a damaged head', () => {
    const [leaf] = numberedLeaves(1) as [Buffer];
    const short = Buffer.alloc(31);
    expect(() => appendLeaf({ size: 3, hashes: [leaf] }, leaf)).toThrow('expected 2 hashes, got 1');
    expect(() => rootOf({ size: 2, hashes: [leaf, leaf] })).toThrow('expected 1 hashes, got 2');
    expect(() => rootOf({ size: 1, hashes: [short] })).toThrow('32 bytes, got 31');
    expect(() => appendLeaf(EMPTY_FRONTIER, short)).toThrow('32 bytes, got 31');
    for (const size of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => rootOf({ size, hashes: [leaf] })).toThrow(RangeError);
    }
  });
});
