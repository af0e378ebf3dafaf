/** A cell as the file has it: rows and columns are counted from 1, `raw` is the text to the letter. */
export interface SourceCell {
  /** Name of the sheet; null for a text file, which has none. */
  readonly sheet: string | null;
  readonly row: number;
  readonly column: number;
  /** The column as a spreadsheet names it: A, B, … AA. */
  readonly letter: string;
  readonly raw: string;
}

export type ActionField =
  | 'number'
  | 'name'
  | 'offices'
  | 'indicator'
  | 'unit'
  | 'target'
  | 'startDate'
  | 'endDate'
  | 'frequency'
  | 'fundingSource'
  | 'associatedPlans';

export type ReportPart = 'percent' | 'narrative';
