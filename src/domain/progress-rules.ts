import type { PercentMode, Progress } from '../../events/index.js';
import type { DecisionContext } from './command.js';
import { percentText } from './percent.js';
import type { Refusal } from './refusal.js';
import { reasonRequired } from './refusal.js';
import type { ReportState } from './states.js';

/**
 * Values that a controller would ask about need a reason: above 100 %, none where there was one, and,
 * where percentages are cumulative, a fall below what this quarter or an earlier one has on record. A fall is flagged.
 */
export function checkReasons(
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
  const before = mode === 'CUMULATIVE' ? highestUpTo(report, reports) : undefined;
  const fall = before !== undefined && percent < before;
  if (fall && context.reason === undefined) {
    return reasonRequired(
      `A fall of a cumulative percentage (from ${percentText(before)} to ${percentText(percent)})`,
    );
  }
  return { ...progress, fall };
}

function highestUpTo(report: ReportState, reports: readonly ReportState[]): number | undefined {
  const known = reports
    .filter((other) => other.quarter <= report.quarter && other.percent !== undefined)
    .map((other) => other.percent ?? 0);
  return known.length === 0 ? undefined : Math.max(...known);
}
