import type { Grid } from '../grid.js';
import { mergedCells } from '../merged-cells.js';
import type { PlanFileWarning } from '../plan-file-findings.js';
import { damaged } from './workbook-error.js';
import { readSheet } from './sheet.js';
import { sheetNotes } from './sheet-notes.js';
import { readSharedStrings } from './strings.js';
import { readStyles } from './styles.js';
import { findWorkbook } from './workbook-parts.js';
import { openZip } from './zip.js';
import type { Zip } from './zip.js';

export interface WorkbookRead {
  readonly grids: readonly Grid[];
  readonly warnings: readonly PlanFileWarning[];
}

/**
 * The sheets of an Excel workbook (.xlsx, .xlsm), each as a grid with its name, hidden ones too.
 * A cell is the text that a person sees, with all its digits (`numberText`).
 * @throws PlanFileError NOT_A_WORKBOOK, WORKBOOK_DAMAGED, WORKBOOK_ENCRYPTED, WORKBOOK_TOO_LARGE.
 */
export function readWorkbook(bytes: Uint8Array): WorkbookRead {
  const zip = openZip(bytes);
  const { sheets, dates, toBeComputed, stringsPart, stylesPart } = findWorkbook(zip);
  const strings = readPart(zip, stringsPart, readSharedStrings) ?? [];
  const styles = readPart(zip, stylesPart, readStyles) ?? [];
  const parts = { strings, styles, dates };
  const warnings: PlanFileWarning[] = [];
  let formulas = 0;
  const grids = sheets.flatMap(({ name, hidden, part }): Grid[] => {
    if (part === undefined) {
      const message = `Sheet "${name}" has no cells (a chart or a dialog); it is not read`;
      warnings.push({ code: 'SHEET_NOT_READ', message });
      return [];
    }
    const content = zip.read(part);
    if (content === undefined) throw damaged('a sheet without its cells', name);
    const sheet = readSheet(part, content, parts, name);
    formulas += sheet.formulas;
    const { rows } = sheet;
    const merged = mergedCells(sheet.merges, rows);
    const notes = sheetNotes(name, hidden, sheet);
    return [{ sheet: name, rows, merged, notes, dates }];
  });
  if (toBeComputed && formulas > 0) {
    const what = `The workbook says that its formulas (${formulas}) are still to be computed`;
    const message = `${what}; what is read are their values when it was saved. Open and save it in a spreadsheet program if they may be old`;
    warnings.push({ code: 'FORMULAS_TO_BE_COMPUTED', message });
  }
  return { grids, warnings };
}

function readPart<T>(
  zip: Zip,
  name: string | undefined,
  read: (name: string, bytes: Uint8Array) => T,
): T | undefined {
  const bytes = name === undefined ? undefined : zip.read(name);
  return name === undefined || bytes === undefined ? undefined : read(name, bytes);
}
