import { PlanFileError } from '../plan-file-error.js';

/** Bytes that contradict themselves: cut off, overwritten, or made by a faulty program. */
export function damaged(actual: string, sheet?: string): PlanFileError {
  return new PlanFileError({
    reason: 'WORKBOOK_DAMAGED',
    expected: 'a whole Excel workbook (.xlsx)',
    actual,
    remedy: 'Open it in a spreadsheet program, save it as .xlsx again, and import that.',
    ...(sheet === undefined ? {} : { sheet }),
  });
}

/** More than a plan ever needs: a mistake, or meant to exhaust the machine. */
export function tooLarge(expected: string, actual: string): PlanFileError {
  return new PlanFileError({
    reason: 'WORKBOOK_TOO_LARGE',
    expected,
    actual,
    remedy:
      'Keep only the sheets of the plan, delete the empty rows below them, and save it again.',
  });
}

export function encrypted(): PlanFileError {
  return new PlanFileError({
    reason: 'WORKBOOK_ENCRYPTED',
    expected: 'a workbook that opens without a password',
    actual: 'an encrypted one',
    remedy: 'Remove the password (File, Info, Protect Workbook), save it, and import that.',
  });
}

/** Another kind of document, whatever its name ends in. */
export function notWorkbook(actual: string): PlanFileError {
  return new PlanFileError({
    reason: 'NOT_A_WORKBOOK',
    expected: 'an Excel workbook (.xlsx), or text separated by tabs, ";" or ","',
    actual,
    remedy: 'Save the plan as an Excel workbook (.xlsx) and import that.',
  });
}
