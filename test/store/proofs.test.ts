import { describe, expect, it } from '@jest/globals';
import { nodeHash, rootOf } from '../../src/store/merkle.js';
import type { Hash } from '../../src/store/merkle.js';
import { consistencyProof, frontierAt, inclusionProof } from '../../src/store/proofs.js';
import { verifyConsistency, verifyInclusion } from '../../src/store/proof-checks.js';
import type { ConsistencyClaim, InclusionClaim } from '../../src/store/proof-checks.js';
import { hex, numberedLeaves, path, proof as naiveProof, root } from './reference-tree.js';
import { readerOf } from './tile-rows.js';

const SIZES = 65;
const leaves = numberedLeaves(SIZES + 1);
const roots = Array.from({ length: SIZES + 2 }, (_, size) => root(leaves.slice(0, size)));
const { read } = readerOf(leaves);
const counts = Array.from({ length: SIZES + 1 }, (_, count) => count);

const at = <T>(items: readonly T[], index: number): T => {
  if (!(index in items)) throw new Error(`the test has no item ${index}`);
  return items[index] as T;
};

function flipped(hash: Hash): Hash {
  const copy = Buffer.from(hash);
  copy[0] = (copy[0] ?? 0) ^ 1;
  return copy;
}

/** Every proof that differs from this one by one hash: flipped, dropped, added, swapped, cut. */
function mutationsOf(proof: readonly Hash[]): (readonly Hash[])[] {
  const added = [...proof, at(leaves, SIZES)];
  const swaps = proof
    .slice(1)
    .map((_, i) => proof.with(i, at(proof, i + 1)).with(i + 1, at(proof, i)));
  return [
    ...proof.map((hash, i) => proof.with(i, flipped(hash))),
    ...proof.map((_, i) => proof.toSpliced(i, 1)),
    ...added.map((_, i) => proof.toSpliced(i, 0, at(leaves, SIZES))),
    ...proof.map((hash, i) => proof.toSpliced(i, 0, hash)),
    ...swaps,
    ...proof.map((hash, i) => proof.with(i, hash.subarray(1))),
  ];
}

async function inclusionClaim(index: number, size: number): Promise<InclusionClaim> {
  const { leaf, proof } = await inclusionProof(index, size, read);
  expect(hex([leaf])).toEqual(hex([at(leaves, index)]));
  return { index, size, leafHash: leaf, root: at(roots, size), proof };
}

async function consistencyClaim(from: number, to: number): Promise<ConsistencyClaim> {
  const proof = await consistencyProof(from, to, read);
  return { from, to, fromRoot: at(roots, from), toRoot: at(roots, to), proof };
}

async function eachPair(test: (m: number, n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n <= SIZES; n++) for (let m = 0; m <= n; m++) await test(m, n);
}

describe('an inclusion proof', () => {
  it('is that of the naive reference and verifies, for every leaf of every tree up to 65', async () => {
    await eachPair(async (index, size) => {
      if (index === size) return;
      const claim = await inclusionClaim(index, size);
      expect(hex(claim.proof)).toEqual(hex(path(index, leaves.slice(0, size))));
      expect(verifyInclusion(claim)).toBe(true);
    });
  });

  it('is refused when any hash is flipped, dropped, added, swapped or cut', async () => {
    await eachPair(async (index, size) => {
      if (index === size) return;
      const claim = await inclusionClaim(index, size);
      const passed = mutationsOf(claim.proof).filter((proof) =>
        verifyInclusion({ ...claim, proof }),
      );
      expect(passed).toEqual([]);
    });
  });

  it('is refused for any other leaf, index, root, and for a size of another shape', async () => {
    await eachPair(async (index, size) => {
      if (index === size) return;
      const claim = await inclusionClaim(index, size);
      const passes = (change: Partial<InclusionClaim>): boolean =>
        verifyInclusion({ ...claim, ...change });
      expect(passes({ leafHash: flipped(claim.leafHash) })).toBe(false);
      expect(passes({ leafHash: claim.leafHash.subarray(1) })).toBe(false);
      expect(passes({ root: flipped(claim.root) })).toBe(false);
      expect(passes({ root: claim.root.subarray(1) })).toBe(false);
      const indexes = counts.filter((other) => passes({ index: other }));
      expect(indexes).toEqual([index]);
      const sizes = counts.filter((other) => passes({ size: other, root: at(roots, other) }));
      expect(sizes).toEqual([size]);
    });
  });

  it('is refused when the root fits but the size is of a taller or lower tree', async () => {
    const claim = await inclusionClaim(3, 8);
    expect(verifyInclusion({ ...claim, size: 16 })).toBe(false);
    const above = at(leaves, SIZES);
    const grown = { root: nodeHash(above, claim.root), proof: [...claim.proof, above] };
    expect(verifyInclusion({ ...claim, ...grown })).toBe(false);
  });

  it('is refused for an index or size that is no count, or an index beyond the tree', async () => {
    const claim = await inclusionClaim(0, 1);
    expect(verifyInclusion(claim)).toBe(true);
    for (const index of [-1, 0.5, NaN, 1, 2 ** 53]) {
      expect(verifyInclusion({ ...claim, index })).toBe(false);
      await expect(inclusionProof(index, 1, read)).rejects.toThrow(RangeError);
    }
    for (const size of [-1, 0, 0.5, NaN, 2 ** 53]) {
      expect(verifyInclusion({ ...claim, size })).toBe(false);
      await expect(inclusionProof(0, size, read)).rejects.toThrow(RangeError);
    }
  });
});

describe('a consistency proof', () => {
  it('is that of the naive reference and verifies, for every pair of sizes up to 65', async () => {
    await eachPair(async (from, to) => {
      const claim = await consistencyClaim(from, to);
      expect(hex(claim.proof)).toEqual(hex(naiveProof(from, leaves.slice(0, to))));
      expect(verifyConsistency(claim)).toBe(true);
    });
  });

  it('is refused when any hash is flipped, dropped, added, swapped or cut', async () => {
    await eachPair(async (from, to) => {
      const claim = await consistencyClaim(from, to);
      const passed = mutationsOf(claim.proof).filter((proof) =>
        verifyConsistency({ ...claim, proof }),
      );
      expect(passed).toEqual([]);
    });
  });

  it('is refused for other roots and for other sizes with their own true roots', async () => {
    await eachPair(async (from, to) => {
      const claim = await consistencyClaim(from, to);
      const passes = (change: Partial<ConsistencyClaim>): boolean =>
        verifyConsistency({ ...claim, ...change });
      expect(passes({ fromRoot: flipped(claim.fromRoot) })).toBe(false);
      expect(passes({ fromRoot: claim.fromRoot.subarray(1) })).toBe(false);
      expect(passes({ toRoot: claim.toRoot.subarray(1) })).toBe(false);
      // The empty tree is the beginning of every tree, so from there nothing binds the root.
      expect(passes({ toRoot: flipped(claim.toRoot) })).toBe(from === 0 && to > 0);
      if (from === 0 || from === to) return;
      const more = counts.slice(1);
      const froms = more.filter((other) => passes({ from: other, fromRoot: at(roots, other) }));
      const tos = more.filter((other) => passes({ to: other, toRoot: at(roots, other) }));
      expect({ froms, tos }).toEqual({ froms: [from], tos: [to] });
    });
  });

  it('refuses two histories: a leaf rewritten in the later tree', async () => {
    for (let changed = 0; changed < 6; changed++) {
      const forged = leaves.with(changed, flipped(at(leaves, changed)) as Buffer).slice(0, 9);
      const proof = await consistencyProof(6, 9, readerOf(forged).read);
      const claim = { from: 6, to: 9, fromRoot: at(roots, 6), toRoot: root(forged), proof };
      expect(verifyConsistency(claim)).toBe(false);
    }
  });

  it('is refused when the roots fit but the sizes are of a taller or lower tree', async () => {
    const claim = await consistencyClaim(4, 8);
    expect(verifyConsistency({ ...claim, to: 16 })).toBe(false);
    const more = await consistencyClaim(3, 5);
    const above = at(leaves, SIZES);
    const grown = {
      ...more,
      fromRoot: nodeHash(above, more.fromRoot),
      toRoot: nodeHash(above, more.toRoot),
      proof: [...more.proof, above],
    };
    expect(verifyConsistency(grown)).toBe(false);
  });

  it('is refused for sizes that are no counts or in the wrong order', async () => {
    const claim = await consistencyClaim(3, 5);
    expect(verifyConsistency({ ...claim, from: 5, to: 3 })).toBe(false);
    for (const wrong of [-1, 0.5, NaN, 2 ** 53]) {
      expect(verifyConsistency({ ...claim, from: wrong })).toBe(false);
      expect(verifyConsistency({ ...claim, to: wrong })).toBe(false);
      await expect(consistencyProof(wrong, 5, read)).rejects.toThrow(RangeError);
    }
    await expect(consistencyProof(6, 5, read)).rejects.toThrow('sizes 6 to 5');
  });
});

describe('proofs over several levels of tiles', () => {
  const many = numberedLeaves(66_000);
  const tiled = readerOf(many);
  const sizes = [255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 66_000];

  it('verify at the edges of tiles, and read each tile once in one round', async () => {
    for (const size of sizes) {
      const treeRoot = root(many.slice(0, size));
      expect(hex([rootOf(await frontierAt(size, tiled.read))])).toEqual(hex([treeRoot]));
      for (const index of [0, 1, 254, 255, size >> 1, size - 2, size - 1]) {
        if (index >= size) continue;
        tiled.calls.length = 0;
        const { leaf: leafHash, proof } = await inclusionProof(index, size, tiled.read);
        expect(hex([leafHash])).toEqual(hex([at(many, index)]));
        expect(verifyInclusion({ index, size, leafHash, root: treeRoot, proof })).toBe(true);
        expect(tiled.calls).toHaveLength(1);
        const names = at(tiled.calls, 0).map((tile) => `${tile.level}/${tile.index}`);
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeLessThanOrEqual(4);
      }
      for (const from of sizes.filter((other) => other <= size)) {
        const fromRoot = root(many.slice(0, from));
        const proof = await consistencyProof(from, size, tiled.read);
        expect(verifyConsistency({ from, to: size, fromRoot, toRoot: treeRoot, proof })).toBe(true);
      }
    }
  });

  it('ask only for hashes that are complete at the size asked', async () => {
    tiled.calls.length = 0;
    await inclusionProof(500, 513, tiled.read);
    expect(at(tiled.calls, 0)).toEqual(
      expect.arrayContaining([
        { level: 0, index: 1, width: 256 },
        { level: 0, index: 2, width: 1 },
        { level: 1, index: 0, width: 2 },
      ]),
    );
    expect(at(tiled.calls, 0)).toHaveLength(3);
  });

  it('stop at a tile that is short, long or damaged, and name it', async () => {
    const spoilt =
      (change: (row: readonly Hash[]) => readonly Hash[]) =>
      async (...[tiles]: Parameters<typeof tiled.read>): Promise<readonly (readonly Hash[])[]> =>
        (await tiled.read(tiles)).map((row, i) => (tiles[i]?.level === 1 ? change(row) : row));
    const wanted = (reader: typeof tiled.read): Promise<unknown> => inclusionProof(5, 600, reader);
    await expect(wanted(spoilt((row) => row.slice(1)))).rejects.toThrow('tile 1/0 of the tree');
    await expect(wanted(spoilt((row) => [...row, ...row]))).rejects.toThrow('expected 2 hashes');
    await expect(wanted(spoilt((row) => row.map((hash) => hash.subarray(1))))).rejects.toThrow(
      '32 bytes',
    );
    await expect(wanted(async () => [])).rejects.toThrow('got 0');
  });

  it('need nothing read where the proof is empty', async () => {
    const never = async (): Promise<never> => {
      throw new Error('nothing is needed');
    };
    expect(await consistencyProof(7, 7, never)).toEqual([]);
    expect(await consistencyProof(0, 7, never)).toEqual([]);
    expect(await frontierAt(0, never)).toEqual({ size: 0, hashes: [] });
  });
});
