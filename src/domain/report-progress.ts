import type { Progress } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { defaultWindow, timelinessAt } from './due.js';
import { checkProgress } from './progress-rules.js';
import { isRefusal, ruleViolation } from './refusal.js';
import { progressOf, withoutReport } from './report.js';
import type { ProgressTarget } from './report-target.js';
import { findReport, periodClosed, reportEvent, reportNeeds } from './report-target.js';

export type ReportProgressInput = ProgressTarget & Progress;

/** Refused: `already-reported` (unless it was returned), `period-closed`, and what `checkProgress` refuses. */
export const ReportProgress = defineHandler<ReportProgressInput>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    const { submission } = found.report;
    if (submission === 'SUBMITTED' || submission === 'APPROVED') {
      return ruleViolation(
        'already-reported',
        `${input.quarter} is already reported for this action. Correct the report instead.`,
        { field: 'quarter', expected: 'a quarter without a report', actual: input.quarter },
      );
    }
    if (found.closed) return periodClosed(found);
    // What was returned is judged anew, as if nothing had been reported.
    const anew = { ...found, report: withoutReport(found.report) };
    const progress = checkProgress(progressOf(input), anew, world, context);
    if (isRefusal(progress)) return progress;
    const { actionId, quarter } = input;
    const timeliness = context.imported
      ? 'UNKNOWN'
      : timelinessAt(context.recordedAt, found.period ?? defaultWindow(quarter));
    return [reportEvent('ProgressReported', found, { actionId, quarter, ...progress, timeliness })];
  },
});
