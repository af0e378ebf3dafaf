import { EMPTY_FRONTIER, HASH_BYTES, nodeHash, rootOf } from './merkle.js';
import type { Hash } from './merkle.js';

export interface InclusionClaim {
  /** Leaf index: position − 1. */
  readonly index: number;
  readonly size: number;
  readonly leafHash: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly proof: readonly Hash[];
}

/** Whether the proof holds, nothing more and nothing less: RFC 9162, section 2.1.3.2. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { index, size, leafHash, root, proof } = claim;
  if (!areCounts(index, size) || index >= size || !areHashes(leafHash, root, ...proof)) {
    return false;
  }
  let place: Place = { node: index, last: size - 1 };
  let hash = leafHash;
  for (const sibling of proof) {
    if (place.last === 0) return false;
    if (isRightOrLast(place)) {
      hash = nodeHash(sibling, hash);
      place = lifted(place);
    } else {
      hash = nodeHash(hash, sibling);
    }
    place = parent(place);
  }
  return place.last === 0 && same(hash, root);
}

/**
 * Whether the proof holds: RFC 9162, section 2.1.4.2. Where the RFC says nothing: equal sizes
 * need equal roots and an empty proof; size 0 needs the root of the empty tree and an empty
 * proof, and then says nothing about `toRoot`, because every tree begins with the empty one.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (!areCounts(from, to) || from > to || !areHashes(fromRoot, toRoot, ...proof)) return false;
  if (from === 0 || from === to) return holdsUnproved(claim);

  let place: Place = { node: from - 1, last: to - 1 };
  while (place.node % 2 === 1) place = parent(place);
  // A complete old tree is the first node itself, so its proof leaves it out.
  const [first, ...rest] = place.node === 0 ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (place.last === 0) return false;
    if (isRightOrLast(place)) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      place = lifted(place);
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    place = parent(place);
  }
  return place.last === 0 && same(oldHash, fromRoot) && same(newHash, toRoot);
}

/** Sizes that leave nothing to prove, only roots to compare. */
function holdsUnproved({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean {
  const equal = from !== to || same(fromRoot, toRoot);
  const empty = from !== 0 || same(fromRoot, rootOf(EMPTY_FRONTIER));
  return equal && empty && proof.length === 0;
}

/** Index of a node and of the last node on the same level ("fn" and "sn" in the RFC). */
interface Place {
  readonly node: number;
  readonly last: number;
}

function isRightOrLast({ node, last }: Place): boolean {
  return node % 2 === 1 || node === last;
}

/** A last node that is a left child has no sibling: it stands for its parents until it has. */
function lifted(place: Place): Place {
  let at = place;
  while (at.node % 2 === 0 && at.node !== 0) at = parent(at);
  return at;
}

// Division instead of shifts: JavaScript shifts at 32 bits, a ledger may have 2^53 leaves.
function parent({ node, last }: Place): Place {
  return { node: Math.floor(node / 2), last: Math.floor(last / 2) };
}

function areCounts(...values: readonly number[]): boolean {
  return values.every((value) => Number.isSafeInteger(value) && value >= 0);
}

function areHashes(...values: readonly Hash[]): boolean {
  return values.every((value) => value.length === HASH_BYTES);
}

function same(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0;
}
