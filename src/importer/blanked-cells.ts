import { reportIdOf } from '../domain/report.js';
import type { World } from '../domain/world.js';
import type { BlankedCell } from './import-findings.js';
import type { PlanFileRow } from './plan-file.js';

const optionalFields = [
  'indicator',
  'unit',
  'target',
  'frequency',
  'fundingSource',
  'associatedPlans',
] as const;

/** Cells of a row that are blank where the record has a value. */
export function blankedCells(row: PlanFileRow, actionId: string, world: World): BlankedCell[] {
  const { number } = row.action;
  const action = world.get('actions', actionId);
  const fields = optionalFields.flatMap((field): BlankedCell[] => {
    const cell = row.cells[field];
    if (cell === undefined || !isBlank(row.action[field])) return [];
    const known = action?.[field];
    // Quarterly is what is assumed where nothing is said, so a blank does not contradict it.
    if (known === undefined || isBlank(known) || known === 'QUARTERLY') return [];
    return [{ ...cell, actionId, number, field }];
  });
  const quarters = [...row.reports, ...row.unreported].flatMap((said) => {
    const report = world.get('reports', reportIdOf(actionId, said.quarter));
    return (['percent', 'narrative'] as const).flatMap((field): BlankedCell[] => {
      const cell = said.cells[field];
      const blank = !(field in said) && cell !== undefined;
      if (!blank || report?.[field] === undefined) return [];
      return [{ ...cell, actionId, number, field, quarter: said.quarter }];
    });
  });
  return [...fields, ...quarters];
}

function isBlank(value: string | readonly string[] | null): boolean {
  return value === null || value.length === 0;
}
