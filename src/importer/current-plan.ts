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

interface Wanted {
  readonly year: number;
  readonly title: string;
  readonly planId?: string;
}

/** Reads the plan of one year and title, its actions, reports and periods, and the entity's offices; nothing where there is no ledger yet. */
export async function readCurrentPlan(
  db: Db,
  head: LedgerHead | undefined,
  wanted: Wanted,
  sha256: string,
): Promise<CurrentPlan> {
  if (head === undefined) return { rows: createRows(), othersOfYear: [] };
  const started = async () => (await findRows(db, head, 'imports', { sha256 })).length;
  for (let before = await started(); ;) {
    const current = await readOnce(db, head, wanted, sha256);
    const after = await started();
    // All that an import records comes after its start: into what was read while none of this file
    // started, none of it fell.
    if (after === before) return current;
    before = after;
  }
}

async function readOnce(
  db: Db,
  head: LedgerHead,
  wanted: Wanted,
  sha256: string,
): Promise<CurrentPlan> {
  const rows = createRows();
  const load = async <M extends Model>(model: M, where: Readonly<Record<string, unknown>>) => {
    const found = await findRows(db, head, model, where);
    for (const row of found) rows.load(model, row);
    return found.map(({ state }) => state);
  };
  await load('imports', { sha256 });
  await load('entities', {});
  await load('offices', {});
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
  await load('periods', { planId });
  return { rows, planId, othersOfYear: plans.filter((other) => other !== plan) };
}
