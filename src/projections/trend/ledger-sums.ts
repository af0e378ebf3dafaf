import { ledgerOf } from '../../domain/ids.js';
import type { Quarter } from '../../domain/quarter.js';
import { numberOf, quartersOf, yearOf } from '../../domain/quarter.js';
import type { PlanState } from '../../domain/states.js';
import type { Dimension, TrendRequest } from './basis.js';
import type { PlanSums } from './group-sums.js';
import type { Moment, Where } from './moment.js';
import { readBases } from './moment.js';

/** What one ledger adds to a trend. */
export interface LedgerSums {
  readonly ledger: string;
  /** The position whose sums these are. */
  readonly position: number;
  readonly plans: readonly PlanSums[];
  /** Names of offices and actions, for labels; also of ledgers that were read with it. */
  readonly names: ReadonlyMap<string, string>;
}

/** The sums of the plans whose states have these values, for each ledger of a moment. */
export async function ledgerSums(
  moment: Moment,
  plans: Where,
  request: TrendRequest,
): Promise<readonly LedgerSums[]> {
  const { filter, on, groupBy: dimensions } = request;
  const found = await moment.states('plans', plans);
  const read = await readBases(moment, found, (plan) => quartersAsked(plan, request));
  const bases = read.filter(({ quarters }) => quarters.length > 0);
  const sums = await moment.sums(bases, { dimensions, filter, on });
  const names = await namesOf(moment, sums);
  return [...moment.positions].map(([ledger, position]) => {
    const own = sums.filter((_, i) => ledgerOf('plan', bases[i]?.planId ?? '') === ledger);
    return { ledger, position, plans: own, names };
  });
}

/** One quarter more at the beginning: the change of the first one is measured by it. */
function quartersAsked({ year }: PlanState, { from, to }: TrendRequest): readonly Quarter[] {
  const first = from === undefined ? undefined : quarterBefore(from);
  return quartersOf(year).filter(
    (quarter) => (first === undefined || quarter >= first) && (to === undefined || quarter <= to),
  );
}

function quarterBefore(quarter: Quarter): Quarter {
  const n = numberOf(quarter);
  return n === 1 ? `${yearOf(quarter) - 1}-Q4` : `${yearOf(quarter)}-Q${n - 1}`;
}

async function namesOf(
  moment: Moment,
  sums: readonly PlanSums[],
): Promise<ReadonlyMap<string, string>> {
  const keysIn = (dimension: Dimension) => {
    const groups = sums.flatMap((plan) => plan.groups.get(dimension) ?? []);
    return [...new Set(groups.flatMap(({ key }) => key ?? []))];
  };
  const offices = await moment.statesById('offices', keysIn('OFFICE'));
  const actions = await moment.statesById('actions', keysIn('ACTION'));
  return new Map([
    ...offices.map(({ officeId, name }) => [officeId, name] as const),
    ...actions.map(({ actionId, number, name }) => [actionId, `${number}. ${name}`] as const),
  ]);
}
