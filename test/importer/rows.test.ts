import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PlanFileError } from '../../src/importer/plan-file-error.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import { ACTION, HEADER, OBJECTIVE, TITLE, action, bytesOf, planOf } from './plan-text.js';

describe('a cell that can’t be read', () => {
  it.each([
    [7, '31/11/2024', 'CELL_UNREADABLE', 'endDate', 'H'],
    [6, 'N/A', 'CELL_MISSING', 'startDate', 'G'],
    [2, ' ', 'CELL_MISSING', 'offices', 'C'],
    [1, '', 'CELL_MISSING', 'name', 'B'],
    [0, '', 'CELL_MISSING', 'number', 'A'],
    [0, 'uno', 'CELL_UNREADABLE', 'number', 'A'],
    [5, 'dos', 'CELL_UNREADABLE', 'target', 'F'],
    [8, 'a veces', 'CELL_UNREADABLE', 'frequency', 'I'],
    [3, '#DIV/0!', 'CELL_UNREADABLE', 'indicator', 'D'],
    [7, '29/02/2024', 'DATES_REVERSED', 'endDate', 'H'],
  ])('rejects its row: column %i with %j is %s', (column, raw, code, field, letter) => {
    const plan = planOf(action({ [column]: raw }), action({ 0: '2' }));
    expect(plan.rows.map((row) => row.action.number)).toEqual(['2']);
    expect(plan.rejected).toEqual([
      {
        sheet: null,
        row: 4,
        column: column + 1,
        letter,
        raw,
        code,
        field,
        expected: expect.stringMatching(/\S/u),
      },
    ]);
  });

  it.each([
    ['#DIV/0!', 'CELL_UNREADABLE'],
    ['999%', 'PERCENT_OUT_OF_RANGE'],
    ['-1 %', 'PERCENT_OUT_OF_RANGE'],
  ])('in a quarter says which: %j is %s', (raw, code) => {
    expect(planOf(action({ 11: raw })).rejected).toMatchObject([
      { row: 4, letter: 'L', raw, code, field: 'percent', quarter: '2024-Q1' },
    ]);
  });

  it('is told together with the other bad cells of its row', () => {
    const plan = planOf(action({ 5: 'x', 6: 'y', 11: 'z' }));
    expect(plan.rejected.map(({ field }) => field)).toEqual(['startDate', 'target', 'percent']);
    expect(plan.warnings).toMatchObject([{ code: 'NO_ACTIONS' }]);
  });
});

describe('rows of a plan', () => {
  it('with a number that is taken already are rejected, the first is kept', () => {
    const plan = planOf(action(), action({ 0: '1.', 1: 'Otra' }), action({ 0: '01' }));
    expect(plan.rows.map((row) => row.action.number)).toEqual(['1', '01']);
    expect(plan.rejected).toMatchObject([
      { row: 5, code: 'NUMBER_REPEATED', raw: '1.', expected: expect.stringContaining('row 4') },
    ]);
  });

  it('tell a percentage of 0 from none, and keep a narrative without one', () => {
    const plan = planOf(
      action({ 11: '0 %', 12: '-' }),
      action({ 0: '2', 11: 'SD', 12: ' En curso\u00a0' }),
      action({ 0: '3', 11: '', 12: 'N/A' }),
    );
    expect(plan.rows.map(({ reports }) => reports)).toMatchObject([
      [{ percent: 0, cells: { narrative: { raw: '-' } } }],
      [{ narrative: ' En curso\u00a0' }],
      [],
    ]);
    expect(plan.rows[0]?.reports[0]).not.toHaveProperty('narrative');
    expect(plan.rows[1]?.reports[0]).not.toHaveProperty('percent');
  });

  it('read 85% beside 0.85 as the same', () => {
    const plan = planOf(action({ 11: '85%' }), action({ 0: '2', 11: '0.85' }));
    expect(plan.rows.map(({ reports }) => reports[0]?.percent)).toEqual([8500, 8500]);
  });

  it('say so when a column of bare numbers is read as percent points', () => {
    const plan = planOf(action({ 11: '85' }), action({ 0: '2', 11: '1' }));
    expect(plan.rows.map(({ reports }) => reports[0]?.percent)).toEqual([8500, 100]);
    expect(plan.warnings).toMatchObject([{ code: 'PERCENT_SCALE_INFERRED' }]);
  });

  it('take a target with a sign where the unit is a percentage', () => {
    const plan = planOf(action({ 4: 'Porcentaje', 5: '100%' }));
    expect(plan.rows[0]?.action.target).toBe('100');
  });

  it('keep line breaks and quotes inside cells of a quoted file', () => {
    const cells = action({ 1: 'Taller\n"Metro"', 12: ' a;b\r\nc ' });
    const lines = [HEADER, cells].map((row) =>
      row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'),
    );
    const plan = readPlanFile(new TextEncoder().encode(lines.join('\r\n')), 'plan.csv');
    expect(plan.rows[0]?.action.name).toBe('Taller\n"Metro"');
    expect(plan.rows[0]?.reports[0]?.narrative).toBe(' a;b\r\nc ');
  });
});

describe('rows that are no action', () => {
  it('are skipped with their row and text: totals above and below, footnotes', () => {
    const plan = planOf(
      ['', 'TOTAL PLAN', '', '', '', '', '', '', '', '', '', '35%'],
      action(),
      ['Promedio', '', '', '', '', '', '', '', '', '', '', '50%'],
      ['', '', '', '', '', '', '', '', '', '', '', '12%'],
      [''],
      ['Fuente: Oficina de Planeación'],
      ['Elaboró: equipo', '', '', '', 'Aprobó: dirección'],
      ['', 'Objetivo: nada le sigue'],
    );
    expect(plan.rows).toHaveLength(1);
    expect(plan.rejected).toEqual([]);
    expect(plan.skipped).toEqual(
      (
        [
          [4, 'TOTAL PLAN | 35%', 'TOTALS'],
          [6, 'Promedio | 50%', 'TOTALS'],
          [7, '12%', 'NOT_AN_ACTION'],
          [9, 'Fuente: Oficina de Planeación', 'NOT_AN_ACTION'],
          [10, 'Elaboró: equipo | Aprobó: dirección', 'NOT_AN_ACTION'],
          [11, 'Objetivo: nada le sigue', 'NOT_AN_ACTION'],
        ] as const
      ).map(([row, text, reason]) => ({ sheet: null, row, text, reason })),
    );
  });

  it('but go on with the action above are rejected, since merged cells hide whose they are', () => {
    const plan = planOf(action(), ['', '', 'Oficina Jurídica', 'Otro indicador', '', '2']);
    expect(plan.rows).toHaveLength(1);
    expect(plan.rejected).toMatchObject([{ row: 5, code: 'ROW_CONTINUES_ANOTHER' }]);
  });
});

describe('any file', () => {
  const read = (bytes: Uint8Array): ReturnType<typeof readPlanFile> | PlanFileError => {
    try {
      return readPlanFile(bytes, 'any');
    } catch (error) {
      if (error instanceof PlanFileError) return error;
      throw error;
    }
  };

  it('of arbitrary bytes is read or refused by the typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const outcome = read(bytes);
        if (outcome instanceof PlanFileError) expect(outcome.code).toBe('PLAN_FILE_UNREADABLE');
      }),
      { numRuns: 500 },
    );
  });

  it('with a byte of a plan changed is read or refused by the typed error', () => {
    const plan = bytesOf(TITLE, OBJECTIVE, HEADER, ACTION);
    const place = fc.nat({ max: plan.length - 1 });
    fc.assert(
      fc.property(place, fc.nat({ max: 255 }), (at, byte) => {
        const changed = Uint8Array.from(plan);
        changed[at] = byte;
        const outcome = read(changed);
        if (!(outcome instanceof PlanFileError)) expect(outcome.encoding).toMatch(/utf-8|1252/u);
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every row with text below the header', () => {
    const cell = fc.oneof(
      fc.constantFrom('', ' ', '1', '2', 'TOTAL', '0%', '85', '1/03/2024', '46022', 'N/A', '#REF!'),
      fc.constantFrom(...ACTION),
      fc
        .string({ unit: 'grapheme', maxLength: 8 })
        .map((text) => text.replace(/[\t\r\n\0]/gu, ' ')),
    );
    const row = fc.array(cell, { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const plan = planOf(...rows);
        const told = [plan.rows, plan.rejected, plan.skipped].flatMap((part) =>
          part.map((one: { readonly row: number }) => one.row),
        );
        const headers = plan.pages.flatMap(({ headerRows }) => headerRows);
        rows.forEach((cells, index) => {
          const filled = cells.some((text) => text.replace(/[\s\u200b]/gu, '') !== '');
          const known = told.includes(index + 4) || headers.includes(index + 4);
          expect(known).toBe(filled);
        });
      }),
      { numRuns: 300 },
    );
  });
});
