import type { Model } from '../domain/states.js';
import { nameKey } from '../domain/name-key.js';
import type { Db } from 'mongodb';
import { findRows } from '../projections/read-rows.js';
import type { LedgerHead } from '../store/collections.js';
import type { Rows } from '../projections/rows.js';
import { createRows } from '../projections/rows.js';

/** What is on record for the plan that a file is about, before it is imported. */
export interface CurrentPlan {
  readonly rows: Rows;
  readonly planId?: string;
  /** Plans of the same year under another title: which of them is meant, only a person can say. */
  readonly othersOfYear: readonly { readonly planId: string; readonly title: string }[];
}

/** Reads the plan of one year and title, its actions and reports, and the entity's offices; nothing where there is no ledger yet. */
export async function readCurrentPlan(
  db: Db,
  head: LedgerHead | undefined,
  wanted: { readonly year: number; readonly title: string; readonly planId?: string },
  sha256: string,
): Promise<CurrentPlan> {
  const rows = createRows();
  if (head === undefined) return { rows, othersOfYear: [] };
  const load = async <M extends Model>(model: M, where: Readonly<Record<string, unknown>>) => {
    const found = await findRows(db, head, model, where);
    for (const row of found) rows.load(model, row);
    return found.map(({ state }) => state);
  };
  await load('entities', {});
  await load('offices', {});
  await load('imports', { sha256 });
  const plans = await load('plans', { year: wanted.year });
  const titleKey = nameKey(wanted.title);
  const plan = plans.find((candidate) =>
    wanted.planId === undefined
      ? candidate.titleKey === titleKey
      : candidate.planId === wanted.planId,
  );
  if (plan === undefined) return { rows, othersOfYear: plans };
  const { planId } = plan;
  await load('actions', { planId });
  await load('reports', { planId });
  return { rows, planId, othersOfYear: plans.filter((other) => other !== plan) };
}
