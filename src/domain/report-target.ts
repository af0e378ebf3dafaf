import type { DataOf } from '../../events/index.js';
import { actionStream, actionWithdrawn } from './action.js';
import { checkExpectedVersion } from './expected-version.js';
import { periodIdOf } from './period.js';
import { yearOf } from './quarter.js';
import type { Refusal } from './refusal.js';
import { notFound, ruleViolation } from './refusal.js';
import { reportIdOf, reportIdsOf } from './report.js';
import type { ActionState, PeriodState, PlanState, ReportState } from './states.js';
import type { Need, World } from './world.js';

/** The report that a command is about. */
export interface ProgressTarget {
  readonly actionId: string;
  readonly quarter: string;
  /** The last streamVersion that touched the quarter's report, as the caller knew it; 0: none. */
  readonly expectedReportVersion?: number;
}

/** What a command about a report is decided on. */
export interface FoundReport {
  readonly action: ActionState;
  readonly plan: PlanState;
  readonly report: ReportState;
  /** The quarter's period, if it was opened. */
  readonly period?: PeriodState;
  /** The quarter is closed: only a correction with a reason changes it. */
  readonly closed: boolean;
}

export const reportNeeds = {
  target: (input: ProgressTarget) => ({ model: 'actions', id: input.actionId }) as const,
  needs: (input: ProgressTarget): Need[] =>
    reportIdsOf(input.actionId).map((id) => ({ model: 'reports', id })),
  moreNeeds(input: ProgressTarget, world: World): Need[] {
    const planId = world.get('actions', input.actionId)?.planId;
    if (planId === undefined) return [];
    const period = periodIdOf(planId, input.quarter);
    return [
      { model: 'plans', id: planId },
      { model: 'periods', id: period },
    ];
  },
};

/** Refused: no such action, `quarter-outside-plan`, a lost race, a withdrawn action. */
export function findReport(input: ProgressTarget, world: World): FoundReport | Refusal {
  const action = world.get('actions', input.actionId);
  if (action === undefined) return notFound('actionId', input.actionId);
  const plan = world.get('plans', action.planId);
  const reportId = reportIdOf(input.actionId, input.quarter);
  const known = reportIdsOf(input.actionId).includes(reportId);
  const report = known ? world.get('reports', reportId) : undefined;
  if (plan === undefined || yearOf(input.quarter) !== action.year || report === undefined) {
    const message = `The action belongs to a plan of ${action.year}, and ${input.quarter} is not a quarter of it.`;
    const expected = `a quarter of ${action.year}`;
    return ruleViolation('quarter-outside-plan', message, {
      field: 'quarter',
      expected,
      actual: input.quarter,
    });
  }
  const { expectedReportVersion: expected } = input;
  const lost = checkExpectedVersion(
    `${input.actionId} ${input.quarter}`,
    expected ?? 'any',
    report.reportVersion,
    'expectedReportVersion',
  );
  if (lost !== undefined) return lost;
  if (action.withdrawn) return actionWithdrawn(action);
  const period = world.get('periods', periodIdOf(action.planId, input.quarter));
  const closed = period?.status === 'CLOSED';
  return { action, plan, report, closed, ...(period === undefined ? {} : { period }) };
}

export function periodClosed({ report: { quarter } }: FoundReport): Refusal {
  return ruleViolation(
    'period-closed',
    `${quarter} is closed. Correct the report with a reason, or have the quarter reopened.`,
    { field: 'quarter', expected: 'an open quarter', actual: quarter },
  );
}

type ReportEventName =
  | 'ProgressReported'
  | 'ProgressCorrected'
  | 'ProgressWithdrawn'
  | 'ReportApproved'
  | 'ReportReturned'
  | 'ReportMarkedNotApplicable'
  | 'EvidenceAttached'
  | 'EvidenceWithdrawn';

export function reportEvent<T extends ReportEventName>(
  type: T,
  found: FoundReport,
  data: DataOf<T>,
) {
  const { actionId, planId, officeIds } = found.action;
  const subject = { planId, actionId, quarter: found.report.quarter, officeIds };
  return { type, stream: actionStream(actionId), subject, data } as const;
}

export function notReported(input: ProgressTarget): Refusal {
  return ruleViolation(
    'not-reported',
    `${input.quarter} has no report for this action yet. Report its progress first.`,
    { field: 'quarter', expected: 'a quarter with a report', actual: input.quarter },
  );
}
