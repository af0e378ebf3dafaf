import { redactedText } from '../../../events/index.js';
import type { PeriodView } from '../../../schema/period-views.js';
import type {
  ActionView,
  EntityView,
  ImportView,
  MeasureView,
  MomentView,
  OfficeView,
  OfMoment,
  PlanView,
  ReportView,
} from '../../../schema/views.js';
import { fieldsOf } from '../../domain/action-fields.js';
import { ledgerOf } from '../../domain/ids.js';
import { policyOf } from '../../domain/publication.js';
import type { LocalDate } from '../../domain/quarter.js';
import { progressOf } from '../../domain/report.js';
import type { Basis, ReportFigures } from '../../domain/report-figures.js';
import { figuresOf } from '../../domain/report-figures.js';
import type { Row, States } from '../../domain/states.js';

// Rows as the schema shows them.

/** A view with the moment that it is of; now when undefined. */
export function ofMoment<V extends OfMoment>(view: V, at: MomentView | undefined): V {
  return at === undefined ? view : { ...view, asOf: at };
}

export function entityView({ state }: Row<States['entities']>): EntityView {
  return { id: state.entityId, name: state.name };
}

export function planView({ state, streamVersion }: Row<States['plans']>): PlanView {
  const { planId: id, year, title, objective, percentMode, planVersion, weighted } = state;
  const entityId = ledgerOf('plan', id) ?? '';
  const signalPolicy = policyOf(state);
  const rules = { percentMode, planVersion, weighted, signalPolicy };
  const facts = { id, entityId, year, title, ...rules, streamVersion };
  return objective === undefined ? facts : { ...facts, objective };
}

export function periodView({ id, state, streamVersion }: Row<States['periods']>): PeriodView {
  return { id, ...state, streamVersion };
}

export function importView({ id, state }: Row<States['imports']>): ImportView {
  const { fileName, sha256, completed } = state;
  return { id, fileName, sha256, completed };
}

export function officeView({ state, streamVersion }: Row<States['offices']>): OfficeView {
  const { officeId: id, name, aliases, mergedInto } = state;
  const names = state.names.map((past, i) => {
    const next = state.names[i + 1];
    return next === undefined ? past : { ...past, until: next.from };
  });
  const facts = { id, name, aliases, names, streamVersion };
  return mergedInto === undefined ? facts : { ...facts, mergedInto };
}

export function actionView({ state, streamVersion }: Row<States['actions']>): ActionView {
  const { actionId: id, planId, quarterTargets, original, withdrawn } = state;
  const facts = { id, planId, quarterTargets, original, withdrawn };
  return { ...fieldsOf(state), ...facts, streamVersion };
}

/** A report with what it is measured by. */
export interface ReportRows {
  readonly report: Row<States['reports']>;
  readonly plan: Row<States['plans']>;
  readonly period?: Row<States['periods']>;
}

/** @param on the date that states are asked for; time passes without an event. */
export function reportView({ report, plan, period }: ReportRows, on: LocalDate): ReportView {
  const { state } = report;
  const { actionId, quarter, timeliness, restated, reportVersion, recordedAt, actorId, evidence } =
    state;
  const figures = (basis: Basis) => figuresOf(state, plan.state, period?.state, on, basis);
  const current = figures('CURRENT');
  const { due, signal } = current;
  const { narrative, ...unsaid } = state;
  const narrativeRedacted = narrative === redactedText;
  return {
    ...{ id: report.id, actionId, quarter },
    ...(narrativeRedacted ? progressOf(unsaid) : progressOf(state)),
    narrativeRedacted,
    due,
    state: current.state,
    signal,
    measured: { CURRENT: measureOf(current), ORIGINAL: measureOf(figures('ORIGINAL')) },
    ...(timeliness === undefined ? {} : { timeliness }),
    restated,
    reportVersion,
    ...(recordedAt === undefined ? {} : { recordedAt }),
    ...(actorId === undefined ? {} : { actor: { id: actorId } }),
    evidence,
  };
}

function measureOf({ expected, efficacy, gap }: ReportFigures): MeasureView {
  return {
    ...(expected === undefined ? {} : { expected }),
    ...(efficacy === undefined ? {} : { efficacy }),
    ...(gap === undefined ? {} : { gap }),
  };
}
