import { plainText } from '../domain/name-key.js';
import { isBlank } from './plain-text.js';
import { isAbsent } from './cell.js';
import type { ActionField } from './source-cell.js';

export type RowKind = 'BLANK' | 'ACTION' | 'CONTINUATION' | 'TOTALS' | 'NOT_AN_ACTION';

const NUMBER = /^(\p{L}{1,4}[-. ]?)?\d{1,6}([.,-]?[\p{L}\d]{1,4}){0,4}[.)]?$/u;
const TOTALS = /^((sub)?total(es)?|promedio|gran total|avance total|suma)\b/u;
const TELLS_OF_AN_ACTION: readonly ActionField[] = [
  'offices',
  'indicator',
  'target',
  'startDate',
  'endDate',
];

/**
 * The label of an action, without the mark behind it: `1.` is 1. A cell that holds the number 1.1
 * says `1,1`, and means the same as the text `1.1` beside it.
 */
export function actionNumber(raw: string): string {
  return raw
    .trim()
    .replace(/[.)]$/u, '')
    .replace(/^(\d+),(\d+)$/u, '$1.$2');
}

/** Whether a cell could be the number of an action: `1`, `1.2`, `A-3`, `2.1.a`. */
export function looksLikeNumber(raw: string): boolean {
  return NUMBER.test(raw.trim());
}

/**
 * What a row below the header is. `cell` gives the raw text of a field, blank where there is none.
 * A row with text is never BLANK, so that whatever isn't an action can be reported.
 */
export function rowKind(cells: readonly string[], cell: (field: ActionField) => string): RowKind {
  const first = cells.find((raw) => !isBlank(raw));
  if (first === undefined) return 'BLANK';
  const numbered = looksLikeNumber(cell('number'));
  if (!numbered && TOTALS.test(plainText(first))) return 'TOTALS';
  const named = !isAbsent(cell('name'));
  const tells = TELLS_OF_AN_ACTION.filter((field) => !isAbsent(cell(field))).length;
  if (numbered && (named || tells > 0)) return 'ACTION';
  if (named && tells > 0) return 'ACTION';
  // A cell merged over several rows leaves the number and the name of the lower ones blank.
  if (isBlank(cell('number')) && !named && tells > 0) return 'CONTINUATION';
  return 'NOT_AN_ACTION';
}
