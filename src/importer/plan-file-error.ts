export type UnreadableReason =
  | 'FILE_NOT_FOUND'
  | 'NOT_TEXT'
  | 'NOT_A_WORKBOOK'
  | 'WORKBOOK_DAMAGED'
  | 'WORKBOOK_ENCRYPTED'
  | 'WORKBOOK_TOO_LARGE'
  | 'NO_HEADER'
  | 'COLUMN_MISSING'
  | 'COLUMN_REPEATED'
  | 'YEAR_MISSING'
  | 'SEVERAL_YEARS'
  | 'NO_ACTIONS'
  | 'PLAN_UNCLEAR';

export interface UnreadableDetail {
  readonly reason: UnreadableReason;
  readonly expected: string;
  readonly actual: string;
  /** What the person can do about it. */
  readonly remedy: string;
  readonly fileName?: string;
  readonly sheet?: string | null;
  readonly row?: number;
}

/** The whole file can't be read, as opposed to a row of it, which is a `Rejection` and data. */
export class PlanFileError extends Error {
  readonly code = 'PLAN_FILE_UNREADABLE';
  readonly detail: UnreadableDetail;

  constructor(detail: UnreadableDetail) {
    super(describe(detail));
    this.name = 'PlanFileError';
    this.detail = detail;
  }
}

/** The same error, once it is known which file it is about. */
export function inFile(error: unknown, fileName: string): unknown {
  return error instanceof PlanFileError ? new PlanFileError({ ...error.detail, fileName }) : error;
}

function describe(detail: UnreadableDetail): string {
  const where = [
    detail.fileName ?? 'The plan file',
    ...(detail.sheet ? [`sheet ${detail.sheet}`] : []),
    ...(detail.row === undefined ? [] : [`row ${detail.row}`]),
  ].join(', ');
  return `${where}: expected ${detail.expected}; found ${detail.actual}. ${detail.remedy}`;
}
