import type { Quarter } from '../../domain/quarter.js';
import type { LedgerHead } from '../../store/collections.js';
import { keyOf } from '../trend/sums-cache.js';
import type { PlanFacts, PlanPart } from './facts.js';
import type { Reports } from './quarter-facts.js';

/** What is kept of one plan, all of one state of its log. */
export interface KeptFacts {
  readonly part: PlanPart;
  readonly reports: ReadonlyMap<Quarter, Reports>;
}

/**
 * Facts of plans by the state of the log that they are of, so what is found is never older than
 * what was asked for. Of each plan the latest is kept; the plan that was not asked for longest is
 * the first to go.
 */
export interface FactsCache {
  /** What there is of a plan at this state of its log. */
  get(head: LedgerHead, planId: string): KeptFacts | undefined;
  keep(head: LedgerHead, planId: string, facts: PlanFacts): void;
  /** The same question, asked again while it is being answered, is answered once. */
  once(
    head: LedgerHead,
    asked: unknown,
    read: () => Promise<PlanFacts | undefined>,
  ): Promise<PlanFacts | undefined>;
  /** Rows that are kept, of actions and reports. */
  size(): number;
}

interface Entry extends KeptFacts {
  readonly key: string;
  readonly size: number;
}

/** @param limit rows that are kept at most; one is about a kilobyte. */
export function createFactsCache(limit = 100_000): FactsCache {
  const entries = new Map<string, Entry>();
  const reading = new Map<string, Promise<PlanFacts | undefined>>();
  let size = 0;

  const forget = (planId: string) => {
    size -= entries.get(planId)?.size ?? 0;
    entries.delete(planId);
  };

  return {
    size: () => size,
    get(head, planId) {
      const entry = entries.get(planId);
      if (entry?.key !== keyOf(head, planId)) return undefined;
      // A map keeps the order of insertion: what was used last goes to the end.
      entries.delete(planId);
      entries.set(planId, entry);
      return entry;
    },
    keep(head, planId, { reports, ...part }) {
      forget(planId);
      const rows = [...reports.values()].reduce((sum, quarter) => sum + quarter.size, 1);
      const entry = { key: keyOf(head, planId), part, reports, size: rows + part.actions.length };
      entries.set(planId, entry);
      size += entry.size;
      for (const oldest of entries.keys()) {
        if (size <= limit) return;
        forget(oldest);
      }
    },
    once(head, asked, read) {
      const key = keyOf(head, asked);
      const found = reading.get(key);
      if (found !== undefined) return found;
      const answer = read().finally(() => reading.delete(key));
      reading.set(key, answer);
      return answer;
    },
  };
}
