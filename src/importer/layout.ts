import { settleColumns } from './column-meanings.js';
import type { Furniture } from './furniture.js';
import { rowText } from './grid.js';
import type { Grid, GridRow } from './grid.js';
import { planSheets } from './plan-sheets.js';
import { planYear } from './plan-year.js';
import type { PlanFilePage } from './plan-file.js';
import type { PlanFileWarning, SkippedRow } from './plan-file-findings.js';
import { PlanFileError } from './plan-file-error.js';

export interface Page extends PlanFilePage {
  readonly grid: Grid;
  readonly headings: readonly Furniture[];
  /** The rows below the header, down to the next header or the end, without the page's headings. */
  readonly body: readonly GridRow[];
}

export interface Layout {
  readonly year: number;
  readonly pages: readonly Page[];
  readonly warnings: readonly PlanFileWarning[];
  readonly skipped: readonly SkippedRow[];
}

/**
 * Finds the pages of a plan, wherever their headers stand, and what their columns mean. Throws
 * `PlanFileError` when there is no header, a required column is missing, or the year isn't told.
 */
export function layout(grids: readonly Grid[], askedYear?: number): Layout {
  const { drafts, skipped, warnings: aboutSheets } = planSheets(grids);
  if (drafts.length === 0) throw noHeader(grids);
  const year = planYear(drafts, askedYear);
  const warnings: PlanFileWarning[] = [...aboutSheets];
  const pages = drafts.map((draft): Page => {
    const { grid, headings, headerRows, readings, body } = draft;
    const row = headerRows.at(-1) ?? 0;
    const settled = settleColumns(readings, year, row, grid.sheet);
    warnings.push(...settled.warnings);
    const objective = headings.find((heading) => heading.objective)?.objective;
    return {
      sheet: grid.sheet,
      headerRows,
      titleCell: headings.find(({ title }) => title)?.title ?? null,
      objectiveCell: objective?.cell ?? null,
      objective: objective?.text ?? null,
      columns: settled.columns,
      grid,
      headings,
      body,
    };
  });
  return { year, pages, warnings: [...new Map(warnings.map(keyed)).values()], skipped };
}

/** A warning that repeats on each page with its header is told once. */
function keyed(warning: PlanFileWarning): readonly [string, PlanFileWarning] {
  const { code, cell, message } = warning;
  return [cell ? `${code} ${cell.sheet} ${cell.letter} ${cell.raw} ${message}` : message, warning];
}

function noHeader(grids: readonly Grid[]): PlanFileError {
  const filled = grids.flatMap(({ rows }) => rows).filter((row) => rowText(row) !== '');
  const first = filled[0] ? `the first row with text says "${rowText(filled[0])}"` : 'no text';
  return new PlanFileError({
    reason: 'NO_HEADER',
    expected: 'a header row with columns such as No., ACCIÓN, RESPONSABLE, META, FECHA INICIO',
    actual: `${filled.length} rows without one; ${first.slice(0, 200)}`,
    remedy:
      'Check that the file is a plan de acción: an Excel workbook, or text separated by tabs, ";" or ",".',
  });
}
