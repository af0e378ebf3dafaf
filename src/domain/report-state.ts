import { defaultWindow, isDue } from './due.js';
import type { LocalDate } from './quarter.js';
import { dateInBogota } from './quarter.js';
import type { PeriodState, ReportState } from './states.js';

/** Where one quarter of one action stands on a given date. */
export type ReportedState =
  | 'NOT_DUE'
  | 'DUE'
  | 'OVERDUE'
  | 'SUBMITTED'
  | 'RETURNED'
  | 'APPROVED'
  | 'PUBLISHED'
  | 'NOT_APPLICABLE';

/** What a report's state follows from. */
export type Standing = Pick<
  ReportState,
  'quarter' | 'submission' | 'withdrawn' | 'knownSince' | 'startDate' | 'endDate' | 'frequency'
>;

/**
 * The state of a report on a date, derived when it is read: time passes without an event. What is
 * missing is overdue from the day after its window closed, or once the quarter itself was closed.
 * Where no period was opened, it is so only if the action was on record by then: an old plan that
 * is imported today has no overdue quarters because of that.
 * @param period the quarter's period, if it was opened.
 */
export function stateAt(
  report: Standing,
  on: LocalDate,
  period: PeriodState | undefined,
): ReportedState {
  const { submission } = report;
  if (submission === undefined) return stateOfMissing(report, on, period);
  switch (submission) {
    case 'SUBMITTED':
    case 'APPROVED':
      return period?.status === 'CLOSED' ? 'PUBLISHED' : submission;
    case 'RETURNED':
    case 'NOT_APPLICABLE':
      return submission;
  }
}

/** Whether a quarter takes no report in time any more: its window passed, or it was closed before that. */
function isOver({ closesAt, status, closedAt }: PeriodState, on: LocalDate): boolean {
  if (on > closesAt) return true;
  return status === 'CLOSED' && (closedAt === undefined || dateInBogota(closedAt) <= on);
}

function stateOfMissing(
  report: Standing,
  on: LocalDate,
  period: PeriodState | undefined,
): ReportedState {
  if (report.withdrawn || !isDue(report, report.quarter)) return 'NOT_DUE';
  if (period !== undefined) return isOver(period, on) ? 'OVERDUE' : 'DUE';
  const { closesAt } = defaultWindow(report.quarter);
  return on > closesAt && dateInBogota(report.knownSince) <= closesAt ? 'OVERDUE' : 'DUE';
}
