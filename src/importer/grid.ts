import type { DateSystem } from './date-cell.js';
import type { MergedCells } from './merged-cells.js';
import type { PlanFileWarning } from './plan-file-findings.js';
import { plainText } from '../domain/name-key.js';
import { isBlank } from './plain-text.js';
import { splitDelimited } from './delimited.js';
import type { Delimiter } from './delimited.js';
import { fieldsNamedIn } from './header-words.js';
import type { SourceCell } from './source-cell.js';

export interface GridRow {
  readonly row: number;
  /** Raw text, to the letter; rows may differ in length. */
  readonly cells: readonly string[];
}

/** A table before anything is known about it: a text file is one, a workbook one for each sheet. */
export interface Grid {
  readonly sheet: string | null;
  /** In their order; of many blank rows one after another some may be left out. */
  readonly rows: readonly GridRow[];
  readonly merged?: MergedCells;
  /** How a number without a format counts days, where it is a date. */
  readonly dates?: DateSystem;
  /** What to tell of the sheet when it is read as a plan. */
  readonly notes?: readonly PlanFileWarning[];
}

const DELIMITERS: readonly Delimiter[] = ['\t', ';', ','];

/** The table in a text separated by tabs, `;` or `,`. */
export function gridFromText(text: string): Grid {
  return { sheet: null, rows: splitDelimited(text, delimiterOf(text)) };
}

// The header stands far above this line in every layout seen; reading all would cost thrice.
const LINES_TO_JUDGE = 500;

/**
 * The delimiter under which some row names the most columns of a plan. Counting characters would
 * mislead: narratives are full of commas and semicolons, and one cell may hold a pasted tab.
 */
export function delimiterOf(text: string): Delimiter {
  const beginning = firstLines(text);
  const scored = DELIMITERS.filter((delimiter) => text.includes(delimiter)).map((delimiter) => ({
    delimiter,
    score: splitDelimited(beginning, delimiter).reduce(
      (most, { cells }) => Math.max(most, fieldsNamedIn(cells).size),
      0,
    ),
  }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best), {
    delimiter: scored[0]?.delimiter ?? '\t',
    score: 0,
  }).delimiter;
}

function firstLines(text: string): string {
  let lines = 0;
  for (const { index } of text.matchAll(/\r\n|\n|\r/gu)) {
    lines += 1;
    if (lines === LINES_TO_JUDGE) return text.slice(0, index);
  }
  return text;
}

/** The cell in a column counted from 1; blank where the row is shorter than that. */
export function cellAt(grid: Grid, row: GridRow, column: number): SourceCell {
  return {
    sheet: grid.sheet,
    row: row.row,
    column,
    letter: columnLetter(column),
    raw: row.cells[column - 1] ?? '',
  };
}

export function filledCells(grid: Grid, row: GridRow): readonly SourceCell[] {
  return row.cells.flatMap((raw, index) => (isBlank(raw) ? [] : [cellAt(grid, row, index + 1)]));
}

/** A row as one line of text for a person: its cells that aren't blank. */
export function rowText(row: GridRow): string {
  return row.cells
    .filter((raw) => !isBlank(raw))
    .map((raw) => raw.trim())
    .join(' | ');
}

/** Whether two texts say the same to a reader, whatever the accents, letter case and blanks. */
export function saysTheSame(one: string, other: string): boolean {
  return plainText(one) === plainText(other);
}

/** `AA` for column 27. */
export function columnLetter(column: number): string {
  const rest = (column - 1) % 26;
  const before = Math.floor((column - 1) / 26);
  return (before > 0 ? columnLetter(before) : '') + String.fromCharCode(65 + rest);
}
