import type { Progress, RecordedEvent } from '../../events/index.js';
import { applyChange } from './action.js';
import type { Quarter } from './quarter.js';
import { numberOf } from './quarter.js';
import type { ReportState } from './states.js';

/** Raise when `evolveReport` changes: states folded by another version are not used. */
export const reportEvolveVersion = 1;

/** A plan has one year, so an action has four quarters and these four rows. */
export const reportIdsOf = (actionId: string) => [1, 2, 3, 4].map((n) => `${actionId}/Q${n}`);

export const reportIdOf = (actionId: string, quarter: Quarter) =>
  `${actionId}/Q${numberOf(quarter)}`;

type ReportEvent = RecordedEvent<
  | 'ActionAdded'
  | 'ActionRevised'
  | 'ActionWithdrawn'
  | 'ProgressReported'
  | 'ProgressCorrected'
  | 'ProgressWithdrawn'
>;

/** One quarter of one action; the caller gives each row the events that touch it. */
export function evolveReport(
  state: ReportState | undefined,
  event: ReportEvent,
  id: string,
): ReportState {
  if (event.type === 'ActionAdded') return unreported(event, id);
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with ActionAdded`);
  switch (event.type) {
    case 'ActionRevised':
      return applyChange<ReportState>(
        state,
        dimensions(event.data.before),
        dimensions(event.data.after),
      );
    case 'ActionWithdrawn':
      return { ...state, withdrawn: true };
    case 'ProgressReported': {
      const { timeliness } = event.data;
      const reported = { ...withoutReport(state), ...progressOf(event.data), timeliness };
      return { ...reported, submission: 'SUBMITTED', ...recordedBy(event) };
    }
    case 'ProgressCorrected': {
      const corrected = applyChange<ReportState>(state, event.data.before, event.data.after);
      const restated = state.restated || event.data.afterCutoff;
      return { ...corrected, submission: 'SUBMITTED', restated, ...recordedBy(event) };
    }
    case 'ProgressWithdrawn': {
      const restated = state.restated || event.data.afterCutoff;
      return { ...withoutReport(state), restated, reportVersion: event.streamVersion };
    }
  }
}

function unreported(event: RecordedEvent<'ActionAdded'>, id: string): ReportState {
  const { actionId, planId, year } = event.data;
  return {
    actionId,
    planId,
    year,
    quarter: `${year}-${id.slice(-2)}`,
    restated: false,
    reportVersion: 0,
    knownSince: event.recordedAt,
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

function withoutReport(state: ReportState): ReportState {
  const { percent: _p, quantity: _q, narrative: _n, submission: _s, ...rest } = state;
  const { timeliness: _t, recordedAt: _r, actorId: _a, ...facts } = rest;
  return facts;
}

function recordedBy(event: ReportEvent) {
  const { streamVersion: reportVersion, recordedAt, actor } = event;
  return { reportVersion, recordedAt, actorId: actor.id };
}
