import { readColumns } from './columns.js';
import type { ColumnReading } from './columns.js';
import { readFurniture } from './furniture.js';
import type { Furniture } from './furniture.js';
import { rowText } from './grid.js';
import type { Grid, GridRow } from './grid.js';
import { findHeaderBlocks } from './header-block.js';
import type { SkippedRow } from './plan-file-findings.js';

/** A page whose columns wait for the year of the plan. */
export interface DraftPage {
  readonly grid: Grid;
  readonly headings: readonly Furniture[];
  readonly headerRows: readonly number[];
  readonly readings: readonly ColumnReading[];
  readonly body: readonly GridRow[];
}

/**
 * Cuts a grid at its headers. A heading between two headers belongs to the page that follows it.
 * Text that belongs to no page goes to `skipped`.
 */
export function draftPages(grid: Grid, skipped: SkippedRow[]): readonly DraftPage[] {
  const blocks = findHeaderBlocks(grid);
  let above: Furniture[] = [];
  const skip = (row: GridRow, text: string, reason: SkippedRow['reason']): void => {
    if (text !== '') skipped.push({ sheet: grid.sheet, row: row.row, text, reason });
  };
  const restOf = (row: GridRow, { rest }: Furniture): void =>
    skip(row, rest.map(({ raw }) => raw.trim()).join(' | '), 'ABOVE_HEADER');
  for (const row of grid.rows.slice(0, blocks[0]?.first ?? grid.rows.length)) {
    const heading = blocks.length > 0 ? readFurniture(grid, row) : undefined;
    if (!heading) skip(row, rowText(row), 'ABOVE_HEADER');
    else restOf(row, heading);
    if (heading) above.push(heading);
  }
  return blocks.map((block, index): DraftPage => {
    const header = grid.rows.slice(block.first, block.last + 1);
    const next = blocks[index + 1]?.first;
    const headings = [...above, ...header.flatMap((row) => readFurniture(grid, row) ?? [])];
    above = [];
    const body = grid.rows.slice(block.last + 1, next).filter((row) => {
      // Headings below the last header head nothing; as rows of its body they are reported.
      const heading = next === undefined ? undefined : readFurniture(grid, row);
      if (!heading) return true;
      restOf(row, heading);
      above.push(heading);
      return false;
    });
    const headerRows = header.map(({ row }) => row);
    return { grid, headings, headerRows, readings: readColumns(grid, block), body };
  });
}
