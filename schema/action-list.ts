import type { Frequency, Timeliness } from '../events/index.js';
import type { Page } from './context.js';
import type { ReportState } from './report.type.js';
import type { Signal } from './signal.type.js';
import type { ActionView, OfficeView } from './views.js';

// The part of the port that lists of actions come from. Percentages are whole basis points.

/** Which actions of a plan are wanted, and in which order: by number where none is given. */
export interface ActionRequestView {
  readonly filter: ActionFilterView;
  readonly orderBy: readonly ActionOrderView[];
}

/** An action meets all that is given. */
export interface ActionFilterView {
  readonly officeId?: string;
  readonly fundingSource?: string;
  readonly associatedPlan?: string;
  readonly objective?: string;
  readonly frequency?: Frequency;
  readonly withdrawn?: boolean;
  readonly startDate?: DateRangeView;
  readonly endDate?: DateRangeView;
  readonly text?: string;
  readonly report?: ReportFilterView;
  readonly and?: readonly ActionFilterView[];
  readonly or?: readonly ActionFilterView[];
  readonly not?: ActionFilterView;
}

/** Both included. */
export interface DateRangeView {
  readonly from?: string;
  readonly to?: string;
}

export interface ReportFilterView {
  readonly quarter: string;
  readonly states?: readonly ReportState[];
  readonly signals?: readonly Signal[];
  readonly timeliness?: readonly Timeliness[];
  readonly percentFrom?: number;
  readonly percentTo?: number;
}

export type ActionOrderView = { readonly direction: 'ASC' | 'DESC' } & (
  { readonly by: ActionOrderKey } | { readonly by: ReportOrderKey; readonly quarter: string }
);

export const actionOrderKeys = [
  ...(['NUMBER', 'NAME', 'START_DATE', 'END_DATE', 'FREQUENCY', 'FUNDING_SOURCE'] as const),
];
export type ActionOrderKey = (typeof actionOrderKeys)[number];

/** Facts of a report, and so of a quarter. */
export const reportOrderKeys = [
  ...(['PERCENT', 'EXPECTED', 'EFFICACY', 'GAP', 'STATE', 'SIGNAL', 'WEIGHT'] as const),
];
export type ReportOrderKey = (typeof reportOrderKeys)[number];

/** A part of a list of actions, and counts over the whole list. */
export interface ActionPage extends Page<ActionView> {
  /** Throws `inputError` for a quarter outside the plan's year. */
  countsIn(quarter: string): Promise<ActionCountsView>;
}

export interface ActionCountsView {
  readonly byState: ReadonlyMap<ReportState, number>;
  readonly bySignal: ReadonlyMap<Signal, number>;
  /** By name; an action counts in each of its offices. */
  offices(): Promise<readonly OfficeCountView[]>;
}

export interface OfficeCountView {
  /** Absent: of actions that no office answers for. */
  readonly office?: OfficeView;
  readonly count: number;
}
