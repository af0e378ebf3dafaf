import type { Progress, QuarterTargets, RecordedEvent } from '../../events/index.js';
import { applyChange, originalOf } from './action.js';
import { alikeKey, officeSetOf } from './alike.js';
import type { Quarter } from './quarter.js';
import { numberOf } from './quarter.js';
import type { ReportState } from './states.js';

/** Raise when `evolveReport` changes: states folded by another version are not used. */
export const reportEvolveVersion = 3;

/** A plan has one year, so an action has four quarters and these four rows. */
export const reportIdsOf = (actionId: string) => [1, 2, 3, 4].map((n) => `${actionId}/Q${n}`);

export const reportIdOf = (actionId: string, quarter: Quarter) =>
  `${actionId}/Q${numberOf(quarter)}`;

type ReportEvent = RecordedEvent<
  | 'ActionAdded'
  | 'ActionRevised'
  | 'QuarterTargetsSet'
  | 'ActionWithdrawn'
  | 'PlanWeightsSet'
  | 'ProgressReported'
  | 'ProgressCorrected'
  | 'ProgressWithdrawn'
  | 'ReportApproved'
  | 'ReportReturned'
  | 'ReportMarkedNotApplicable'
  | 'EvidenceAttached'
  | 'EvidenceWithdrawn'
>;

/** Whether there is a report: returned or not, but neither missing nor found not to apply. */
export function isReported({ submission }: ReportState): boolean {
  return submission !== undefined && submission !== 'NOT_APPLICABLE';
}

/** One quarter of one action; the caller gives each row the events that touch it. */
export function evolveReport(
  state: ReportState | undefined,
  event: ReportEvent,
  id: string,
): ReportState {
  const evolved = evolve(state, event, id);
  return { ...evolved, alike: alikeKey(evolved), officeSet: officeSetOf(evolved.officeIds) };
}

type Evolved = Omit<ReportState, 'alike' | 'officeSet'>;

function evolve(state: ReportState | undefined, event: ReportEvent, id: string): Evolved {
  if (event.type === 'ActionAdded') return unreported(event, id);
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with ActionAdded`);
  switch (event.type) {
    case 'ActionRevised':
      return applyChange<ReportState>(
        state,
        dimensions(event.data.before),
        dimensions(event.data.after),
      );
    case 'QuarterTargetsSet': {
      const { expectedPercent: _, ...linear } = state;
      return { ...linear, ...targetOf(event.data.after, state) };
    }
    case 'ActionWithdrawn':
      return { ...state, withdrawn: true };
    case 'PlanWeightsSet':
      return { ...state, weight: event.data.weights[state.actionId] ?? 0 };
    case 'ProgressReported': {
      const { timeliness } = event.data;
      const reported = { ...withoutReport(state), ...progressOf(event.data), timeliness };
      return { ...reported, submission: 'SUBMITTED', ...recordedBy(event) };
    }
    case 'ProgressCorrected': {
      const corrected = applyChange<ReportState>(state, event.data.before, event.data.after);
      const restated = state.restated || event.data.afterCutoff;
      // What is reported only after its quarter was closed is late; a file doesn't tell.
      const imported = event.subject.importId !== undefined;
      const timeliness = state.timeliness ?? (imported ? 'UNKNOWN' : 'LATE');
      const facts = { timeliness, restated, ...recordedBy(event) };
      return { ...corrected, submission: 'SUBMITTED', ...facts };
    }
    case 'ProgressWithdrawn': {
      const restated = state.restated || event.data.afterCutoff;
      return { ...withoutReport(state), restated, reportVersion: event.streamVersion };
    }
    case 'ReportApproved':
      return { ...state, submission: 'APPROVED', reportVersion: event.streamVersion };
    case 'ReportReturned':
      return { ...state, submission: 'RETURNED', reportVersion: event.streamVersion };
    case 'ReportMarkedNotApplicable': {
      const { streamVersion: reportVersion } = event;
      return { ...withoutReport(state), submission: 'NOT_APPLICABLE', reportVersion };
    }
    case 'EvidenceAttached':
      return { ...state, evidence: [...state.evidence, event.data.evidence] };
    case 'EvidenceWithdrawn': {
      const { evidenceId } = event.data.before;
      return { ...state, evidence: state.evidence.filter((e) => e.evidenceId !== evidenceId) };
    }
  }
}

/** The quarter's own target; the first one that is set is the original. */
function targetOf(targets: QuarterTargets, { quarter, original }: ReportState) {
  const expectedPercent = targets[`Q${numberOf(quarter) as 1 | 2 | 3 | 4}`];
  if (expectedPercent === undefined) return { original };
  const first = { ...original, expectedPercent: original.expectedPercent ?? expectedPercent };
  return { expectedPercent, original: first };
}

function unreported(event: RecordedEvent<'ActionAdded'>, id: string): Evolved {
  const { actionId, planId, year } = event.data;
  return {
    actionId,
    planId,
    year,
    quarter: `${year}-${id.slice(-2)}`,
    restated: false,
    reportVersion: 0,
    knownSince: event.recordedAt,
    original: originalOf(event.data),
    evidence: [],
    withdrawn: false,
    ...(dimensions(event.data) as Dimensions),
  };
}

type Dimensions = Pick<
  ReportState,
  'startDate' | 'endDate' | 'frequency' | 'officeIds' | 'fundingSource' | 'associatedPlans'
>;

/** The action's facts that figures are grouped and measured by. */
function dimensions(fields: Partial<Dimensions>): Partial<Dimensions> {
  const { startDate, endDate, frequency, officeIds, fundingSource, associatedPlans } = fields;
  const all = { startDate, endDate, frequency, officeIds, fundingSource, associatedPlans };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function progressOf(value: Progress): Progress {
  const { percent, quantity, narrative } = value;
  return {
    ...(percent === undefined ? {} : { percent }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(narrative === undefined ? {} : { narrative }),
  };
}

/** The quarter as if nothing had been reported, or what was had been taken back. */
export function withoutReport(state: ReportState): ReportState {
  const { percent: _p, quantity: _q, narrative: _n, submission: _s, ...rest } = state;
  const { timeliness: _t, recordedAt: _r, actorId: _a, ...facts } = rest;
  return facts;
}

function recordedBy(event: ReportEvent) {
  const { streamVersion: reportVersion, recordedAt, actor } = event;
  return { reportVersion, recordedAt, actorId: actor.id };
}
