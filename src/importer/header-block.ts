import { isTitle } from './furniture.js';
import type { Grid, GridRow } from './grid.js';
import { fieldsNamedIn, readHeader } from './header-words.js';
import { isBlank } from './plain-text.js';
import { looksLikeNumber } from './row-kind.js';

/** The rows of one header, as indexes into the rows of the grid, both included. */
export interface HeaderBlock {
  readonly first: number;
  readonly last: number;
}

// Data rows name a field now and then ("Unidad"); no row of data names three.
const FIELDS_OF_A_HEADER = 3;
const ROWS_AROUND = 2;

/**
 * Finds every header: a row that names at least three fields, wherever it stands, with the rows of
 * groups above it ("No.", "PLAN DE ACCIÓN 2024", "SEGUIMIENTO") and the subdivisions below it.
 */
export function findHeaderBlocks(grid: Grid): readonly HeaderBlock[] {
  const blocks: HeaderBlock[] = [];
  for (let index = 0; index < grid.rows.length; index += 1) {
    const row = grid.rows[index];
    if (!row || fieldsNamedIn(row.cells).size < FIELDS_OF_A_HEADER) continue;
    let first = index;
    const floor = (blocks.at(-1)?.last ?? -1) + 1;
    while (first > Math.max(floor, index - ROWS_AROUND) && isGroupRow(grid.rows[first - 1])) {
      first -= 1;
    }
    let last = index;
    while (last < index + ROWS_AROUND && isSubdivision(grid.rows[last + 1], row)) last += 1;
    blocks.push({ first, last });
    index = last;
  }
  return blocks;
}

function isGroupRow(row: GridRow | undefined): boolean {
  const filled = row?.cells.filter((cell) => !isBlank(cell)) ?? [];
  const [first] = filled;
  if (first === undefined || filled.length < 2 || looksLikeNumber(first)) return false;
  return filled.some((cell) => {
    const reading = readHeader(cell);
    return (
      isTitle(cell) ||
      reading?.quarter !== undefined ||
      reading?.field === 'number' ||
      reading?.field === 'frequency'
    );
  });
}

/** A row that says more about the columns of the header above it, and nothing under its number. */
function isSubdivision(row: GridRow | undefined, main: GridRow): boolean {
  if (!row) return false;
  const taken = main.cells.flatMap((cell, column) => {
    const field = readHeader(cell)?.field;
    return field === 'number' || field === 'name' ? [column] : [];
  });
  if (taken.some((column) => !isBlank(row.cells[column] ?? ''))) return false;
  const filled = row.cells.filter((cell) => !isBlank(cell));
  const known = filled.filter((cell) => readHeader(cell) !== undefined).length;
  return known > 0 && known * 2 >= filled.length && (known > 1 || known === filled.length);
}
