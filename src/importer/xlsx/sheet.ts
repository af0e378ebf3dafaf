import type { GridRow } from '../grid.js';
import type { CellRange } from '../merged-cells.js';
import { cellText, isNotComputed } from './cell-text.js';
import type { RawCell, WorkbookParts } from './cell-text.js';
import { LAST_COLUMN, LAST_ROW, readRange } from './references.js';
import { rowGatherer } from './sheet-rows.js';
import { stringReader } from './strings.js';
import { damaged } from './workbook-error.js';
import { attribute, isOn, readXml } from './xml.js';

export interface Sheet {
  readonly rows: readonly GridRow[];
  readonly merges: readonly CellRange[];
  readonly hiddenRows: readonly number[];
  /** First and last column of each hidden stretch. */
  readonly hiddenColumns: readonly (readonly [number, number])[];
  readonly formulas: number;
  /** Where formulas stand that were never computed. */
  readonly notComputed: readonly { readonly cell: string; readonly formula: string }[];
}

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads the cells of a sheet where they stand. What the sheet declares of its own size is not
 * asked: it is often wrong, and may be a million rows of nothing.
 * @throws PlanFileError WORKBOOK_DAMAGED, WORKBOOK_TOO_LARGE.
 */
export function readSheet(
  part: string,
  bytes: Uint8Array,
  parts: WorkbookParts,
  name: string,
): Sheet {
  const gathered = rowGatherer(name);
  const merges: CellRange[] = [];
  const hiddenColumns: (readonly [number, number])[] = [];
  const notComputed: { cell: string; formula: string }[] = [];
  const inline = stringReader();
  let formulas = 0;
  let cell: { -readonly [K in keyof RawCell]: RawCell[K] } | undefined;
  let within: 'v' | 'f' | undefined;

  const open = (element: string, attributes: Attributes): void => {
    inline.open(element);
    if (element === 'row') {
      gathered.row(attribute(attributes, 'r'), isOn(attribute(attributes, 'hidden')));
    } else if (element === 'c') {
      gathered.place(attribute(attributes, 'r'));
      const { t: type = 'n', s: style } = attributes;
      cell = { type, style, value: undefined, inline: '', formula: undefined };
    } else if (cell !== undefined && (element === 'v' || element === 'f')) {
      within = element;
      if (element === 'v') cell.value = '';
      else cell.formula = '';
    } else if (element === 'mergeCell') {
      merges.push(rangeOf(attributes, name));
    } else if (element === 'col' && isOn(attributes.hidden)) {
      hiddenColumns.push([Number(attributes.min), Number(attributes.max)]);
    }
  };
  const close = (element: string): void => {
    inline.close(element);
    if (element === 'is' && cell !== undefined) cell.inline = inline.take();
    if (element === 'v' || element === 'f') within = undefined;
    if (element !== 'c' || cell === undefined) return;
    if (cell.formula !== undefined) formulas += 1;
    if (isNotComputed(cell)) {
      notComputed.push({ cell: gathered.reference(), formula: cell.formula ?? '' });
    }
    gathered.cell(cellText(cell, parts));
    cell = undefined;
  };
  const text = (said: string): void => {
    inline.text(said);
    if (cell === undefined || within === undefined) return;
    if (within === 'v') cell.value = (cell.value ?? '') + said;
    else cell.formula = (cell.formula ?? '') + said;
  };
  readXml(part, bytes, { open, close, text });
  const { rows, hiddenRows } = gathered.done();
  return { rows, merges, hiddenRows, hiddenColumns, formulas, notComputed };
}

function rangeOf({ ref = '' }: Attributes, sheet: string): CellRange {
  const range = readRange(ref);
  if (range !== undefined) return range;
  throw damaged(`merged cells "${ref}", beyond row ${LAST_ROW} or column ${LAST_COLUMN}`, sheet);
}
