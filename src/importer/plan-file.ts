import type { PlanFileWarning, Rejection, SkippedRow } from './plan-file-findings.js';
import type { ActionField, ReportPart, SourceCell } from './source-cell.js';

/** What a plan file says, typed and located, before anything is decided about it. */

export type Frequency = 'QUARTERLY' | 'SEMIANNUAL' | 'ANNUAL' | 'MONTHLY' | 'BIMONTHLY';

/** What a column holds. `unread`: understood, but nothing is taken from it (the warnings say so). */
export type ColumnMeaning =
  | { readonly kind: 'field'; readonly field: ActionField }
  | { readonly kind: 'quarter'; readonly quarter: string; readonly part: ReportPart }
  | { readonly kind: 'unread' };

export interface Column {
  /** The header cell itself; of several header rows, the lowest one with text. */
  readonly header: SourceCell;
  readonly meaning: ColumnMeaning;
}

/** A stretch of rows under its own header; a printed plan repeats the header on each page. */
export interface PlanFilePage {
  readonly sheet: string | null;
  readonly headerRows: readonly number[];
  readonly titleCell: SourceCell | null;
  readonly objectiveCell: SourceCell | null;
  readonly objective: string | null;
  readonly columns: readonly Column[];
}

/** One action as the file tells it. Absent cells, and fields without a column, are null. */
export interface ActionAsRead {
  readonly number: string;
  readonly name: string;
  /** The whole cell; `splitOffices` takes it apart, since that needs the known offices. */
  readonly officesRaw: string;
  readonly indicator: string | null;
  readonly unit: string | null;
  /** Decimal text, never a float. */
  readonly target: string | null;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  readonly endDate: string;
  readonly frequency: Frequency | null;
  readonly fundingSource: string | null;
  readonly associatedPlans: readonly string[];
}

export type QuarterCells = { readonly [part in ReportPart]?: SourceCell };

export interface ReportAsRead {
  /** `2024-Q1`. */
  readonly quarter: string;
  /** Integer basis points: 12.5 % is 1250. Missing when the cell is absent: that is not 0. */
  readonly percent?: number;
  /** To the letter: neither trimmed nor normalised. */
  readonly narrative?: string;
  readonly cells: QuarterCells;
}

export interface PlanFileRow {
  readonly sheet: string | null;
  readonly row: number;
  readonly cells: { readonly [field in ActionField]?: SourceCell };
  readonly action: ActionAsRead;
  readonly reports: readonly ReportAsRead[];
  /** Quarters that have a column but nothing in it: what tells a zero that became blank. */
  readonly unreported: readonly { readonly quarter: string; readonly cells: QuarterCells }[];
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'xlsx';

export interface PlanFile {
  readonly fileName: string;
  /** Lower-case hexadecimal, over the bytes of the file. */
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly pages: readonly PlanFilePage[];
  readonly year: number;
  readonly title: string | null;
  readonly titleCell: SourceCell | null;
  readonly objective: string | null;
  readonly objectiveCell: SourceCell | null;
  /** The quarters that some page has a column for, in order. */
  readonly quarters: readonly string[];
  readonly rows: readonly PlanFileRow[];
  readonly rejected: readonly Rejection[];
  readonly warnings: readonly PlanFileWarning[];
  readonly skipped: readonly SkippedRow[];
}
