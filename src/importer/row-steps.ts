import type { Rows } from '../projections/rows.js';
import type { RejectedRow } from './import-findings.js';
import type { PlanFileRow } from './plan-file.js';
import type { Pretence } from './simulate.js';
import { simulate } from './simulate.js';
import { splitOffices } from './split-offices.js';
import type { ImportStep, StepContext } from './steps.js';
import { actionStep, officeStep, reportStep } from './steps.js';

export type RowSteps =
  | { readonly actionId: string; readonly steps: readonly ImportStep[] }
  | { readonly rejection: RejectedRow };

/** The commands of one row, decided on `rows`; rejected whole when anything of it is refused. */
export function rowSteps(
  row: PlanFileRow,
  rows: Rows,
  context: StepContext,
  pretence: Pretence,
): RowSteps {
  const steps: ImportStep[] = [];
  let rejection: RejectedRow | undefined;
  const take = (step: ImportStep | undefined) => {
    if (step === undefined || rejection !== undefined) return;
    const refusal = simulate(step, rows, pretence);
    steps.push(step);
    if (refusal === undefined) return;
    const { sheet = null, column = 0, raw } = step.source;
    rejection = { sheet, row: row.row, column, letter: letterOf(row, column), raw, ...refusal };
  };
  const cell = row.cells.offices;
  const known = rows.all('offices').map(({ state }) => state);
  const { offices, problem } = splitOffices(row.action.officesRaw, known);
  if (cell === undefined || problem !== undefined) {
    const where = cell ?? { sheet: row.sheet, row: row.row, column: 0, letter: '', raw: '' };
    const expected = problem?.expected ?? 'offices';
    const message = `expected ${expected}, got "${where.raw}"`;
    const field = 'offices';
    return { rejection: { ...where, code: 'OFFICES_UNCLEAR', field, expected, message } };
  }
  const officeIds = offices.map((spelling) => {
    const { officeId, step } = officeStep(spelling, cell, rows, context);
    take(step);
    return officeId;
  });
  const { actionId, step } = actionStep(row, [...new Set(officeIds)], rows, context);
  take(step);
  for (const report of row.reports) take(reportStep(report, actionId, rows, context));
  return rejection === undefined ? { actionId, steps } : { rejection };
}

function letterOf(row: PlanFileRow, column: number): string {
  const cells = [
    ...Object.values(row.cells),
    ...row.reports.flatMap((r) => Object.values(r.cells)),
  ];
  return cells.find((cell) => cell.column === column)?.letter ?? '';
}
