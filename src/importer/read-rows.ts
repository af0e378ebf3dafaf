import { plainText } from '../domain/name-key.js';
import { filledCells, rowText } from './grid.js';
import type { Layout } from './layout.js';
import { percentScale } from './percent-cell.js';
import type { PercentScale } from './percent-cell.js';
import type { PlanFileRow } from './plan-file.js';
import type { PlanFileWarning, Rejection, SkippedRow } from './plan-file-findings.js';
import { readRow } from './read-row.js';
import type { RowCells } from './row-columns.js';
import { actionNumber } from './row-kind.js';
import { sharedCells } from './shared-cells.js';
import { sortRows } from './sorted-rows.js';
import type { Sorted } from './sorted-rows.js';
import type { SourceCell } from './source-cell.js';

export interface RowsRead {
  readonly rows: readonly PlanFileRow[];
  readonly rejected: readonly Rejection[];
  readonly skipped: readonly SkippedRow[];
  readonly warnings: readonly PlanFileWarning[];
}

/** Reads every row below a header: each one with text becomes a row, a rejection or a skipped row. */
export function readRows({ pages }: Layout): RowsRead {
  const sorted = pages.flatMap(sortRows);
  const actions = sorted.filter(({ kind }) => kind === 'ACTION');
  const { scales, warnings } = scalesOf(actions);
  const rows: PlanFileRow[] = [];
  const rejected: Rejection[] = [];
  const skipped: SkippedRow[] = [];
  const numbers = new Map<string, SourceCell>();
  for (const { page, row, cells, kind, refused } of sorted) {
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
        const reading = readRow(cells, at, { scales, dates: page.grid.dates ?? 1900 });
        const again = repeated(cells, numbers);
        const more = reading.kind === 'rejected' ? reading.rejected : [];
        const bad = [...refused, ...more.filter((cell) => !isNamed(cell, refused))];
        if (again) bad.push(again);
        rejected.push(...bad);
        if (reading.kind === 'row' && bad.length === 0) rows.push(reading.row);
        break;
      }
    }
  }
  const told = [...warnings, ...sharedCells(actions), ...headless(actions)];
  return { rows, rejected, skipped, warnings: told };
}

/** A cell is told once: what is refused for its merged cells is not missing as well. */
function isNamed(cell: SourceCell, refused: readonly Rejection[]): boolean {
  return refused.some(({ column }) => column === cell.column);
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

function repeated({ fields }: RowCells, numbers: Map<string, SourceCell>): Rejection | undefined {
  const cell = fields.number;
  const key = plainText(actionNumber(cell?.raw ?? ''));
  if (!cell || key === '') return undefined;
  const before = numbers.get(key);
  if (before === undefined) {
    numbers.set(key, cell);
    return undefined;
  }
  const elsewhere = before.sheet === cell.sheet ? '' : ` of sheet ${before.sheet ?? ''}`;
  const expected = `a number of its own; row ${before.row}${elsewhere} has it already`;
  return { ...cell, code: 'NUMBER_REPEATED', field: 'number', expected };
}

/** Cells of actions in columns without a header, told once for each column of a page. */
function headless(actions: readonly Sorted[]): readonly PlanFileWarning[] {
  const told = new Map<string, PlanFileWarning>();
  for (const { page, row, parts } of actions) {
    const headed = new Set(page.columns.map(({ header }) => header.column));
    for (const cell of [row, ...parts].flatMap((line) => filledCells(page.grid, line))) {
      const key = `${page.sheet} ${page.headerRows[0]} ${cell.column}`;
      if (headed.has(cell.column) || told.has(key)) continue;
      const message = `Column ${cell.letter} has text but no header; it is not read`;
      told.set(key, { code: 'COLUMN_WITHOUT_HEADER', message, cell });
    }
  }
  return [...told.values()];
}
