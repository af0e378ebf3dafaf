import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SignalPolicy } from '../../events/index.js';
import { expectedIn } from './expected.js';
import type { LocalDate, Quarter } from './quarter.js';
import { isDue } from './due.js';
import { rounded } from './fraction.js';
import type { ReportedState } from './report-state.js';
import { stateAt } from './report-state.js';
import type { Signal } from './signal.js';
import { defaultPolicy, efficacyOf, signalOf } from './signal.js';
import type { PeriodState, PlanState, ReportState } from './states.js';
import type { Summary } from './summary.js';
import { summarize } from './summary.js';
import type { World } from './world.js';

/** The figures of a quarter as they were when it was closed. No texts: those stay in the log. */
export interface Publication extends QuarterFigures {
  readonly planId: string;
  /** The last position before the closing: the figures are those as of it. */
  readonly asOfPosition: number;
  readonly cutoff: LocalDate;
  readonly signalPolicy: SignalPolicy;
}

export interface QuarterFigures {
  readonly quarter: Quarter;
  readonly actions: readonly PublishedAction[];
  readonly totals: Summary;
}

export interface PublishedAction {
  readonly actionId: string;
  readonly percent?: number;
  readonly expected?: number;
  readonly state: ReportedState;
  readonly signal: Signal;
}

/** By what the figures of a quarter are taken, and on which day. */
export interface FiguresBasis {
  readonly quarter: Quarter;
  readonly cutoff: LocalDate;
  readonly signalPolicy: SignalPolicy;
  readonly period?: PeriodState;
  readonly on: LocalDate;
}

/** The figures of one quarter: every action of the plan that was not withdrawn, by id. */
export function quarterFigures(
  plan: PlanState,
  reports: readonly ReportState[],
  { quarter, cutoff, signalPolicy, period, on }: FiguresBasis,
): QuarterFigures {
  const listed = reports
    .filter((report) => report.quarter === quarter && !report.withdrawn)
    .toSorted((a, b) => (a.actionId < b.actionId ? -1 : 1));
  const actions = listed.map((report): PublishedAction => {
    const { actionId, percent } = report;
    const expected = expectedIn(report, quarter, plan.percentMode, cutoff);
    return {
      actionId,
      ...(percent === undefined ? {} : { percent }),
      ...(expected === undefined ? {} : { expected: rounded(expected) }),
      state: stateAt(report, on, period),
      signal: signalOf(efficacyOf(percent, expected), signalPolicy),
    };
  });
  const measured = listed.map((report) => ({ ...report, due: isDue(report, quarter) }));
  return { quarter, actions, totals: summarize(measured, plan.weighted) };
}

/** The quarter's figures on the day of its closing, which make its reports PUBLISHED. */
export function publicationOf(
  plan: PlanState,
  period: PeriodState,
  world: World,
  asOf: { readonly position: number; readonly on: LocalDate },
): Publication {
  const { planId, quarter, cutoff } = period;
  const signalPolicy = policyOf(plan);
  const closed: PeriodState = { ...period, status: 'CLOSED' };
  const basis = { quarter, cutoff, signalPolicy, period: closed, on: asOf.on };
  const figures = quarterFigures(plan, world.find(reportsOfQuarter(planId, quarter)), basis);
  return { planId, asOfPosition: asOf.position, cutoff, signalPolicy, ...figures };
}

/** The rows of one quarter of a plan. */
export const reportsOfQuarter = (planId: string, quarter: Quarter) =>
  ({ model: 'reports', where: { planId, quarter } }) as const;

/** The policy that colours a plan's reports now. */
export function policyOf(plan: PlanState): SignalPolicy {
  return plan.signalPolicy ?? defaultPolicy;
}

/** SHA-256 of the canonical JSON (RFC 8785), hex: what `PeriodClosed` carries. */
export function publicationHash(publication: Publication): string {
  const text = canonicalize(publication);
  if (text === undefined) throw new Error('a publication has a canonical form');
  return createHash('sha256').update(text).digest('hex');
}
