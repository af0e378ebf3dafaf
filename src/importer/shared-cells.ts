import type { PlanFileWarning } from './plan-file-findings.js';
import type { Sorted } from './sorted-rows.js';
import type { SourceCell } from './source-cell.js';

/** Cells that were read from the merged cell that they are in, told once for each column. */
export function sharedCells(actions: readonly Sorted[]): readonly PlanFileWarning[] {
  const columns = new Map<string, SourceCell[]>();
  for (const cell of actions.flatMap(({ shared }) => shared)) {
    const key = `${cell.sheet} ${cell.column}`;
    const cells = columns.get(key);
    if (cells === undefined) columns.set(key, [cell]);
    else cells.push(cell);
  }
  return [...columns.values()].flatMap((cells): readonly PlanFileWarning[] => {
    const [cell] = cells;
    if (cell === undefined) return [];
    const many = cells.length === 1 ? '1 action takes' : `${cells.length} actions take`;
    const message = `Column ${cell.letter}: ${many} the value of a cell that is merged over several, the first in row ${cell.row}`;
    return [{ code: 'CELLS_SHARED', message, cell }];
  });
}
