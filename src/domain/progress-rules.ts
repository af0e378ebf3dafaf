import type { PercentMode, Progress } from '../../events/index.js';
import type { DecisionContext } from './command.js';
import { completeProgress, percentText } from './percent.js';
import type { Refusal } from './refusal.js';
import { badInput, isRefusal, reasonRequired } from './refusal.js';
import { reportIdsOf } from './report.js';
import type { FoundReport } from './report-target.js';
import type { ReportState } from './states.js';
import type { World } from './world.js';

/** Refused: nothing said, and what `completeProgress` and `checkReasons` refuse. */
export function checkProgress(
  given: Progress,
  found: FoundReport,
  world: World,
  context: DecisionContext,
  measure = true,
): (Progress & { fall: boolean }) | Refusal {
  if (Object.keys(given).length === 0) {
    return badInput(
      'A report says a percentage, a quantity or a narrative. To take a report back, withdraw it.',
      {
        field: 'percent',
        expected: 'at least one of percent, quantity, narrative',
        actual: 'none',
      },
    );
  }
  const progress = measure ? completeProgress(given, found.action.target) : given;
  if (isRefusal(progress)) return progress;
  const ids = reportIdsOf(found.action.actionId);
  const reports = ids.flatMap((id) => world.get('reports', id) ?? []);
  return checkReasons(progress, found.report, reports, found.plan.percentMode, context);
}

/**
 * Values that a controller would ask about need a reason: above 100 %, none where there was one,
 * and, where percentages are cumulative, a fall. A fall is flagged.
 */
function checkReasons(
  progress: Progress,
  report: ReportState,
  reports: readonly ReportState[],
  mode: PercentMode,
  context: DecisionContext,
): (Progress & { fall: boolean }) | Refusal {
  const { percent } = progress;
  if (percent === report.percent) return { ...progress, fall: false };
  if (percent === undefined) {
    // Else a fall could be had without a reason: remove the percentage, then report a lower one.
    return context.reason === undefined
      ? reasonRequired('The removal of a percentage')
      : { ...progress, fall: false };
  }
  if (percent > 10_000 && context.reason === undefined) {
    return reasonRequired(`A percentage above 100 % (${percentText(percent)})`);
  }
  const fall = mode === 'CUMULATIVE' ? fallOf(percent, report, reports) : undefined;
  if (fall !== undefined && context.reason === undefined) {
    const { from, to } = fall;
    return reasonRequired(
      `A fall of a cumulative percentage (from ${percentText(from)} to ${percentText(to)})`,
    );
  }
  return { ...progress, fall: fall !== undefined };
}

/**
 * Where a cumulative series falls with this percentage in it: below what this quarter or the last
 * one before it has on record, or above what the next one after it has.
 */
function fallOf(percent: number, report: ReportState, reports: readonly ReportState[]) {
  const series = reports
    .flatMap(({ quarter, percent: known }) => (known === undefined ? [] : [{ quarter, known }]))
    .sort((a, b) => a.quarter.localeCompare(b.quarter));
  const earlier = series.findLast(({ quarter }) => quarter < report.quarter)?.known ?? 0;
  const before = Math.max(earlier, report.percent ?? 0);
  if (percent < before) return { from: before, to: percent };
  const after = series.find(({ quarter }) => quarter > report.quarter)?.known;
  // A fall that is there already is not this correction's.
  const fellBefore = after !== undefined && (report.percent ?? 0) > after;
  return after !== undefined && percent > after && !fellBefore
    ? { from: percent, to: after }
    : undefined;
}
