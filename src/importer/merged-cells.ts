import type { GridRow } from './grid.js';
import { tooLarge } from './xlsx/workbook-error.js';

/** Cells merged into one, counted from 1, all four included; its text stands in the first. */
export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The merged cells of a sheet, to be asked by place. */
export interface MergedCells {
  /** The merged cell that a place is in. */
  readonly at: (row: number, column: number) => CellRange | undefined;
  /** The text of a merged cell, which stands in its first place. */
  readonly textOf: (range: CellRange) => string;
}

const MOST_ROWS = 1_000_000;
/** Text has none. */
export const NOTHING_MERGED: MergedCells = { at: () => undefined, textOf: () => '' };

/** Throws `PlanFileError` (WORKBOOK_TOO_LARGE) for more merged cells than a sheet can mean. */
export function mergedCells(
  merges: readonly CellRange[],
  rows: readonly GridRow[],
  most = MOST_ROWS,
): MergedCells {
  if (merges.length === 0) return NOTHING_MERGED;
  const lastRow = rows.at(-1)?.row ?? 0;
  const byRow = new Map<number, CellRange[]>();
  let count = 0;
  for (const range of merges) {
    for (let row = range.top; row <= Math.min(range.bottom, lastRow); row += 1) {
      count += 1;
      if (count > most) {
        throw tooLarge(`merged cells of at most ${most} rows`, 'more than that');
      }
      const ranges = byRow.get(row);
      if (ranges === undefined) byRow.set(row, [range]);
      else ranges.push(range);
    }
  }
  const tops = new Set(merges.map(({ top }) => top));
  const lines = new Map<number, GridRow>(
    rows.filter(({ row }) => tops.has(row)).map((line) => [line.row, line]),
  );
  return {
    at: (row, column) =>
      byRow.get(row)?.find(({ left, right }) => left <= column && column <= right),
    textOf: ({ top, left }) => lines.get(top)?.cells[left - 1] ?? '',
  };
}
