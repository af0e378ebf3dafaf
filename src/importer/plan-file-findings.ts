import type { ActionField, ReportPart, SourceCell } from './source-cell.js';

export type RejectionCode =
  | 'CELL_UNREADABLE'
  | 'CELL_MISSING'
  | 'PERCENT_OUT_OF_RANGE'
  | 'DATES_REVERSED'
  | 'NUMBER_REPEATED'
  | 'ROW_CONTINUES_ANOTHER'
  | 'CELL_MERGED';

/** Why a row is not imported; a row with several bad cells has one entry for each. */
export interface Rejection extends SourceCell {
  readonly code: RejectionCode;
  readonly field: ActionField | ReportPart;
  readonly quarter?: string;
  readonly expected: string;
}

export type WarningCode =
  | 'COLUMN_UNKNOWN'
  | 'COLUMN_AMBIGUOUS'
  | 'COLUMN_NOT_IMPORTED'
  | 'COLUMN_REPEATED'
  | 'COLUMN_OF_OTHER_YEAR'
  | 'COLUMN_MISSING'
  | 'COLUMN_WITHOUT_HEADER'
  | 'PERCENT_SCALE_INFERRED'
  | 'TITLE_MISSING'
  | 'TITLE_DIFFERS'
  | 'OBJECTIVE_MISSING'
  | 'OBJECTIVE_DIFFERS'
  | 'NO_ACTIONS'
  | 'SHEET_NOT_READ'
  | 'SHEET_HIDDEN'
  | 'ROWS_HIDDEN'
  | 'COLUMNS_HIDDEN'
  | 'CELLS_SHARED'
  | 'FORMULA_WITHOUT_VALUE'
  | 'FORMULAS_TO_BE_COMPUTED';

export interface PlanFileWarning {
  readonly code: WarningCode;
  readonly message: string;
  /** Absent when the warning is about something that isn't there. */
  readonly cell?: SourceCell;
}

/** A row with text that is not an action: totals, footnotes, letterheads. */
export interface SkippedRow {
  readonly sheet: string | null;
  readonly row: number;
  /** Its cells that aren't blank, joined by ` | `. */
  readonly text: string;
  readonly reason: 'ABOVE_HEADER' | 'TOTALS' | 'NOT_AN_ACTION';
}
