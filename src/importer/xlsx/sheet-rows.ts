import { columnLetter } from '../grid.js';
import type { GridRow } from '../grid.js';
import { LAST_COLUMN, LAST_ROW, readReference } from './references.js';
import { damaged, tooLarge } from './workbook-error.js';

/** Puts cells into rows as they come, each where it says that it stands. */
export interface RowGatherer {
  readonly row: (number: string | undefined, hidden: boolean) => void;
  readonly place: (reference: string | undefined) => void;
  readonly cell: (text: string) => void;
  /** The cell that was placed last, as a spreadsheet names it. */
  readonly reference: () => string;
  readonly done: () => {
    readonly rows: readonly GridRow[];
    readonly hiddenRows: readonly number[];
  };
}

const NOTHING: readonly string[] = [];
/** Blank rows part a table from what is around it; more than these say no more. */
const BLANK_ROWS_KEPT = 3;
/** Places of cells up to the last one with text of each row: a thousand rows of one cell in column
 * XFD are sixteen million. */
export const MOST_PLACES = 20_000_000;

/** @throws PlanFileError WORKBOOK_DAMAGED, WORKBOOK_TOO_LARGE, from each of its functions. */
export function rowGatherer(sheet: string, most = MOST_PLACES): RowGatherer {
  const rows: GridRow[] = [];
  const hiddenRows: number[] = [];
  let row = 0;
  let column = 0;
  let cells: string[] = [];
  let places = 0;
  const finish = (): void => {
    if (cells.length === 0) return;
    fillGap(rows, row);
    rows.push({ row, cells });
    cells = [];
  };
  return {
    row(number, hidden) {
      finish();
      const next = number === undefined ? row + 1 : Number(number);
      if (!Number.isInteger(next) || next <= row || next > LAST_ROW) {
        throw damaged(`row "${number ?? next}" behind row ${row}`, sheet);
      }
      row = next;
      column = 0;
      if (hidden) hiddenRows.push(row);
    },
    place(reference) {
      const at = reference === undefined ? { column: column + 1 } : readReference(reference);
      if (at === undefined || at.column <= column || at.column > LAST_COLUMN) {
        throw damaged(`cell "${reference ?? ''}" in row ${row} behind column ${column}`, sheet);
      }
      column = at.column;
    },
    cell(text) {
      if (text === '') return;
      places += column - cells.length;
      if (places > most) throw tooLarge(`at most ${most} cells in a sheet`, 'more than that');
      while (cells.length < column - 1) cells.push('');
      cells.push(text);
    },
    reference: () => `${columnLetter(column)}${row}`,
    done() {
      finish();
      return { rows, hiddenRows };
    },
  };
}

/** The rows above are part of how a table looks: a blank one ends a header. */
function fillGap(rows: GridRow[], next: number): void {
  const before = rows.at(-1)?.row ?? 0;
  const blanks = Math.min(next - before - 1, BLANK_ROWS_KEPT);
  for (let i = 1; i <= blanks; i += 1) rows.push({ row: before + i, cells: NOTHING });
}
