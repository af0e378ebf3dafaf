import { describe, expect, it } from '@jest/globals';
import type { PlanFile } from '../../src/importer/plan-file.js';
import { ACTION, HEADER, OBJECTIVE, TITLE, action, planOf } from './plan-text.js';
import type { Cell, SheetOf } from './workbook.js';
import { readSheets } from './workbook.js';

const head: SheetOf['rows'] = [TITLE, OBJECTIVE, HEADER];

/** A workbook of one sheet with these rows below the header, which is in row 3. */
function sheetWith(
  rows: SheetOf['rows'],
  merges: readonly string[] = [],
  more: Partial<SheetOf> = {},
): PlanFile {
  return readSheets([{ name: 'PLAN', rows: [...head, ...rows], merges, ...more }]);
}

/** The example action with other cells, by the position of the column from 0. */
function row(changes: Readonly<Record<number, Cell>> = {}): readonly Cell[] {
  return ACTION.map((cell, index) => (index in changes ? (changes[index] ?? null) : cell));
}

const codes = (plan: PlanFile): readonly string[] => plan.warnings.map(({ code }) => code);

const nothing = Object.fromEntries(ACTION.map((_, index) => [index, null]));

describe('a plan in a workbook', () => {
  it('says what the same plan says as text, but for the sheet', () => {
    const text = planOf(action(), action({ 0: '2', 11: '12,5%', 6: '31/12/2023' }));
    const book = sheetWith([
      row({ 0: 1, 5: 1, 11: { number: 0, format: '0%' } }),
      row({
        0: 2,
        6: { number: 45291, format: 'dd/mm/yyyy' },
        11: { number: 0.125, format: '0.0%' },
      }),
    ]);
    const facts = (plan: PlanFile) =>
      plan.rows.map(({ row: at, action: said, reports }) => ({
        at,
        said,
        reports: reports.map(({ quarter, percent, narrative }) => ({
          quarter,
          percent,
          narrative,
        })),
      }));
    expect(facts(book)).toEqual(facts(text));
    expect(book).toMatchObject({ year: 2024, title: 'PLAN DE ACCIÓN 2024', encoding: 'xlsx' });
    expect([book.rejected, book.warnings, book.skipped]).toEqual([[], [], []]);
    expect(book.rows[1]?.reports[0]?.cells.percent).toEqual({
      ...{ sheet: 'PLAN', row: 5, column: 12, letter: 'L', raw: '12,5%' },
    });
  });

  it('is known by its bytes', () => {
    expect(readSheets([{ rows: [...head, row()] }]).rows).toHaveLength(1);
  });

  it.each([
    [85, { number: 0.85, format: '0%' }],
    [85, '85%'],
    [85, 0.85],
    [12.5, { number: 0.125, format: '0.00%' }],
    [85, { number: 85, format: '0"%"' }],
  ])('reads %d %% from %j', (percent, cell) => {
    const plan = sheetWith([row({ 11: cell }), row({ 0: '2', 11: 0.5 })]);
    expect(plan.rows[0]?.reports[0]?.percent).toBe(percent * 100);
  });

  it('reads the serial number of a day that has no format, as the workbook counts', () => {
    const ends = (date1904: boolean, serial: number): string | undefined =>
      readSheets([{ rows: [...head, row({ 7: serial })] }], { date1904 }).rows[0]?.action.endDate;
    expect(ends(false, 46022)).toBe('2025-12-31');
    expect(ends(true, 44560)).toBe('2025-12-31');
  });

  it('takes the number 1,1 and the text 1.1 for the same label', () => {
    const plan = sheetWith([row({ 0: 1.1 }), row({ 0: '1.1' })]);
    expect(plan.rows.map((one) => one.action.number)).toEqual(['1.1']);
    expect(plan.rejected).toMatchObject([{ code: 'NUMBER_REPEATED', sheet: 'PLAN', row: 5 }]);
  });

  it('rejects the row of a bad cell, with sheet, row, column and what stands there', () => {
    const plan = sheetWith([
      row({ 7: { xml: ['t="e"', '<v>#REF!</v>'] } }),
      row({ 0: '2', 11: { formula: 'A1/B1' } }),
      row({ 0: '3', 6: { number: 45657.5, format: 'd/m/yy h:mm' } }),
    ]);
    expect(plan.rows).toEqual([]);
    expect(plan.rejected).toMatchObject([
      { sheet: 'PLAN', row: 4, letter: 'H', raw: '#REF!', field: 'endDate' },
      { sheet: 'PLAN', row: 5, letter: 'L', raw: '#CALC!', field: 'percent' },
      { sheet: 'PLAN', row: 6, letter: 'G', raw: '2024-12-31 12:00:00', field: 'startDate' },
    ]);
    expect(plan.warnings.find(({ code }) => code === 'FORMULA_WITHOUT_VALUE')?.message).toContain(
      'the first in L5 (=A1/B1)',
    );
  });
});

describe('the sheets of a workbook', () => {
  const summary: SheetOf = {
    name: 'Resumen',
    rows: [
      ['Avance', 'Total'],
      [0.5, 1],
    ],
  };
  const list: SheetOf = {
    name: 'Indicadores',
    rows: [
      ['INDICADOR', 'UNIDAD DE MEDIDA', 'META'],
      ['Uno', 'Número', 3],
    ],
  };

  it('are read when they have the header of a plan, and told when they have not', () => {
    const second = { name: 'Jurídica', rows: [HEADER, row({ 0: 2 })] };
    const plan = readSheets([
      summary,
      { name: 'Planeación', rows: [...head, row()] },
      list,
      second,
      { name: 'Vacía', rows: [] },
    ]);
    expect(plan.rows.map(({ sheet, row: at }) => [sheet, at])).toEqual([
      ['Planeación', 4],
      ['Jurídica', 2],
    ]);
    const messages = plan.warnings
      .filter(({ code }) => code === 'SHEET_NOT_READ')
      .map(({ message }) => message);
    expect(messages).toEqual([
      'Sheet "Resumen" has no header of a plan; its 2 rows with text are not read',
      'Sheet "Indicadores" has a header without number, name, offices, startDate, endDate; its 2 rows with text are not read',
    ]);
    expect(plan.skipped).toEqual([]);
  });

  it('tell what is missing when none of them is a plan', () => {
    const error = { detail: expect.objectContaining({ reason: 'COLUMN_MISSING' }) };
    const titled = { ...list, rows: [TITLE, ...list.rows] };
    expect(() => readSheets([summary, titled])).toThrow(expect.objectContaining(error));
    expect(() => readSheets([summary])).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ reason: 'NO_HEADER' }) }),
    );
  });

  it('are one plan: a number that another sheet has is rejected, and says which', () => {
    const rows = [...head, row()];
    const plan = readSheets([
      { name: 'A', rows },
      { name: 'B', rows },
    ]);
    expect(plan.rows).toHaveLength(1);
    expect(plan.rejected).toMatchObject([
      { sheet: 'B', row: 4, expected: 'a number of its own; row 4 of sheet A has it already' },
    ]);
  });

  it('and their rows and columns are read when they are hidden, and told', () => {
    const cols =
      '<cols><col min="3" max="4" hidden="1"/><col min="20" max="16384" hidden="1"/></cols>';
    const plan = sheetWith([row(), row({ 0: '2' })], [], {
      state: 'veryHidden',
      hiddenRows: [4],
      before: cols,
    });
    expect(plan.rows).toHaveLength(2);
    expect(plan.warnings.map(({ code, message }) => [code, message])).toEqual([
      ['SHEET_HIDDEN', 'Sheet "PLAN" is hidden; it is read all the same'],
      ['ROWS_HIDDEN', 'Sheet "PLAN": hidden rows are read all the same: 4'],
      ['COLUMNS_HIDDEN', 'Sheet "PLAN": hidden columns are read all the same: C to D'],
    ]);
  });

  it('that are still to be computed are told', () => {
    const rows = [...head, row({ 11: { formula: 'A1', number: 0.5, format: '0%' } })];
    expect(codes(readSheets([{ rows }], { toBeComputed: true }))).toEqual([
      'FORMULAS_TO_BE_COMPUTED',
    ]);
  });

  it('keep the table together across blank rows that have no cells', () => {
    const blank = Array.from({ length: 40 }, () => []);
    const plan = sheetWith([row(), ...blank, row({ 0: '2' })]);
    expect(plan.rows.map((one) => one.row)).toEqual([4, 45]);
  });
});

describe('merged cells', () => {
  it('over several rows of one action make one action of them, with every part', () => {
    const plan = sheetWith(
      [
        row({ 2: 'Dirección General', 10: 'POAI', 12: 'Primero.' }),
        row({ ...nothing, 2: 'Oficina Jurídica', 10: 'PAA', 12: 'Segundo.', 5: '1' }),
        row({ ...nothing, 2: 'Dirección General' }),
        row({ 0: '2' }),
      ],
      ['A4:A6', 'B4:B6', 'D4:D6', 'L4:L6'],
    );
    expect(plan.rejected).toEqual([]);
    expect(plan.rows.map((one) => [one.row, one.action.number])).toEqual([
      [4, '1'],
      [7, '2'],
    ]);
    expect(plan.rows[0]).toMatchObject({
      action: {
        officesRaw: 'Dirección General\nOficina Jurídica',
        associatedPlans: ['POAI', 'PAA'],
        target: '1',
      },
      reports: [{ percent: 0, narrative: 'Primero.\nSegundo.' }],
    });
  });

  it('over rows that say two different things are rejected, with the second cell', () => {
    const plan = sheetWith(
      [row(), row({ ...nothing, 5: 7, 11: '50%' }), row({ 0: '2' })],
      ['A4:A5', 'B4:B5'],
    );
    expect(plan.rows.map((one) => one.action.number)).toEqual(['2']);
    expect(plan.rejected).toMatchObject([
      {
        ...{ code: 'ROW_CONTINUES_ANOTHER', sheet: 'PLAN', row: 5, letter: 'F', raw: '7' },
        expected: 'one value for the action of rows 4 to 5; row 4 has "1"',
      },
      { code: 'ROW_CONTINUES_ANOTHER', row: 5, letter: 'L', field: 'percent', quarter: '2024-Q1' },
    ]);
  });

  it('over the number of rows with names of their own are rejected', () => {
    const plan = sheetWith([row(), row({ 0: null, 1: 'Otra acción' })], ['A4:A5']);
    expect(plan.rows).toEqual([]);
    expect(plan.rejected).toMatchObject([{ row: 5, letter: 'B', raw: 'Otra acción' }]);
  });

  it('of what several actions share say it of each of them, which is told', () => {
    const plan = sheetWith(
      [row(), row({ 0: '2', 2: null, 9: null }), row({ 0: '3', 2: null })],
      ['C4:C6', 'J4:J5'],
    );
    expect(plan.rejected).toEqual([]);
    expect(plan.rows.map((one) => one.action.officesRaw)).toEqual(
      Array.from({ length: 3 }, () => 'Dirección General'),
    );
    expect(plan.rows[1]?.action.fundingSource).toBe('Inversión');
    expect(plan.rows[1]?.cells.offices).toMatchObject({ row: 5, letter: 'C' });
    expect(plan.warnings).toMatchObject([
      { code: 'CELLS_SHARED', message: expect.stringContaining('Column C: 2 actions take') },
      { code: 'CELLS_SHARED', message: expect.stringContaining('Column J: 1 action takes') },
    ]);
  });

  it('of a figure over several actions, or over two columns, are rejected with the place', () => {
    const plan = sheetWith(
      [row({ 11: '50%' }), row({ 0: '2', 11: null }), row({ 0: '3', 5: null })],
      ['L4:L5', 'E6:F6'],
    );
    expect(plan.rows.map((one) => one.action.number)).toEqual(['1']);
    expect(plan.rejected).toMatchObject([
      {
        ...{ code: 'CELL_MERGED', sheet: 'PLAN', row: 5, letter: 'L', field: 'percent' },
        expected: 'a cell of its own; it is merged with L4, which says "50%"',
      },
      { code: 'CELL_MERGED', row: 6, letter: 'F', field: 'target' },
    ]);
  });

  it('of headings and totals lose nothing', () => {
    const plan = sheetWith([row(), ['TOTAL', null, 'x'], [null, null, 'y']], ['A1:M1', 'A5:A6']);
    expect(plan.rows).toHaveLength(1);
    expect(plan.skipped.map(({ text, sheet }) => [text, sheet])).toEqual([['TOTAL | x', 'PLAN']]);
    expect(plan.rejected).toMatchObject([{ row: 6, code: 'ROW_CONTINUES_ANOTHER' }]);
  });

  it('of a header say how far a group reaches', () => {
    const top = [
      ...HEADER.slice(0, 11),
      'I TRIMESTRE 2024',
      null,
      'II TRIMESTRE 2024',
      null,
      'NOTA',
    ];
    const parts = ['AVANCE PORCENTUAL', 'AVANCE CUALITATIVO'];
    const below = [...Array.from({ length: 11 }, () => null), ...parts, ...parts, 'AVANCE %'];
    const down = 'ABCDEFGHIJK'.split('').map((letter) => `${letter}2:${letter}3`);
    const rows = [TITLE, top, below, [...ACTION, '20%', 'Sigue.', '99%']];
    const plan = readSheets([{ rows, merges: [...down, 'L2:M2', 'N2:O2'] }]);
    expect(plan.rows[0]?.reports.map(({ quarter, percent }) => [quarter, percent])).toEqual([
      ['2024-Q1', 0],
      ['2024-Q2', 2000],
    ]);
    expect(codes(plan)).toContain('COLUMN_AMBIGUOUS');
  });

  it('of planned and executed quantities are columns that are told, not read', () => {
    const top = [...HEADER, 'T1. PLANEADO 2024', 'T1. EJECUTADO 2024', 'OBSERVACIÓN'];
    const plan = readSheets([{ rows: [TITLE, OBJECTIVE, top, [...ACTION, 0.25, 0.2, 'Nada']] }]);
    expect(codes(plan)).toEqual(['COLUMN_NOT_IMPORTED', 'COLUMN_NOT_IMPORTED', 'COLUMN_UNKNOWN']);
  });

  it('of planned and executed quantities under merged quarters are told as well', () => {
    const top = [...HEADER, 'T1 2024', null, 'T2 2024', null];
    const says = ['PLANEADO', 'EJECUTADO'];
    const below = [...HEADER.map(() => null), ...says, ...says];
    const rows = [TITLE, OBJECTIVE, top, below, [...ACTION, 0.25, 0.2, 0.5, 0.4]];
    const plan = readSheets([{ rows, merges: ['N3:O3', 'P3:Q3'] }]);
    expect(plan.pages[0]?.headerRows).toEqual([3, 4]);
    expect(codes(plan)).toEqual(Array.from({ length: 4 }, () => 'COLUMN_NOT_IMPORTED'));
  });
});
