import type { FiguresPort, ScorecardView, TrendRequestView } from '../../../schema/figures.js';
import { inputError } from '../../../schema/input-errors.js';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import type { LocalDate } from '../../domain/quarter.js';
import { compareQuarters, figuresNow } from '../../projections/trend/comparison.js';
import { readOverdue } from '../../projections/trend/overdue.js';
import { readScorecards } from '../../projections/trend/scorecard.js';
import type { SumsCache } from '../../projections/trend/sums-cache.js';
import type { TrendStore } from '../../projections/trend/trend.js';
import { readTrend, trendAsOf } from '../../projections/trend/trend.js';
import { readPublications } from '../../projections/read-publications.js';
import { collectionsOf } from '../../store/collections.js';
import type { Connection } from '../../store/connect.js';
import type { ActionLists } from './action-lists.js';
import { emptyPage } from './lists.js';
import type { Loaders } from './loaders.js';
import type { Moments, ReadAt } from './moments.js';
import { momentsOf } from './moments.js';
import { restatementPage } from './restatements.js';

/** The figures of plans, now or as they were known. `today` is the date that states are asked for. */
export function figuresOf(
  { client, db }: Connection,
  loaders: Loaders,
  cache: SumsCache,
  today: LocalDate,
  lists: ActionLists,
): FiguresPort {
  const moments = momentsOf({ client, db }, loaders, today);
  const store = { client, db, cache };
  return {
    ...trendsOf(store, moments, today),
    ...quartersOf(store, moments),

    async overdue(planId, on = today, page) {
      const ids = await moments.now(planId, (moment, plan) => readOverdue(moment, plan, on));
      return lists.someActions(planId, { name: `overdue ${on}`, ids: ids ?? [] }, page);
    },
  };
}

function trendsOf(
  store: TrendStore,
  moments: Moments,
  today: LocalDate,
): Pick<FiguresPort, 'trend' | 'trends'> {
  return {
    async trend(planId, request, asOf) {
      requireOrder(request);
      if (asOf !== undefined) {
        return moments.asOf(planId, asOf, async (moment, _plan, on) => {
          const [asOfPosition = 0] = moment.positions.values();
          return { ...(await trendAsOf(moment, { planId }, { ...request, on })), asOfPosition };
        });
      }
      const ledger = ledgerOf('plan', planId);
      if (ledger === undefined || (await moments.plan(planId)) === undefined) return undefined;
      const now = { ...request, on: today };
      const { positions, ...trend } = await readTrend(store, [ledger], { planId }, now);
      return { ...trend, asOfPosition: positions[ledger] ?? 0 };
    },

    async trends({ years, entityIds }, request) {
      requireOrder(request);
      const ledgers = entityIds?.filter(isLedgerName) ?? (await allLedgers(store));
      const plans = years === undefined ? {} : { year: { $in: years } };
      const now = { ...request, on: today };
      const { points, total } = await readTrend(store, [...new Set(ledgers)], plans, now);
      return { points, total };
    },
  };
}

function quartersOf(
  { db }: TrendStore,
  moments: Moments,
): Pick<FiguresPort, 'comparison' | 'scorecards' | 'restatements'> {
  const published = async (planId: string, quarters: readonly string[]) => {
    const ledger = ledgerOf('plan', planId) ?? '';
    const found = await readPublications(
      db,
      quarters.map((quarter) => ({ ledger, planId, quarter })),
    );
    return found.map((frozen) => frozen?.publication);
  };
  return {
    async comparison(planId, a, b, basis) {
      if ((await moments.plan(planId, { a, b })) === undefined) return undefined;
      const [one, other] =
        basis === 'AS_PUBLISHED'
          ? await published(planId, [a, b])
          : ((await moments.now(planId, (moment, plan, on) =>
              inTurn([a, b], (quarter) => figuresNow(moment, plan, quarter, on)),
            )) ?? []);
      if (one === undefined || other === undefined) return undefined;
      return { actions: compareQuarters(one, other), a: one.totals, b: other.totals };
    },

    async scorecards(planId, quarter, asOf) {
      await moments.plan(planId, { quarter });
      const read: ReadAt<readonly ScorecardView[]> = async (moment, plan, on) => {
        const cards = await readScorecards(moment, plan, on, quarter);
        const [asOfPosition = 0] = moment.positions.values();
        return cards.map((card) => ({ ...card, asOfPosition }));
      };
      const cards =
        asOf === undefined ? moments.now(planId, read) : moments.asOf(planId, asOf, read);
      return (await cards) ?? [];
    },

    async restatements(planId, quarter, page) {
      const plan = await moments.plan(planId, { quarter });
      if (plan === undefined) return emptyPage;
      return restatementPage(collectionsOf(db), plan, quarter, page);
    },
  };
}

async function allLedgers({ db }: TrendStore): Promise<readonly string[]> {
  const heads = collectionsOf(db).ledgers.find({}, { projection: { _id: 1 } });
  return (await heads.toArray()).map(({ _id }) => _id);
}

/** One after the other: a session takes one operation at a time. */
async function inTurn<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await read(item));
  return results;
}

function requireOrder({ from, to }: TrendRequestView): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw inputError({
    field: 'to',
    message: `Expected a quarter from ${from} on; got ${to}.`,
    expected: `${from} or later`,
  });
}
