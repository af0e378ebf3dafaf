import type { ActionPage } from './action-list.js';
import type { Page, PageRequest } from './context.js';
import type { ReportState } from './report.type.js';
import type { Signal } from './signal.type.js';
import type { TrendDimension } from './trend.type.js';

// The part of the port that analysts' figures come from. Percentages are whole basis points.

export interface FiguresPort {
  /** Undefined when there is no such plan. */
  trend(planId: string, request: TrendRequestView, asOf?: AsOfView): Promise<TrendView | undefined>;
  /** Over the plans of several years and entities. */
  trends(scope: TrendsScopeView, request: TrendRequestView): Promise<TrendView>;
  comparison(
    planId: string,
    a: string,
    b: string,
    basis: 'AS_PUBLISHED' | 'AS_KNOWN_NOW',
  ): Promise<ComparisonView | undefined>;
  scorecards(planId: string, quarter: string, asOf?: AsOfView): Promise<readonly ScorecardView[]>;
  /** What changed in a quarter after it was closed, oldest first. */
  restatements(planId: string, quarter: string, page: PageRequest): Promise<Page<RestatementView>>;
  /** Actions with a quarter unreported by now and overdue on a date (or today), by number. */
  overdue(planId: string, on: string | undefined, page: PageRequest): Promise<ActionPage>;
}

/** A moment, or a position; exactly one. */
export type AsOfView = { readonly at: Date } | { readonly position: number };

export interface TrendRequestView {
  readonly from?: string;
  readonly to?: string;
  readonly groupBy: readonly TrendDimension[];
  readonly filter: TrendFilterView;
}

export interface TrendFilterView {
  readonly officeId?: string;
  readonly fundingSource?: string;
  readonly associatedPlan?: string;
  readonly frequency?: string;
}

export interface TrendsScopeView {
  readonly years?: readonly number[];
  readonly entityIds?: readonly string[];
}

export interface TrendView {
  readonly points: readonly TrendPointView[];
  readonly total: readonly TrendPointView[];
  /** Undefined where the figures are of several ledgers. */
  readonly asOfPosition?: number;
}

export interface TrendPointView {
  readonly quarter: string;
  readonly group?: {
    readonly dimension: TrendDimension;
    readonly key?: string;
    readonly label: string;
  };
  readonly due: number;
  readonly notDue: number;
  readonly reported: number;
  readonly missing: number;
  readonly completeness?: number;
  readonly progress?: number;
  readonly expected?: number;
  readonly efficacy?: number;
  readonly gap?: number;
  readonly change?: number;
  readonly bySignal: Readonly<Record<Signal, number>>;
}

export interface QuarterTotalsView {
  readonly due: number;
  readonly reported: number;
  readonly completeness?: number;
  readonly progress?: number;
}

export interface QuarterSideView {
  readonly percent?: number;
  readonly state: ReportState;
  readonly signal: Signal;
}

export interface ComparisonView {
  readonly actions: readonly {
    readonly actionId: string;
    readonly a?: QuarterSideView;
    readonly b?: QuarterSideView;
    readonly change?: number;
  }[];
  readonly a: QuarterTotalsView;
  readonly b: QuarterTotalsView;
}

export interface ScorecardView {
  readonly officeId: string;
  readonly name: string;
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  readonly unknown: number;
  readonly missing: number;
  readonly approved: number;
  readonly returned: number;
  readonly progress?: number;
  /** The position of the ledger whose figures these are. */
  readonly asOfPosition: number;
}

export interface RestatementView {
  readonly position: number;
  readonly actionId: string;
  readonly before?: number;
  readonly after?: number;
  readonly narrativeChanged: boolean;
  readonly recordedAt: Date;
  readonly actor?: { readonly id: string; readonly role?: string };
  readonly reason?: string;
  readonly signalBefore: Signal;
  readonly signalAfter: Signal;
}
