import { cellAt } from './grid.js';
import type { Grid, GridRow } from './grid.js';
import type { HeaderBlock } from './header-block.js';
import { readHeader } from './header-words.js';
import type { HeaderPart, HeaderReading } from './header-words.js';
import { NOTHING_MERGED } from './merged-cells.js';
import type { MergedCells } from './merged-cells.js';
import { isBlank } from './plain-text.js';
import type { ActionField, SourceCell } from './source-cell.js';
import type { QuarterNumber } from './quarter-words.js';

/** What the header says about one column, before the plan's year is known. */
export type ColumnReading = { readonly header: SourceCell } & (
  | { readonly kind: 'field'; readonly field: ActionField | 'weight'; readonly year?: number }
  | {
      readonly kind: 'quarter';
      readonly quarter: QuarterNumber;
      readonly part: HeaderPart;
      readonly year?: number;
    }
  | { readonly kind: 'ambiguous'; readonly why: string }
  | { readonly kind: 'unknown' }
);

/**
 * Reads the columns of a header of one or more rows. The lowest cell with text names the column
 * ("SEGUIMIENTO" over other cells is a group, without any below it the frequency); the groups above
 * it, which reach over the blank cells to their right, complete what it leaves open.
 */
export function readColumns(grid: Grid, block: HeaderBlock): readonly ColumnReading[] {
  const rows = grid.rows.slice(block.first, block.last + 1);
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const merged = grid.merged ?? NOTHING_MERGED;
  const columns: ColumnReading[] = [];
  for (let column = 1; column <= width; column += 1) {
    const level = rows.findLastIndex(({ cells }) => !isBlank(cells[column - 1] ?? ''));
    const own = rows[level];
    if (!own) continue;
    const groups = rows
      .slice(0, level)
      .map((row) => groupOver(row, column, merged))
      .flatMap((raw) => (raw === undefined ? [] : (readHeader(raw) ?? [])));
    const header = cellAt(grid, own, column);
    columns.push({ header, ...meaning(readHeader(header.raw), groups.reverse()) });
  }
  return columns;
}

/** The nearest cell to the left with text, unless it is merged and ends before this column. */
function groupOver(
  { row, cells }: GridRow,
  column: number,
  merged: MergedCells,
): string | undefined {
  const index = cells.slice(0, column).findLastIndex((raw) => !isBlank(raw));
  const range = merged.at(row, index + 1);
  const ends = range !== undefined && range.right > range.left && range.right < column;
  return ends ? undefined : cells[index];
}

type Meaning = ColumnReading extends infer Reading
  ? Reading extends ColumnReading
    ? Omit<Reading, 'header'>
    : never
  : never;

/** `groups`: what the cells above say, the nearest first. */
function meaning(own: HeaderReading | undefined, groups: readonly HeaderReading[]): Meaning {
  const grouped = groups.find(({ quarter }) => quarter !== undefined);
  // Under the group of a quarter, "Meta" is what was planned for that quarter.
  const part = own?.field === 'target' && grouped ? 'planned' : own?.part;
  if (own?.field && part !== 'planned') {
    return { kind: 'field', field: own.field, ...(own.year !== undefined && { year: own.year }) };
  }
  // A header that nothing is known of stays unknown, whatever group it stands in.
  if (!own) return { kind: 'unknown' };
  return ofQuarter({ ...own, ...(part && { part }) }, groups, grouped);
}

function ofQuarter(
  own: HeaderReading,
  groups: readonly HeaderReading[],
  grouped: HeaderReading | undefined,
): Meaning {
  if (own.severalQuarters) return { kind: 'ambiguous', why: 'it names several quarters' };
  const quarter = own.quarter ?? (own.overall ? undefined : grouped?.quarter);
  if (quarter === undefined) return { kind: 'ambiguous', why: 'it names no quarter' };
  const known = own.part ?? groups.find((group) => group.part)?.part;
  if (known === undefined) {
    return { kind: 'ambiguous', why: 'it says neither percentage nor narrative' };
  }
  const year = own.year ?? grouped?.year ?? groups.find((group) => group.year)?.year;
  return { kind: 'quarter', quarter, part: known, ...(year !== undefined && { year }) };
}
