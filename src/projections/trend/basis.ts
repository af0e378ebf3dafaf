import type { PercentMode, SignalPolicy } from '../../../events/index.js';
import { policyOf } from '../../domain/publication.js';
import type { LocalDate, Quarter } from '../../domain/quarter.js';
import { cutoffOf } from '../../domain/quarter.js';
import type { OfficeState, PeriodState, PlanState } from '../../domain/states.js';

/** By what the rows of a trend are grouped; each dimension by itself. */
export type Dimension =
  | 'OFFICE'
  | 'FUNDING_SOURCE'
  | 'ASSOCIATED_PLAN'
  | 'OBJECTIVE'
  | 'FREQUENCY'
  | 'STATE'
  | 'SIGNAL'
  | 'ACTION';

/** Which actions a trend is about: those that meet all that is given. */
export interface TrendFilter {
  readonly officeId?: string;
  readonly fundingSource?: string;
  readonly associatedPlan?: string;
  readonly frequency?: string;
}

/** What is asked of a trend. */
export interface TrendRequest {
  readonly from?: Quarter;
  readonly to?: Quarter;
  readonly groupBy: readonly Dimension[];
  readonly filter: TrendFilter;
  /** The date that states are asked for. */
  readonly on: LocalDate;
}

/** Which rows are added up, and by what: each dimension by itself, beside the total. */
export interface Grouping {
  readonly dimensions: readonly Dimension[];
  readonly filter: TrendFilter;
  /** The date that states are asked for. */
  readonly on: LocalDate;
  readonly merges: ReadonlyMap<string, string>;
}

/** What holds for all rows of one plan in one quarter. */
export interface QuarterBasis {
  readonly quarter: Quarter;
  readonly cutoff: LocalDate;
  readonly period?: PeriodState;
  readonly policy: SignalPolicy;
}

/** What the rows of one plan are measured by. */
export interface PlanBasis {
  readonly planId: string;
  readonly objective?: string;
  readonly mode: PercentMode;
  readonly weighted: boolean;
  /** Actions that were not withdrawn; only a plan with weights is measured by it. */
  readonly actions: number;
  readonly quarters: readonly QuarterBasis[];
}

export function planBasis(
  plan: PlanState,
  periods: readonly PeriodState[],
  actions: number,
  quarters: readonly Quarter[],
): PlanBasis {
  const { planId, objective, percentMode: mode, weighted } = plan;
  return {
    planId,
    ...(objective === undefined ? {} : { objective }),
    mode,
    weighted,
    actions,
    quarters: quarters.map((quarter) => {
      const period = periods.find((candidate) => candidate.quarter === quarter);
      const frozen = period?.status === 'CLOSED' ? period.signalPolicy : undefined;
      return {
        quarter,
        cutoff: period?.cutoff ?? cutoffOf(quarter),
        policy: frozen ?? policyOf(plan),
        ...(period === undefined ? {} : { period }),
      };
    }),
  };
}

/** Where each merged office's rows count: in the office that it, in the end, went into. */
export function mergesOf(offices: readonly OfficeState[]): ReadonlyMap<string, string> {
  const into = new Map(
    offices.flatMap(({ officeId, mergedInto }) =>
      mergedInto === undefined ? [] : [[officeId, mergedInto] as const],
    ),
  );
  const last = (id: string): string => {
    const next = into.get(id);
    return next === undefined ? id : last(next);
  };
  return new Map([...into.keys()].map((id) => [id, last(id)]));
}

/** The offices that answer now for these; of several that went into one, that one once. */
export function officesOf(
  officeIds: readonly string[],
  merges: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set(officeIds.map((id) => merges.get(id) ?? id));
}
