import type { Progress } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { defaultWindow, timelinessAt } from './due.js';
import { checkProgress } from './progress-rules.js';
import { isRefusal, ruleViolation } from './refusal.js';
import { progressOf } from './report.js';
import type { ProgressTarget } from './report-target.js';
import { findReport, progressEvent, reportNeeds } from './report-target.js';

export type ReportProgressInput = ProgressTarget & Progress;

/** Refused: `already-reported`, and what `checkProgress` refuses. */
export const ReportProgress = defineHandler<ReportProgressInput>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission !== undefined) {
      return ruleViolation(
        'already-reported',
        `${input.quarter} is already reported for this action. Correct the report instead.`,
        { field: 'quarter', expected: 'a quarter without a report', actual: input.quarter },
      );
    }
    const progress = checkProgress(progressOf(input), found, world, context);
    if (isRefusal(progress)) return progress;
    const { actionId, quarter } = input;
    const timeliness = context.imported
      ? 'UNKNOWN'
      : timelinessAt(context.recordedAt, defaultWindow(quarter));
    return [
      progressEvent('ProgressReported', found, { actionId, quarter, ...progress, timeliness }),
    ];
  },
});
