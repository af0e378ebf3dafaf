import type { Progress } from '../../events/index.js';
import { applyChange } from './action.js';
import { changedFields } from './action-fields.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { checkProgress } from './progress-rules.js';
import { isRefusal, reasonRequired } from './refusal.js';
import { isReported, progressOf } from './report.js';
import type { ProgressTarget } from './report-target.js';
import { findReport, notReported, reportEvent, reportNeeds } from './report-target.js';

export interface CorrectProgressInput extends ProgressTarget {
  /**
   * What changes; null removes a value, what is left out stays. A percentage that is removed
   * beside a quantity is measured anew.
   */
  readonly changes: { readonly [F in keyof Progress]?: Progress[F] | null };
}

/** Refused: `not-reported`, and what `checkProgress` refuses. */
export const CorrectProgress = defineHandler<CorrectProgressInput>({
  ...reportNeeds,
  decide(input, world, context): Decision {
    const found = findReport(input, world);
    if (isRefusal(found)) return found;
    // In a closed quarter a correction is the only way, also to report what was missing.
    if (!isReported(found.report) && !found.closed) return notReported(input);
    const current = progressOf(found.report);
    const asked = changedFields(current, input.changes);
    // A new quantity makes a new percentage, unless one is given too: then both must agree.
    const measured = 'quantity' in asked.after && input.changes.percent === undefined;
    const { percent: _, ...unmeasured } = current;
    const kept = measured ? unmeasured : current;
    const wanted = applyChange<Progress>(kept, asked.before, asked.after);
    // A text corrected after the target was revised must not fail on the old measure.
    const remeasure = touches(asked, 'quantity') || touches(asked, 'percent');
    const progress = checkProgress(wanted, found, world, context, remeasure);
    if (isRefusal(progress)) return progress;
    const absent = { percent: null, quantity: null, narrative: null };
    const { before, after } = changedFields(current, { ...absent, ...progressOf(progress) });
    if (Object.keys(before).length + Object.keys(after).length === 0) return [];
    if (found.closed && context.reason === undefined) {
      return reasonRequired('A correction in a closed quarter');
    }
    const { actionId, quarter } = input;
    const { fall } = progress;
    const data = { actionId, quarter, before, after, fall, afterCutoff: found.closed };
    return [reportEvent('ProgressCorrected', found, data)];
  },
});

function touches(change: { before: Progress; after: Progress }, field: keyof Progress): boolean {
  return field in change.before || field in change.after;
}
