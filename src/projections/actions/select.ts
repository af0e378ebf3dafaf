import type { LocalDate, Quarter } from '../../domain/quarter.js';
import type { ReportedState } from '../../domain/report-state.js';
import type { Signal } from '../../domain/signal.js';
import type { ActionState } from '../../domain/states.js';
import type { PageBounds } from '../page-rows.js';
import { officesOf } from '../trend/basis.js';
import type { ActionCondition, Surroundings } from './condition.js';
import { quartersIn, testOf } from './condition.js';
import type { PlanFacts } from './facts.js';
import type { ActionOrder, OrderValue } from './order.js';
import { comparing, valuesOf } from './order.js';
import type { QuarterFacts } from './quarter-facts.js';
import { quarterFacts } from './quarter-facts.js';

/** Which actions of a plan are wanted, and in which order. */
export interface ActionRequest {
  readonly condition: ActionCondition;
  readonly orders: readonly ActionOrder[];
}

/** The quarters whose reports have to be known to answer a request. */
export function quartersOf({ condition, orders }: ActionRequest): readonly Quarter[] {
  const ordered = orders.flatMap((order) => ('quarter' in order ? order.quarter : []));
  return [...new Set([...quartersIn(condition), ...ordered])].sort();
}

/** One action of a list: what it is ordered by, its id last. */
export interface Selected {
  readonly action: ActionState;
  readonly values: readonly OrderValue[];
}

export interface Selection {
  readonly all: readonly Selected[];
  readonly compare: (a: readonly OrderValue[], b: readonly OrderValue[]) => number;
}

/** The actions that meet a condition, in order. States are those of the date `on`. */
export function selectActions(
  facts: PlanFacts,
  { condition, orders }: ActionRequest,
  on: LocalDate,
): Selection {
  const around = surroundings(facts, on);
  const meets = testOf(condition, around);
  const values = valuesOf(orders, around);
  const compare = comparing(orders);
  const all = facts.actions
    .filter(meets)
    .map((action) => ({ action, values: values(action) }))
    .sort((a, b) => compare(a.values, b.values));
  return { all, compare };
}

/** The part of a list between bounds, which need not be items of it any more. */
export function sliceOf(
  { all, compare }: Selection,
  { limit, fromEnd, after, before }: PageBounds,
) {
  const from = after === undefined ? 0 : firstWhere(all, compare, after as OrderValue[], 1);
  const to =
    before === undefined ? all.length : firstWhere(all, compare, before as OrderValue[], 0);
  const end = Math.max(from, to);
  const [start, stop] = fromEnd
    ? [Math.max(from, end - limit), end]
    : [from, Math.min(end, from + limit)];
  return {
    items: all.slice(start, stop),
    // At the other end: the bound itself is an item beyond the page.
    hasNextPage: fromEnd ? before !== undefined : stop < end,
    hasPreviousPage: fromEnd ? start > from : after !== undefined,
  };
}

/** The first place whose values are past the bound, or (from 0) not before it. */
function firstWhere(
  all: Selection['all'],
  compare: Selection['compare'],
  bound: readonly OrderValue[],
  past: 0 | 1,
): number {
  const found = all.findIndex(({ values }) => compare(values, bound) >= past);
  return found < 0 ? all.length : found;
}

/** How many actions of a list are alike in a quarter; an action counts in each of its offices. */
export interface ActionCounts {
  readonly byState: ReadonlyMap<ReportedState, number>;
  readonly bySignal: ReadonlyMap<Signal, number>;
  /** Of offices as they are now; undefined: of actions that no office answers for. */
  readonly byOffice: ReadonlyMap<string | undefined, number>;
}

export function countActions(
  facts: PlanFacts,
  { all }: Selection,
  quarter: Quarter,
  on: LocalDate,
): ActionCounts {
  const { quarterOf, merges } = surroundings(facts, on);
  const factsOf = quarterOf(quarter);
  const [byState, bySignal] = [new Map<ReportedState, number>(), new Map<Signal, number>()];
  const byOffice = new Map<string | undefined, number>();
  for (const { action } of all) {
    const report = factsOf(action.actionId);
    if (report !== undefined) {
      add(byState, report.state);
      add(bySignal, report.signal);
    }
    const offices = officesOf(action.officeIds, merges);
    for (const office of offices.size === 0 ? [undefined] : offices) add(byOffice, office);
  }
  return { byState, bySignal, byOffice };
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function surroundings({ plan, merges, periods, reports }: PlanFacts, on: LocalDate): Surroundings {
  const known = new Map<Quarter, QuarterFacts>();
  const quarterOf = (quarter: Quarter) => {
    const period = periods.find((candidate) => candidate.quarter === quarter);
    const facts =
      known.get(quarter) ?? quarterFacts(reports.get(quarter) ?? new Map(), plan, period, on);
    known.set(quarter, facts);
    return facts;
  };
  return { plan, merges, quarterOf };
}
