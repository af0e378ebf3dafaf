import type { ColumnReading } from './columns.js';
import type { Column, ColumnMeaning } from './plan-file.js';
import type { PlanFileWarning, WarningCode } from './plan-file-findings.js';
import type { ActionField } from './source-cell.js';
import { PlanFileError } from './plan-file-error.js';

/** Without these an action can't be followed up: which, what, who, from when, until when. */
export const REQUIRED_FIELDS: readonly ActionField[] = [
  'number',
  'name',
  'offices',
  'startDate',
  'endDate',
];
const OPTIONAL_FIELDS: readonly ActionField[] = [
  'indicator',
  'unit',
  'target',
  'frequency',
  'fundingSource',
  'associatedPlans',
];
const SPANISH: Readonly<Record<ActionField, string>> = {
  number: 'No.',
  name: 'ACCIÓN, PROGRAMA O PROYECTO ESTRATÉGICO',
  offices: 'RESPONSABLE',
  indicator: 'INDICADOR',
  unit: 'UNIDAD DE MEDIDA',
  target: 'META',
  startDate: 'FECHA INICIO',
  endDate: 'FECHA FIN',
  frequency: 'SEGUIMIENTO',
  fundingSource: 'FUENTE DE FINANCIACIÓN',
  associatedPlans: 'PLANES ASOCIADOS',
};

export interface ColumnMeanings {
  readonly columns: readonly Column[];
  readonly warnings: readonly PlanFileWarning[];
}

/**
 * Settles what each column of a page means in a plan of `year`. Whatever is left unread is named in
 * a warning. Two columns for the same thing are both left unread, since nothing says which is right.
 * Throws `PlanFileError` when a required column is missing or there twice.
 */
export function settleColumns(
  readings: readonly ColumnReading[],
  year: number,
  headerRow: number,
  sheet: string | null,
): ColumnMeanings {
  const warnings: PlanFileWarning[] = [];
  const warn = (code: WarningCode, reading: ColumnReading, what: string): Column => {
    const { header } = reading;
    warnings.push({ code, cell: header, message: `Column ${header.letter}: ${what}` });
    return { header, meaning: { kind: 'unread' } };
  };
  const columns = readings.map((reading, index) => {
    const twin = readings.findIndex((other, at) => at !== index && sameThing(reading, other, year));
    if (twin >= 0) return warn('COLUMN_REPEATED', reading, 'another column says it is the same');
    return settle(reading, year, warn);
  });
  const named = (field: ActionField): boolean =>
    columns.some(({ meaning }) => meaning.kind === 'field' && meaning.field === field);
  const lacking = REQUIRED_FIELDS.filter((field) => !named(field));
  const [missing] = lacking;
  if (missing) {
    const twice = readings.some((reading) => reading.kind === 'field' && reading.field === missing);
    const wanted = lacking.map((field) => `"${SPANISH[field]}" (${field})`).join(', ');
    throw new PlanFileError({
      reason: twice ? 'COLUMN_REPEATED' : 'COLUMN_MISSING',
      expected: `${lacking.length === 1 ? 'one column' : 'one column each for'} ${wanted}`,
      actual: `${twice ? 'several in' : 'none in'} ${readings.map((r) => `"${r.header.raw}"`).join(', ')}`,
      remedy: 'Correct the header row and import the file again.',
      sheet,
      row: headerRow,
    });
  }
  for (const field of OPTIONAL_FIELDS) {
    if (named(field) || readings.some((r) => r.kind === 'field' && r.field === field)) continue;
    const message = `The header in row ${headerRow} has no column "${SPANISH[field]}" (${field})`;
    warnings.push({ code: 'COLUMN_MISSING', message });
  }
  return { columns, warnings };
}

type Warn = (code: WarningCode, reading: ColumnReading, what: string) => Column;

function settle(reading: ColumnReading, year: number, warn: Warn): Column {
  switch (reading.kind) {
    case 'unknown':
      return warn('COLUMN_UNKNOWN', reading, 'its header is not known; it is not read');
    case 'ambiguous':
      return warn('COLUMN_AMBIGUOUS', reading, `${reading.why}; it is not read`);
    case 'field':
    case 'quarter': {
      if ((reading.year ?? year) !== year) {
        const what = `it is about ${reading.year}, the plan about ${year}; it is not read`;
        return warn('COLUMN_OF_OTHER_YEAR', reading, what);
      }
      const meaning = meaningOf(reading, year);
      if (meaning) return { header: reading.header, meaning };
      return warn('COLUMN_NOT_IMPORTED', reading, 'it is understood, but not imported');
    }
  }
}

function meaningOf(
  reading: Extract<ColumnReading, { kind: 'field' | 'quarter' }>,
  year: number,
): ColumnMeaning | undefined {
  if (reading.kind === 'field') {
    return reading.field === 'weight' ? undefined : { kind: 'field', field: reading.field };
  }
  const { part, quarter } = reading;
  if (part === 'planned' || part === 'executed') return undefined;
  return { kind: 'quarter', quarter: `${year}-Q${quarter}`, part };
}

function sameThing(one: ColumnReading, other: ColumnReading, year: number): boolean {
  if ('year' in one && (one.year ?? year) !== year) return false;
  if ('year' in other && (other.year ?? year) !== year) return false;
  if (one.kind === 'field') return other.kind === 'field' && one.field === other.field;
  if (one.kind !== 'quarter' || other.kind !== 'quarter') return false;
  return one.quarter === other.quarter && one.part === other.part;
}
