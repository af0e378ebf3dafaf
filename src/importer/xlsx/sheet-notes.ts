import { columnLetter } from '../grid.js';
import type { PlanFileWarning } from '../plan-file-findings.js';
import type { Sheet } from './sheet.js';

const MOST_NAMED = 20;

/** What a person may not see in a sheet that is read all the same. */
export function sheetNotes(
  name: string,
  hidden: boolean,
  sheet: Sheet,
): readonly PlanFileWarning[] {
  const notes: PlanFileWarning[] = [];
  const note = (code: PlanFileWarning['code'], message: string): void => {
    notes.push({ code, message: `Sheet "${name}"${message}` });
  };
  const { hiddenRows, hiddenColumns, notComputed, rows } = sheet;
  if (hidden) note('SHEET_HIDDEN', ' is hidden; it is read all the same');
  const filled = new Set(rows.filter(({ cells }) => cells.length > 0).map(({ row }) => row));
  const rowsNamed = hiddenRows.filter((row) => filled.has(row));
  if (rowsNamed.length > 0) {
    note('ROWS_HIDDEN', `: hidden rows are read all the same: ${list(rowsNamed.map(String))}`);
  }
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const letters = hiddenColumns
    .filter(([first]) => first <= width)
    .map(([first, last]) => [columnLetter(first), columnLetter(Math.min(last, width))])
    .map(([first = '', last = '']) => (first === last ? first : `${first} to ${last}`));
  if (letters.length > 0) {
    note('COLUMNS_HIDDEN', `: hidden columns are read all the same: ${list(letters)}`);
  }
  const [first] = notComputed;
  if (first) {
    const what = `formulas that were never computed: ${notComputed.length}, the first in ${first.cell}`;
    const remedy = 'open the workbook in a spreadsheet program, save it, and import that';
    note('FORMULA_WITHOUT_VALUE', `: ${what} (=${first.formula.slice(0, 60)}); ${remedy}`);
  }
  return notes;
}

function list(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  const named = items.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
