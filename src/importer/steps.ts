import type { ActionFields, Source, SomeActionFields } from '../../events/index.js';
import { redactedText } from '../../events/index.js';
import { changedFields, fieldsOf, numbered } from '../domain/action-fields.js';
import type { Command } from '../domain/handlers.js';
import { idFor } from '../domain/ids.js';
import { nameKey } from '../domain/name-key.js';
import { periodIdOf } from '../domain/period.js';
import { progressOf, reportIdOf } from '../domain/report.js';
import type { World } from '../domain/world.js';
import { answeringFor, sameOffices } from './answering.js';
import type { PlanFileRow, ReportAsRead } from './plan-file.js';
import type { SourceCell } from './source-cell.js';

/** One command that an import sends, and the cell that it comes from. */
export type ImportStep = Command & { readonly commandId: string; readonly source: Source };

/** What steps are made from, beside the row. */
export interface StepContext {
  readonly ledger: string;
  readonly importId: string;
  readonly planId: string;
  readonly fileName: string;
  readonly sha256: string;
}

export function sourceOf(cell: SourceCell, { fileName, sha256 }: StepContext): Source {
  const { sheet, row, column, raw } = cell;
  return { fileName, sha256, ...(sheet === null ? {} : { sheet }), row, column, raw };
}

/** Ids of commands follow from the import and the cell: an import that is resumed repeats none. */
export const commandIdOf = (context: StepContext, what: string, cell: SourceCell) =>
  `${context.importId}/${what}/${cell.sheet ?? ''}/${cell.row}/${cell.column}`;

/** An office by one spelling: registers it, adds the spelling as an alias, or nothing. */
export function officeStep(
  spelling: string,
  cell: SourceCell,
  world: World,
  context: StepContext,
): { readonly officeId: string; readonly step?: ImportStep } {
  const key = nameKey(spelling);
  const [office] = world.find({ model: 'offices', where: { keys: key } });
  const source = sourceOf(cell, context);
  if (office === undefined) {
    const commandId = commandIdOf(context, `office ${key}`, cell);
    const officeId = idFor('office', context.ledger, commandId);
    const input = { officeId, name: spelling };
    return { officeId, step: { type: 'RegisterOffice', input, commandId, source } };
  }
  const officeId = answeringFor(office.officeId, world);
  const merged = officeId !== office.officeId;
  if (merged || office.name === spelling || office.aliases.includes(spelling)) return { officeId };
  const commandId = commandIdOf(context, `alias ${spelling}`, cell);
  const input = { officeId, alias: spelling };
  return { officeId, step: { type: 'AddOfficeAlias', input, commandId, source } };
}

/** An action: adds it, revises it, or nothing; found again by its number. */
export function actionStep(
  { action, cells }: PlanFileRow,
  officeIds: readonly string[],
  world: World,
  context: StepContext,
): { readonly actionId: string; readonly step?: ImportStep } {
  const fields = fieldsFrom(action, officeIds);
  const { planId, ledger } = context;
  const cell = cells.name ?? cells.number;
  if (cell === undefined) throw new Error('a row without number and name is no action');
  const current = world
    .find(numbered(fields.number))
    .find((other) => other.planId === planId && !other.withdrawn);
  if (current === undefined) {
    const commandId = commandIdOf(context, 'action', cell);
    const actionId = idFor('action', ledger, commandId);
    const input = { actionId, planId, ...fields };
    const source = sourceOf(cell, context);
    return { actionId, step: { type: 'AddAction', input, commandId, source } };
  }
  const { actionId } = current;
  // A blank beside a value is not a removal: blanks are told apart, and reported.
  const held = sameOffices(current.officeIds, officeIds, world) ? current.officeIds : officeIds;
  const said = { ...saidOf(action, fields), officeIds: [...held] };
  const { after: changes } = changedFields(fieldsOf(current), said);
  const [changed] = Object.keys(changes) as (keyof typeof changes)[];
  if (changed === undefined) return { actionId };
  const from = cells[changed === 'officeIds' ? 'offices' : changed] ?? cell;
  const commandId = commandIdOf(context, 'revision', from);
  const source = sourceOf(from, context);
  return {
    actionId,
    step: { type: 'ReviseAction', input: { actionId, changes }, commandId, source },
  };
}

/**
 * A report: reports it, corrects what is on record, or nothing. In a closed quarter a correction is
 * the only way, also for what was missing.
 */
export function reportStep(
  report: ReportAsRead,
  actionId: string,
  world: World,
  context: StepContext,
): ImportStep | undefined {
  const cell = report.cells.percent ?? report.cells.narrative;
  if (cell === undefined) return undefined;
  const { quarter } = report;
  const current = world.get('reports', reportIdOf(actionId, quarter));
  const missing = current?.submission === undefined;
  const source = sourceOf(cell, context);
  const { narrative, ...others } = progressOf(report);
  // A file must not bring back what was redacted.
  const redacted = current?.narrative === redactedText;
  const said = narrative === undefined || redacted ? others : { ...others, narrative };
  if (missing && !isClosed(context.planId, quarter, world)) {
    const commandId = commandIdOf(context, 'report', cell);
    const input = { actionId, quarter, ...said };
    return { type: 'ReportProgress', input, commandId, source };
  }
  const { after } = changedFields(current === undefined ? {} : progressOf(current), said);
  if (Object.keys(after).length === 0) return undefined;
  const expectedReportVersion = current?.reportVersion ?? 0;
  const commandId = commandIdOf(context, `correction of ${expectedReportVersion}`, cell);
  const input = { actionId, quarter, expectedReportVersion, changes: after };
  return { type: 'CorrectProgress', input, commandId, source };
}

/** Whether what changes in a quarter is after its cut-off. */
export function isClosed(planId: string, quarter: string, world: World): boolean {
  return world.get('periods', periodIdOf(planId, quarter))?.status === 'CLOSED';
}

function fieldsFrom(action: PlanFileRow['action'], officeIds: readonly string[]): ActionFields {
  const { number, name, startDate, endDate, indicator, unit, target, fundingSource } = action;
  return {
    number,
    name,
    officeIds: [...officeIds],
    ...(indicator === null ? {} : { indicator }),
    ...(unit === null ? {} : { unit }),
    ...(target === null ? {} : { target }),
    startDate,
    endDate,
    // The reader warns where a file says nothing of it; quarterly is what plans are followed by.
    frequency: action.frequency ?? 'QUARTERLY',
    ...(fundingSource === null ? {} : { fundingSource }),
    associatedPlans: [...action.associatedPlans],
  };
}

/** What the row itself says, without what is only assumed of a new action. */
function saidOf(action: PlanFileRow['action'], fields: ActionFields): SomeActionFields {
  const { frequency, associatedPlans, ...rest } = fields;
  return {
    ...rest,
    ...(action.frequency === null ? {} : { frequency }),
    ...(associatedPlans.length === 0 ? {} : { associatedPlans }),
  };
}
