import type { Quarter } from '../../domain/quarter.js';
import type { Model, PlanState, States } from '../../domain/states.js';
import type { Grouping, PlanBasis } from './basis.js';
import { planBasis } from './basis.js';
import type { PlanSums } from './group-sums.js';

/** The models whose states are asked for by id, with the kind of their ids. */
export const kinds = { plans: 'plan', offices: 'office', actions: 'action' } as const;

/** State fields with the values that are wanted: equal, null for absent, or `{ $in: […] }`. */
export type Where = Readonly<Record<string, unknown>>;

/** What figures are taken from: ledgers' rows as they are, or as they were at a position. */
export interface Moment {
  /** For each ledger the position whose figures these are. */
  readonly positions: ReadonlyMap<string, number>;
  /** Where each merged office's rows count. */
  readonly merges: ReadonlyMap<string, string>;
  /** @param without fields that nobody looks at, and that weigh much. */
  states<M extends Model, F extends keyof States[M] & string = never>(
    model: M,
    where: Where,
    without?: readonly F[],
  ): Promise<readonly Omit<States[M], F>[]>;
  /** The states with these ids that there are, in no order. */
  statesById<M extends keyof typeof kinds>(
    model: M,
    ids: readonly string[],
  ): Promise<readonly States[M][]>;
  /** How many actions a plan has that were not withdrawn. */
  countActions(plan: PlanState): Promise<number>;
  /** Sums over the report rows of each plan, in the order of the plans. */
  sums(
    plans: readonly PlanBasis[],
    grouping: Omit<Grouping, 'merges'>,
  ): Promise<readonly PlanSums[]>;
}

/** What the rows of plans are measured by, in those of their quarters that are wanted. */
export async function readBases(
  moment: Moment,
  plans: readonly PlanState[],
  quartersOf: (plan: PlanState) => readonly Quarter[],
): Promise<readonly PlanBasis[]> {
  const planIds = plans.map(({ planId }) => planId);
  const periods = await moment.states('periods', { planId: { $in: planIds } });
  const bases: PlanBasis[] = [];
  for (const plan of plans) {
    const own = periods.filter(({ planId }) => planId === plan.planId);
    const actions = plan.weighted ? await moment.countActions(plan) : 0;
    bases.push(planBasis(plan, own, actions, quartersOf(plan)));
  }
  return bases;
}
