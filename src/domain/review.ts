import type { DataOf } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { isRefusal, reasonRequired, ruleViolation } from './refusal.js';
import { progressOf } from './report.js';
import type { FoundReport, ProgressTarget } from './report-target.js';
import { findReport, periodClosed, reportEvent, reportNeeds } from './report-target.js';

/** Refused: nothing submitted, the reporter's own report, a closed quarter. */
export const ApproveReport = defineHandler<ProgressTarget>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission === 'APPROVED') return [];
    if (found.report.submission !== 'SUBMITTED') return notSubmitted(found);
    if (found.closed) return periodClosed(found);
    if (found.report.actorId === context.actor.id) {
      return ruleViolation(
        'own-report',
        'A report is approved by another person than the one who reported it.',
        {
          field: 'quarter',
          expected: 'an approver who did not report it',
          actual: context.actor.id,
        },
      );
    }
    return [reportEvent('ReportApproved', found, dataOf(input))];
  },
});

/** Refused: nothing submitted, no reason, a closed quarter. */
export const ReturnReport = defineHandler<ProgressTarget>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    const { submission } = found.report;
    if (submission !== 'SUBMITTED' && submission !== 'APPROVED') return notSubmitted(found);
    if (found.closed) return periodClosed(found);
    if (context.reason === undefined) return reasonRequired('The return of a report');
    return [reportEvent('ReportReturned', found, dataOf(input))];
  },
});

/** Refused: no reason, a closed quarter. Marking once more changes nothing. */
export const MarkReportNotApplicable = defineHandler<ProgressTarget>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission === 'NOT_APPLICABLE') return [];
    if (found.closed) return periodClosed(found);
    if (context.reason === undefined) return reasonRequired('Marking a quarter as not applicable');
    const data = { ...dataOf(input), before: progressOf(found.report) };
    return [reportEvent('ReportMarkedNotApplicable', found, data)];
  },
});

function dataOf({ actionId, quarter }: ProgressTarget): DataOf<'ReportApproved'> {
  return { actionId, quarter };
}

function notSubmitted({ report }: FoundReport) {
  return ruleViolation('not-submitted', `${report.quarter} has no submitted report to review.`, {
    field: 'quarter',
    expected: 'a submitted report',
    actual: report.submission ?? 'none',
  });
}
