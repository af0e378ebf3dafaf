import type { DataOf, Progress } from '../../events/index.js';
import { actionStream, actionWithdrawn, applyChange, reportsOf } from './action.js';
import { changedFields } from './action-fields.js';
import type { Decision, DecisionContext } from './command.js';
import { defineHandler } from './command.js';
import { defaultWindow, timelinessAt } from './due.js';
import { checkExpectedVersion } from './expected-version.js';
import { completeProgress } from './percent.js';
import { checkReasons } from './progress-rules.js';
import { yearOf } from './quarter.js';
import type { Refusal } from './refusal.js';
import { badInput, isRefusal, notFound, reasonRequired, ruleViolation } from './refusal.js';
import { progressOf, reportIdOf } from './report.js';
import type { ActionState, PlanState, ReportState } from './states.js';
import type { Need, World } from './world.js';

interface ProgressTarget {
  readonly actionId: string;
  readonly quarter: string;
  /** The last streamVersion that touched the quarter's report, as the caller knew it; 0: none. */
  readonly expectedReportVersion?: number;
}

interface Found {
  readonly action: ActionState;
  readonly plan: PlanState;
  readonly report: ReportState;
}

const needsOf = {
  target: (input: ProgressTarget) => ({ model: 'actions', id: input.actionId }) as const,
  needs: (input: ProgressTarget): Need[] => [reportsOf(input.actionId)],
  moreNeeds(input: ProgressTarget, world: World): Need[] {
    const planId = world.get('actions', input.actionId)?.planId;
    return planId === undefined ? [] : [{ model: 'plans', id: planId }];
  },
};

function find(input: ProgressTarget, world: World): Found | Refusal {
  const action = world.get('actions', input.actionId);
  if (action === undefined) return notFound('actionId', input.actionId);
  const plan = world.get('plans', action.planId);
  const report = world.get('reports', reportIdOf(input.actionId, input.quarter));
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
  return lost ?? (action.withdrawn ? actionWithdrawn(action) : { action, plan, report });
}

export type ReportProgressInput = ProgressTarget & Progress;

/** Refused: `already-reported`, and what `checkReasons` and `completeProgress` refuse. */
export const ReportProgress = defineHandler<ReportProgressInput>({
  ...needsOf,
  decide(input, world, context): Decision {
    const found = find(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission !== undefined) {
      return ruleViolation(
        'already-reported',
        `${input.quarter} is already reported for this action. Correct the report instead.`,
        { field: 'quarter', expected: 'a quarter without a report', actual: input.quarter },
      );
    }
    const progress = checkedProgress(progressOf(input), found, world, context);
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

export interface CorrectProgressInput extends ProgressTarget {
  /**
   * What changes; null removes a value, what is left out stays. A percentage that is removed
   * beside a quantity is measured anew.
   */
  readonly changes: { readonly [F in keyof Progress]?: Progress[F] | null };
}

/** Refused: `not-reported`, and what `checkReasons` and `completeProgress` refuse. */
export const CorrectProgress = defineHandler<CorrectProgressInput>({
  ...needsOf,
  decide(input, world, context): Decision {
    const found = find(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission === undefined) return notReported(input);
    const current = progressOf(found.report);
    const asked = changedFields(current, input.changes);
    // A new quantity makes a new percentage, unless one is given too: then both must agree.
    const measured = 'quantity' in asked.after && input.changes.percent === undefined;
    const { percent: _, ...unmeasured } = current;
    const kept = measured ? unmeasured : current;
    const wanted = applyChange<Progress>(kept, asked.before, asked.after);
    // A text corrected after the target was revised must not fail on the old measure.
    const remeasure = touches(asked, 'quantity') || touches(asked, 'percent');
    const progress = checkedProgress(wanted, found, world, context, remeasure);
    if (isRefusal(progress)) return progress;
    const absent = { percent: null, quantity: null, narrative: null };
    const { before, after } = changedFields(current, { ...absent, ...progressOf(progress) });
    if (Object.keys(before).length + Object.keys(after).length === 0) return [];
    const { actionId, quarter } = input;
    const data = { actionId, quarter, before, after, fall: progress.fall, afterCutoff: false };
    return [progressEvent('ProgressCorrected', found, data)];
  },
});

/** Refused: `not-reported`, or no reason. */
export const WithdrawProgress = defineHandler<ProgressTarget>({
  ...needsOf,
  decide(input, world, context): Decision {
    const found = find(input, world);
    if (isRefusal(found)) return found;
    if (found.report.submission === undefined) return notReported(input);
    if (context.reason === undefined) return reasonRequired('The withdrawal of a report');
    const { actionId, quarter } = input;
    const data = { actionId, quarter, before: progressOf(found.report), afterCutoff: false };
    return [progressEvent('ProgressWithdrawn', found, data)];
  },
});

function touches(change: { before: Progress; after: Progress }, field: keyof Progress): boolean {
  return field in change.before || field in change.after;
}

function checkedProgress(
  given: Progress,
  found: Found,
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
  const reports = world.find(reportsOf(found.action.actionId));
  return checkReasons(progress, found.report, reports, found.plan.percentMode, context);
}

type ProgressEventName = 'ProgressReported' | 'ProgressCorrected' | 'ProgressWithdrawn';

function progressEvent<T extends ProgressEventName>(type: T, found: Found, data: DataOf<T>) {
  const { actionId, planId, officeIds } = found.action;
  const subject = { planId, actionId, quarter: found.report.quarter, officeIds };
  return { type, stream: actionStream(actionId), subject, data } as const;
}

function notReported(input: ProgressTarget): Refusal {
  return ruleViolation(
    'not-reported',
    `${input.quarter} has no report for this action yet. Report its progress first.`,
    { field: 'quarter', expected: 'a quarter with a report', actual: input.quarter },
  );
}
