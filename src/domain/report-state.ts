import { defaultWindow, isDue } from './due.js';
import type { LocalDate } from './quarter.js';
import { dateInBogota } from './quarter.js';
import type { ReportState } from './states.js';

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

/**
 * The state of a report on a date, derived when it is read: time passes without an event. What is
 * missing is overdue from the day after its window closed, but only if the action was on record by
 * then: an old plan that is imported today has no overdue quarters because of that.
 */
export function stateAt(report: ReportState, on: LocalDate): ReportedState {
  if (report.submission !== undefined) return report.submission;
  if (report.withdrawn || !isDue(report, report.quarter)) return 'NOT_DUE';
  const { closesAt } = defaultWindow(report.quarter);
  return on > closesAt && dateInBogota(report.knownSince) <= closesAt ? 'OVERDUE' : 'DUE';
}
