import type {
  ActionView,
  EntityView,
  OfficeView,
  PlanView,
  ReportView,
} from '../../../schema/views.js';
import { fieldsOf } from '../../domain/action-fields.js';
import { ledgerOf } from '../../domain/ids.js';
import type { LocalDate } from '../../domain/quarter.js';
import { progressOf } from '../../domain/report.js';
import { stateAt } from '../../domain/report-state.js';
import type { Row, States } from '../../domain/states.js';

// Rows as the schema shows them.

export function entityView({ state }: Row<States['entities']>): EntityView {
  return { id: state.entityId, name: state.name };
}

export function planView({ state, streamVersion }: Row<States['plans']>): PlanView {
  const { planId: id, year, title, objective, percentMode } = state;
  const entityId = ledgerOf('plan', id) ?? '';
  const facts = { id, entityId, year, title, percentMode, streamVersion };
  return objective === undefined ? facts : { ...facts, objective };
}

export function officeView({ state }: Row<States['offices']>): OfficeView {
  return { id: state.officeId, name: state.name, aliases: state.aliases };
}

export function actionView({ state, streamVersion }: Row<States['actions']>): ActionView {
  const { actionId: id, planId, withdrawn } = state;
  return { ...fieldsOf(state), id, planId, withdrawn, streamVersion };
}

/** @param on the date that states are asked for; time passes without an event. */
export function reportView({ state }: Row<States['reports']>, on: LocalDate): ReportView {
  const { quarter, timeliness, restated, reportVersion, recordedAt, actorId } = state;
  return {
    quarter,
    ...progressOf(state),
    state: stateAt(state, on),
    ...(timeliness === undefined ? {} : { timeliness }),
    restated,
    reportVersion,
    ...(recordedAt === undefined ? {} : { recordedAt }),
    ...(actorId === undefined ? {} : { actor: { id: actorId } }),
  };
}
