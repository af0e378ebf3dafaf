import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { isRefusal, reasonRequired } from './refusal.js';
import { isReported, progressOf } from './report.js';
import type { ProgressTarget } from './report-target.js';
import { findReport, notReported, reportEvent, reportNeeds } from './report-target.js';

/** Refused: `not-reported`, or no reason. */
export const WithdrawProgress = defineHandler<ProgressTarget>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    if (!isReported(found.report)) return notReported(input);
    if (context.reason === undefined) return reasonRequired('The withdrawal of a report');
    const { actionId, quarter } = input;
    const data = { actionId, quarter, before: progressOf(found.report), afterCutoff: found.closed };
    return [reportEvent('ProgressWithdrawn', found, data)];
  },
});
