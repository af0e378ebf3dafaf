import { plainText } from '../domain/name-key.js';
import { readNarrative, readText, rejected, value } from './cell.js';
import type { CellReading } from './cell.js';
import { REQUIRED_FIELDS } from './column-meanings.js';
import { readDate } from './date-cell.js';
import type { DateSystem } from './date-cell.js';
import { readFrequency, readPlans } from './list-cells.js';
import { readQuantity } from './numeral.js';
import { readPercent } from './percent-cell.js';
import type { PercentScale } from './percent-cell.js';
import type { PlanFileRow, ReportAsRead } from './plan-file.js';
import type { Rejection, RejectionCode } from './plan-file-findings.js';
import type { ActionField, SourceCell } from './source-cell.js';
import type { RowCells } from './row-columns.js';
import { actionNumber, looksLikeNumber } from './row-kind.js';

export type RowReading =
  | { readonly kind: 'row'; readonly row: PlanFileRow }
  | { readonly kind: 'rejected'; readonly rejected: readonly Rejection[] };

type Where = Pick<Rejection, 'field' | 'quarter'>;

/** What a cell alone doesn't tell, but the file does. */
export interface FileHabits {
  /** How each quarter's column writes percentages. */
  readonly scales: ReadonlyMap<string, PercentScale>;
  readonly dates: DateSystem;
}

const REQUIRED: ReadonlySet<ActionField> = new Set(REQUIRED_FIELDS);
const MISSING = 'a value; an action needs one here';

/** Reads the row of one action. One bad cell rejects the row, and every bad cell is named. */
export function readRow(
  { fields, quarters }: RowCells,
  at: Pick<PlanFileRow, 'sheet' | 'row'>,
  { scales, dates }: FileHabits,
): RowReading {
  const { refused, refuse, take } = refusals();
  const field = <T>(name: ActionField, read: (raw: string) => CellReading<T>): T | undefined => {
    const cell = fields[name];
    if (!cell) return undefined;
    const reading = read(cell.raw);
    if (reading.kind === 'absent' && REQUIRED.has(name)) {
      refuse(cell, 'CELL_MISSING', { field: name }, MISSING);
    }
    return take(cell, { field: name }, reading);
  };

  const number = field('number', readActionNumber);
  const name = field('name', readText);
  const officesRaw = field('offices', readText);
  const unit = field('unit', readText) ?? null;
  const unitIsPercent = /%|porcent/u.test(plainText(unit ?? ''));
  const startDate = field('startDate', (raw) => readDate(raw, dates));
  const endDate = field('endDate', (raw) => readDate(raw, dates));
  const rest = {
    indicator: field('indicator', readText) ?? null,
    unit,
    target: field('target', (raw) => readQuantity(raw, unitIsPercent)) ?? null,
    frequency: field('frequency', readFrequency) ?? null,
    fundingSource: field('fundingSource', readText) ?? null,
    associatedPlans: field('associatedPlans', readPlans) ?? [],
  };
  if (startDate !== undefined && endDate !== undefined && endDate < startDate && fields.endDate) {
    refuse(fields.endDate, 'DATES_REVERSED', { field: 'endDate' }, `${startDate} or later`);
  }
  const reports = quarters.map((each) =>
    readReport(each, scales.get(each.quarter) ?? 'UNKNOWN', take),
  );
  const required = { number, name, officesRaw, startDate, endDate };
  if (refused.length > 0 || !allThere(required)) return { kind: 'rejected', rejected: refused };
  const says = (report: ReportAsRead): boolean =>
    report.percent !== undefined || report.narrative !== undefined;
  return {
    kind: 'row',
    row: {
      ...at,
      cells: fields,
      action: { ...required, ...rest },
      reports: reports.filter(says),
      unreported: reports
        .filter((report) => !says(report))
        .map(({ quarter, cells }) => ({ quarter, cells })),
    },
  };
}

interface Refusals {
  readonly refused: readonly Rejection[];
  readonly refuse: (cell: SourceCell, code: RejectionCode, where: Where, expected: string) => void;
  /** The value of a reading; one that is rejected is refused, and gives none. */
  readonly take: <T>(cell: SourceCell, where: Where, reading: CellReading<T>) => T | undefined;
}

function refusals(): Refusals {
  const refused: Rejection[] = [];
  const refuse: Refusals['refuse'] = (cell, code, where, expected) => {
    refused.push({ ...cell, code, ...where, expected });
  };
  return {
    refused,
    refuse,
    take(cell, where, reading) {
      switch (reading.kind) {
        case 'value':
          return reading.value;
        case 'absent':
          return undefined;
        case 'rejected': {
          const code = reading.outOfRange ? 'PERCENT_OUT_OF_RANGE' : 'CELL_UNREADABLE';
          refuse(cell, code, where, reading.expected);
          return undefined;
        }
      }
    },
  };
}

function readReport(
  { quarter, cells }: RowCells['quarters'][number],
  scale: PercentScale,
  take: Refusals['take'],
): ReportAsRead {
  const { percent, narrative } = cells;
  const executed =
    percent && take(percent, { field: 'percent', quarter }, readPercent(percent.raw, scale));
  const told =
    narrative && take(narrative, { field: 'narrative', quarter }, readNarrative(narrative.raw));
  return {
    quarter,
    ...(executed !== undefined && { percent: executed }),
    ...(told !== undefined && { narrative: told }),
    cells,
  };
}

function readActionNumber(raw: string): CellReading<string> {
  const reading = readText(raw);
  if (reading.kind !== 'value') return reading;
  return looksLikeNumber(raw)
    ? value(actionNumber(raw))
    : rejected('the number of an action, such as 1 or 2.1', raw);
}

type Told<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

function allThere<T extends object>(values: T): values is T & Told<T> {
  return Object.values(values).every((one) => one !== undefined);
}
