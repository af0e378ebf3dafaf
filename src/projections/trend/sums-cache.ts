import { createHash } from 'node:crypto';
import type { LedgerHead } from '../../store/collections.js';
import { stateMark } from '../../store/head.js';
import type { LedgerSums } from './ledger-sums.js';

/**
 * Sums of ledgers by what they were computed from. Their keys name the state of the log, so what is
 * found is never older than what was asked for; what was not asked for longest is the first to go.
 */
export interface SumsCache {
  get(head: LedgerHead, asked: unknown, compute: () => Promise<LedgerSums>): Promise<LedgerSums>;
  /** Groups that are kept, over all quarters. */
  size(): number;
}

interface Entry {
  readonly sums: Promise<LedgerSums>;
  /** 0 until the sums are there. */
  size: number;
}

/** @param limit groups that are kept at most; one is some hundred bytes. */
export function createSumsCache(limit = 100_000): SumsCache {
  const entries = new Map<string, Entry>();
  let size = 0;

  const forget = (key: string) => {
    size -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  const settle = (key: string, entry: Entry, computed: LedgerSums) => {
    if (entries.get(key) !== entry) return;
    entry.size = sizeOf(computed);
    size += entry.size;
    for (const oldest of entries.keys()) {
      if (size <= limit) return;
      forget(oldest);
    }
  };

  return {
    size: () => size,
    get(head, asked, compute) {
      const key = keyOf(head, asked);
      const found = entries.get(key);
      if (found !== undefined) {
        // A map keeps the order of insertion: what was used last goes to the end.
        entries.delete(key);
        entries.set(key, found);
        return found.sums;
      }
      const entry: Entry = { sums: compute(), size: 0 };
      entries.set(key, entry);
      entry.sums.then(
        (computed) => {
          settle(key, entry, computed);
        },
        () => {
          forget(key);
        },
      );
      return entry.sums;
    },
  };
}

/** A text for the state of a log and its rows, and for what was asked of it. */
export function keyOf(head: LedgerHead, asked: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([stateMark(head), asked]))
    .digest('base64url');
}

function sizeOf({ plans }: LedgerSums): number {
  const lists = plans.flatMap(({ total, groups }) => [total, ...groups.values()]);
  return lists.reduce((sum, list) => sum + list.length, 1);
}
