import { createHash } from 'node:crypto';

// The definitions of RFC 6962, section 2.1, word by word and without any economy: what the real
// code is measured against, so it shares nothing with it.

export type Leaves = readonly Buffer[];

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash('sha256');
  parts.forEach((part) => digest.update(part));
  return digest.digest();
}

export function leafHashOf(entry: Uint8Array): Buffer {
  return sha256(Buffer.from([0]), entry);
}

/** MTH over leaf hashes. */
export function root(leaves: Leaves): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const k = split(leaves.length);
  return sha256(Buffer.from([1]), root(leaves.slice(0, k)), root(leaves.slice(k)));
}

/** PATH(m, D[n]). */
export function path(m: number, leaves: Leaves): Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

/** PROOF(m, D[n]); for m = 0, which the RFC leaves out, empty. */
export function proof(m: number, leaves: Leaves): Buffer[] {
  return m === 0 ? [] : subproof(m, leaves, true);
}

function subproof(m: number, leaves: Leaves, complete: boolean): Buffer[] {
  const n = leaves.length;
  if (m === n) return complete ? [] : [root(leaves)];
  const k = split(n);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), complete), root(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
}

/** The largest power of two smaller than n. */
function split(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}

export function numberedLeaves(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => leafHashOf(Buffer.from(`leaf ${i}`)));
}

export function hex(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('hex'));
}
