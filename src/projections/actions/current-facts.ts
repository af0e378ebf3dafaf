import type { Db, MongoClient } from 'mongodb';
import type { Quarter } from '../../domain/quarter.js';
import type { LedgerHead } from '../../store/collections.js';
import { collectionsOf } from '../../store/collections.js';
import { inSnapshot } from '../../store/transaction.js';
import { readSnapshot } from '../trend/snapshot.js';
import type { PlanFacts } from './facts.js';
import { readPlanPart, readReports } from './facts.js';
import type { FactsCache, KeptFacts } from './facts-cache.js';
import type { Reports } from './quarter-facts.js';

export interface FactsStore {
  readonly client: MongoClient;
  readonly db: Db;
  readonly cache: FactsCache;
}

/**
 * A plan as it is now, with the reports of these quarters; undefined when there is no such plan.
 * What isn't known of the state of the log that `head` names is read in one snapshot, which may be
 * a later one: what is answered is always of one moment.
 */
export async function currentFacts(
  store: FactsStore,
  head: LedgerHead,
  planId: string,
  quarters: readonly Quarter[],
): Promise<PlanFacts | undefined> {
  const { cache } = store;
  const kept = cache.get(head, planId);
  const known = kept && quarters.every((quarter) => kept.reports.has(quarter));
  if (known) return { ...kept.part, reports: kept.reports };
  return cache.once(head, [planId, quarters], () => readMissing(store, head._id, planId, quarters));
}

function readMissing(
  { client, db, cache }: FactsStore,
  ledger: string,
  planId: string,
  quarters: readonly Quarter[],
): Promise<PlanFacts | undefined> {
  return inSnapshot(client, async (session) => {
    const head = await collectionsOf(db).ledgers.findOne({ _id: ledger }, { session });
    const [moment] = await readSnapshot(db, session, [ledger]);
    if (head === null || moment === undefined) return undefined;
    const kept: Partial<KeptFacts> = cache.get(head, planId) ?? {};
    const part = kept.part ?? (await readPlanPart(moment, planId));
    if (part === undefined) return undefined;
    const reports = new Map<Quarter, Reports>(kept.reports);
    for (const quarter of quarters) {
      if (!reports.has(quarter)) reports.set(quarter, await readReports(moment, planId, quarter));
    }
    const facts = { ...part, reports };
    cache.keep(head, planId, facts);
    return facts;
  });
}
