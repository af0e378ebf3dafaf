import { createHash } from 'node:crypto';
import { saysTheSame } from './grid.js';
import { layout } from './layout.js';
import type { Page } from './layout.js';
import type { PlanFile, PlanFilePage } from './plan-file.js';
import type { PlanFileWarning } from './plan-file-findings.js';
import type { SourceCell } from './source-cell.js';
import { inFileOrder } from './file-order.js';
import { inFile } from './plan-file-error.js';
import { readGrids } from './read-grids.js';
import { readRows } from './read-rows.js';

/**
 * Reads the bytes of a plan file into a located, typed structure: pure, nothing is decided about
 * it yet. Rows that can't be read are in `rejected`, text that is no action in `skipped`, columns
 * that aren't read in `warnings`; nothing is dropped silently. Throws only `PlanFileError`
 * (code PLAN_FILE_UNREADABLE), when no row of the file could be trusted. `year` is the one that is
 * meant, where the file tells none or has columns of several.
 */
export function readPlanFile(bytes: Uint8Array, fileName: string, year?: number): PlanFile {
  try {
    const { grids, encoding, warnings } = readGrids(bytes);
    const found = layout(grids, year);
    const read = readRows(found);
    const titled = found.pages.find(({ titleCell }) => titleCell);
    const aimed = found.pages.find(({ objective }) => objective !== null);
    const title = titled?.titleCell ?? null;
    return {
      fileName,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      encoding,
      pages: found.pages.map(withoutRows),
      year: found.year,
      title: title?.raw.trim() ?? null,
      titleCell: title,
      objective: aimed?.objective ?? null,
      objectiveCell: aimed?.objectiveCell ?? null,
      quarters: quartersOf(found.pages),
      rows: read.rows,
      rejected: read.rejected,
      warnings: [
        ...warnings,
        ...found.warnings,
        ...headingWarnings(found.pages),
        ...noActions(read.rows.length),
        ...read.warnings,
      ],
      skipped: inFileOrder([...found.skipped, ...read.skipped], found.pages),
    };
  } catch (error) {
    throw inFile(error, fileName);
  }
}

function withoutRows(page: Page): PlanFilePage {
  const { sheet, headerRows, titleCell, objectiveCell, objective, columns } = page;
  return { sheet, headerRows, titleCell, objectiveCell, objective, columns };
}

function quartersOf(pages: readonly Page[]): readonly string[] {
  const columns = pages.flatMap((page) => page.columns);
  const quarters = columns.flatMap(({ meaning }) =>
    meaning.kind === 'quarter' ? [meaning.quarter] : [],
  );
  return [...new Set(quarters)].sort();
}

function noActions(rows: number): readonly PlanFileWarning[] {
  return rows > 0
    ? []
    : [{ code: 'NO_ACTIONS', message: 'No row of the file was read as an action' }];
}

/** Headings that say something else than the first one, which is what holds for the plan. */
function headingWarnings(pages: readonly Page[]): readonly PlanFileWarning[] {
  const headings = pages.flatMap((page) => page.headings);
  const titles = headings.flatMap(({ title: cell }) => (cell ? [{ text: cell.raw, cell }] : []));
  const objectives = headings.flatMap(({ objective }) => objective ?? []);
  return [...differing('title', titles), ...differing('objective', objectives)];
}

function differing(
  what: 'title' | 'objective',
  said: readonly { readonly text: string; readonly cell: SourceCell }[],
): readonly PlanFileWarning[] {
  const [first] = said;
  if (!first) {
    const code = what === 'title' ? 'TITLE_MISSING' : 'OBJECTIVE_MISSING';
    return [{ code, message: `The file has no ${what}` }];
  }
  const code = what === 'title' ? 'TITLE_DIFFERS' : 'OBJECTIVE_DIFFERS';
  return said
    .filter(({ text }) => !saysTheSame(text, first.text))
    .map(({ cell }) => ({
      code,
      cell,
      message: `The ${what} in row ${cell.row} differs from row ${first.cell.row}, which is kept`,
    }));
}
