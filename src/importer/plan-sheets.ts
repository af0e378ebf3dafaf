import { REQUIRED_FIELDS } from './column-meanings.js';
import { rowText } from './grid.js';
import type { Grid } from './grid.js';
import { draftPages } from './pages.js';
import type { DraftPage } from './pages.js';
import type { PlanFileWarning, SkippedRow } from './plan-file-findings.js';

export interface PlanSheets {
  readonly drafts: readonly DraftPage[];
  readonly skipped: readonly SkippedRow[];
  readonly warnings: readonly PlanFileWarning[];
}

interface Sheet {
  readonly grid: Grid;
  readonly drafts: readonly DraftPage[];
  readonly skipped: readonly SkippedRow[];
  /** Required fields that none of its headers names. */
  readonly lacking: readonly string[];
}

/**
 * The sheets that have the header of a plan. Of several, one whose header lacks what an action
 * needs is no plan but a summary or a list, as long as another one is; each that isn't read is told.
 */
export function planSheets(grids: readonly Grid[]): PlanSheets {
  const sheets = grids.map(sheetOf);
  const headed = sheets.filter(({ drafts }) => drafts.length > 0);
  const whole = headed.filter(({ lacking }) => lacking.length === 0);
  const plans = whole.length > 0 ? whole : headed;
  const others = sheets.filter((sheet) => !plans.includes(sheet));
  return {
    drafts: plans.flatMap(({ drafts }) => drafts),
    skipped: plans.flatMap(({ skipped }) => skipped),
    warnings: [...plans.flatMap(({ grid }) => grid.notes ?? []), ...others.flatMap(notRead)],
  };
}

function sheetOf(grid: Grid): Sheet {
  const skipped: SkippedRow[] = [];
  const drafts = draftPages(grid, skipped);
  const named = new Set(
    drafts.flatMap(({ readings }) => readings.flatMap((r) => (r.kind === 'field' ? r.field : []))),
  );
  return { grid, drafts, skipped, lacking: REQUIRED_FIELDS.filter((field) => !named.has(field)) };
}

function notRead({ grid, drafts, lacking }: Sheet): readonly PlanFileWarning[] {
  const filled = grid.rows.filter((row) => rowText(row) !== '').length;
  if (filled === 0) return [];
  const hidden = grid.notes?.some(({ code }) => code === 'SHEET_HIDDEN') ? ' (hidden)' : '';
  const why =
    drafts.length === 0 ? 'has no header of a plan' : `has a header without ${lacking.join(', ')}`;
  const message = `Sheet "${grid.sheet ?? ''}"${hidden} ${why}; its ${filled} rows with text are not read`;
  return [{ code: 'SHEET_NOT_READ', message }];
}
