import { reportIdOf } from '../domain/report.js';
import type { World } from '../domain/world.js';
import type { BlankedCell } from './import-findings.js';
import type { PlanFileRow, QuarterCells } from './plan-file.js';

const optionalFields = ['indicator', 'unit', 'target', 'fundingSource'] as const;

/** Cells of a row that are blank where the record has a value. */
export function blankedCells(row: PlanFileRow, actionId: string, world: World): BlankedCell[] {
  const { number } = row.action;
  const action = world.get('actions', actionId);
  const fields = optionalFields.flatMap((field): BlankedCell[] => {
    const cell = row.cells[field];
    if (cell === undefined || row.action[field] !== null) return [];
    return action?.[field] === undefined ? [] : [{ ...cell, actionId, number, field }];
  });
  const quarters = [...row.reports, ...row.unreported].flatMap((said) => {
    const report = world.get('reports', reportIdOf(actionId, said.quarter));
    return (['percent', 'narrative'] as const).flatMap((field): BlankedCell[] => {
      const cell = (said.cells as QuarterCells)[field];
      const blank = !(field in said) && cell !== undefined;
      if (!blank || report?.[field] === undefined) return [];
      return [{ ...cell, actionId, number, field, quarter: said.quarter }];
    });
  });
  return [...fields, ...quarters];
}
