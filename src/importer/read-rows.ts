import { plainText } from '../domain/name-key.js';
import { filledCells, rowText } from './grid.js';
import type { GridRow } from './grid.js';
import type { Layout, Page } from './layout.js';
import { percentScale } from './percent-cell.js';
import type { PercentScale } from './percent-cell.js';
import type { PlanFileRow } from './plan-file.js';
import type { PlanFileWarning, Rejection, SkippedRow } from './plan-file-findings.js';
import { readRow } from './read-row.js';
import { cellsByMeaning } from './row-columns.js';
import type { RowCells } from './row-columns.js';
import { rowKind } from './row-kind.js';

export interface RowsRead {
  readonly rows: readonly PlanFileRow[];
  readonly rejected: readonly Rejection[];
  readonly skipped: readonly SkippedRow[];
  readonly warnings: readonly PlanFileWarning[];
}

/** A row below a header with its cells by meaning and what kind of row it is. */
interface Sorted {
  readonly page: Page;
  readonly row: GridRow;
  readonly cells: RowCells;
  readonly kind: ReturnType<typeof rowKind>;
}

/** Reads every row below a header: each one with text becomes a row, a rejection or a skipped row. */
export function readRows({ pages }: Layout): RowsRead {
  const sorted = pages.flatMap((page) => page.body.map((row) => sort(page, row)));
  const actions = sorted.filter(({ kind }) => kind === 'ACTION');
  const { scales, warnings } = scalesOf(actions);
  const rows: PlanFileRow[] = [];
  const rejected: Rejection[] = [];
  const skipped: SkippedRow[] = [];
  const numbers = new Map<string, number>();
  for (const { page, row, cells, kind } of sorted) {
    const at = { sheet: page.sheet, row: row.row };
    switch (kind) {
      case 'BLANK':
        break;
      case 'TOTALS':
      case 'NOT_AN_ACTION':
        skipped.push({ ...at, text: rowText(row), reason: kind });
        break;
      case 'CONTINUATION':
        rejected.push(...continuation(cells));
        break;
      case 'ACTION': {
        const reading = readRow(cells, at, scales);
        const again = repeated(cells, row.row, numbers);
        if (reading.kind === 'rejected') rejected.push(...reading.rejected);
        if (again) rejected.push(again);
        if (reading.kind === 'row' && !again) rows.push(reading.row);
        break;
      }
    }
  }
  return { rows, rejected, skipped, warnings: [...warnings, ...headless(actions)] };
}

function sort(page: Page, row: GridRow): Sorted {
  const cells = cellsByMeaning(page, row);
  const kind = rowKind(row.cells, (field) => cells.fields[field]?.raw ?? '');
  return { page, row, cells, kind };
}

/** The whole file tells how a quarter's column writes percentages: a page may have one cell only. */
function scalesOf(actions: readonly Sorted[]): {
  readonly scales: ReadonlyMap<string, PercentScale>;
  readonly warnings: readonly PlanFileWarning[];
} {
  const percents = new Map<string, string[]>();
  for (const { quarter, cells } of actions.flatMap((action) => action.cells.quarters)) {
    if (!cells.percent) continue;
    const column = percents.get(quarter) ?? [];
    column.push(cells.percent.raw);
    percents.set(quarter, column);
  }
  const scales = new Map([...percents].map(([quarter, raw]) => [quarter, percentScale(raw)]));
  const warnings = [...scales].flatMap(([quarter, scale]): readonly PlanFileWarning[] => {
    if (scale !== 'POINTS') return [];
    const message = `${quarter}: numbers without a sign are read as percent points (85 as 85 %)`;
    return [{ code: 'PERCENT_SCALE_INFERRED', message }];
  });
  return { scales, warnings };
}

function continuation({ fields }: RowCells): readonly Rejection[] {
  const cell = fields.number;
  const expected = 'one row for each action; this one has no number and no name of its own';
  return cell ? [{ ...cell, code: 'ROW_CONTINUES_ANOTHER', field: 'number', expected }] : [];
}

function repeated(
  { fields }: RowCells,
  row: number,
  numbers: Map<string, number>,
): Rejection | undefined {
  const cell = fields.number;
  const key = plainText(cell?.raw ?? '').replace(/[.)]$/u, '');
  if (!cell || key === '') return undefined;
  const before = numbers.get(key);
  if (before === undefined) {
    numbers.set(key, row);
    return undefined;
  }
  const expected = `a number of its own; row ${before} has it already`;
  return { ...cell, code: 'NUMBER_REPEATED', field: 'number', expected };
}

/** Cells of actions in columns without a header, told once for each column of a page. */
function headless(actions: readonly Sorted[]): readonly PlanFileWarning[] {
  const told = new Map<string, PlanFileWarning>();
  for (const { page, row } of actions) {
    const headed = new Set(page.columns.map(({ header }) => header.column));
    for (const cell of filledCells(page.grid, row)) {
      const key = `${page.sheet} ${page.headerRows[0]} ${cell.column}`;
      if (headed.has(cell.column) || told.has(key)) continue;
      const message = `Column ${cell.letter} has text but no header; it is not read`;
      told.set(key, { code: 'COLUMN_WITHOUT_HEADER', message, cell });
    }
  }
  return [...told.values()];
}
