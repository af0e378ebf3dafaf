import { describe, expect, it } from '@jest/globals';
import type { PlanFile } from '../../src/importer/plan-file.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import {
  HEADER,
  OBJECTIVE,
  TITLE,
  action,
  bytesOf,
  header,
  planOf,
  readRowsOf,
} from './plan-text.js';

const unreadable = (reason: string, ...said: readonly string[]): unknown =>
  expect.objectContaining({
    code: 'PLAN_FILE_UNREADABLE',
    detail: expect.objectContaining({ reason, fileName: 'plan.tsv' }),
    message: expect.stringMatching(new RegExp(said.join('.*'), 'su')),
  });

const meanings = (plan: PlanFile): readonly string[] =>
  (plan.pages[0]?.columns ?? []).map(({ meaning }) => {
    switch (meaning.kind) {
      case 'field':
        return meaning.field;
      case 'quarter':
        return `${meaning.quarter} ${meaning.part}`;
      case 'unread':
        return 'unread';
    }
  });

const codes = (plan: PlanFile): readonly string[] => plan.warnings.map(({ code }) => code);

/** What a header at the place of the percentage column is read as, and what is warned about it. */
function readAs(text: string): { readonly as: string | undefined; readonly warned: string[] } {
  const plan = readRowsOf(TITLE, OBJECTIVE, header({ 11: text }), action());
  const about = plan.warnings.filter(({ cell }) => cell?.letter === 'L');
  return { as: meanings(plan)[11], warned: about.map(({ code }) => code) };
}

describe('where the header stands', () => {
  it.each([2, 9, 11])('is found in row %i', (row) => {
    const above = Array.from({ length: row - 2 }, () => ['']);
    const plan = readRowsOf(TITLE, ...above, HEADER, action());
    expect(plan.pages[0]?.headerRows).toEqual([row]);
    expect(plan.rows.map((one) => one.row)).toEqual([row + 1]);
  });

  it('leaves what stands above it to be read by a person', () => {
    const plan = readRowsOf(
      ['', 'Región Metropolitana', 'Código: PE-01'],
      ['PLAN DE ACCIÓN INSTITUCIONAL', '', 'Versión 3'],
      ['VIGENCIA: 2024'],
      ['Objetivo general', '', 'servir a todos'],
      HEADER,
      action(),
    );
    expect(plan).toMatchObject({
      year: 2024,
      title: 'PLAN DE ACCIÓN INSTITUCIONAL',
      objective: 'servir a todos',
      skipped: [
        { row: 1, text: 'Región Metropolitana | Código: PE-01', reason: 'ABOVE_HEADER' },
        { row: 2, text: 'Versión 3', reason: 'ABOVE_HEADER' },
      ],
    });
  });

  it('keeps the first of two objectives and says that there is another', () => {
    const plan = readRowsOf(TITLE, OBJECTIVE, ['Objetivo: otro.'], HEADER, action());
    expect(plan.objective).toBe('cumplir el plan.');
    expect(plan.warnings).toMatchObject([{ code: 'OBJECTIVE_DIFFERS', cell: { row: 3 } }]);
  });

  it('makes the year of the quarters the year of a plan without a title', () => {
    const plan = readRowsOf(HEADER, action());
    expect([plan.year, plan.title, plan.objective]).toEqual([2024, null, null]);
    expect(codes(plan)).toEqual(['TITLE_MISSING', 'OBJECTIVE_MISSING']);
  });
});

describe('the headers that were seen', () => {
  it.each(['No.', 'N°.', 'Nº', 'N.º', '#', 'NO', 'Núm.', 'No. ACCIÓN'])(
    '%j is the number',
    (no) => {
      expect(meanings(readRowsOf(TITLE, header({ 0: no }), action()))[0]).toBe('number');
    },
  );

  it.each([
    [1, 'ACCION,\nPROGRAMA O  PROYECTO\u00a0ESTRATEGICO', 'name'],
    [1, 'Actividad', 'name'],
    [2, 'Unidad o grupo responsable', 'offices'],
    [2, 'RESPONSABLE(S)', 'offices'],
    [4, 'Unidad de  medida', 'unit'],
    [5, 'META 2024', 'target'],
    [6, 'Fecha de inicio (dd/mm/aaaa)', 'startDate'],
    [7, 'FECHA FINALIZACIÓN', 'endDate'],
    [8, 'Periodicidad', 'frequency'],
    [9, 'FUENTE FINANCIACIÓN', 'fundingSource'],
    [10, 'Plan asociado', 'associatedPlans'],
  ])('column %i, %j, is %s', (column, text, field) => {
    const plan = readRowsOf(TITLE, OBJECTIVE, header({ [column]: text }), action());
    expect(meanings(plan)[column]).toBe(field);
    expect(plan.warnings).toEqual([]);
  });

  it.each([
    ['I TRIMESTRE 2024 AVANCE PORCENTUAL', '2024-Q1 percent'],
    ['II TRIMESTRE 2024\nAVANCE PORCENTUAL', '2024-Q2 percent'],
    ['iii\u00a0trimestre avance porcentual', '2024-Q3 percent'],
    ['IV TRIMESTRE 2024 AVANCE PORCENTUAL', '2024-Q4 percent'],
    ['% de Avance Actividad\nTrimestre I', '2024-Q1 percent'],
    ['% de Avance Actividad\r\nTrimestre II', '2024-Q2 percent'],
    ['% Avance Trimestre IV 2024', '2024-Q4 percent'],
    ['Porcentaje de avance tercer trimestre', '2024-Q3 percent'],
    ['T2 % AVANCE', '2024-Q2 percent'],
    ['% TRIM. 3', '2024-Q3 percent'],
    ['II TRIMESTRE 2024 AVANCE CUALITATIVO', '2024-Q2 narrative'],
    ['Descripción del avance trimestre IV', '2024-Q4 narrative'],
  ])('%j is %s', (text, as) => {
    expect(readAs(text)).toEqual({ as, warned: [] });
  });

  it.each([
    ['Trimestre II', 'COLUMN_AMBIGUOUS'],
    ['AVANCE II TRIMESTRE', 'COLUMN_AMBIGUOUS'],
    ['AVANCE PORCENTUAL', 'COLUMN_AMBIGUOUS'],
    ['I y II TRIMESTRE AVANCE PORCENTUAL', 'COLUMN_AMBIGUOUS'],
    ['% avance total vigencia', 'COLUMN_AMBIGUOUS'],
    ['II TRIMESTRE 2025 AVANCE PORCENTUAL', 'COLUMN_OF_OTHER_YEAR'],
    ['T1. PLANEADO 2024', 'COLUMN_NOT_IMPORTED'],
    ['T1. EJECUTADO 2024', 'COLUMN_NOT_IMPORTED'],
    ['T.4 EJECUTADO 2024', 'COLUMN_NOT_IMPORTED'],
    ['T. EJECUTADO 2024', 'COLUMN_AMBIGUOUS'],
    ['T1. PLANEADO 2025', 'COLUMN_OF_OTHER_YEAR'],
    ['META II TRIMESTRE', 'COLUMN_NOT_IMPORTED'],
    ['Importancia relativa  del resultado (%)', 'COLUMN_NOT_IMPORTED'],
    ['II TRIMESTRE % EJECUCIÓN PRESUPUESTAL', 'COLUMN_AMBIGUOUS'],
    ['Presupuesto asignado', 'COLUMN_UNKNOWN'],
    ['Correo del responsable', 'COLUMN_UNKNOWN'],
    ['META %', 'COLUMN_UNKNOWN'],
    ['TI', 'COLUMN_UNKNOWN'],
  ])('%j is not read, and said to be %s', (text, code) => {
    expect(readAs(text)).toEqual({ as: 'unread', warned: [code] });
  });

  it('tell four quarters apart in one row', () => {
    const quarters = ['I', 'II', 'III', 'IV'].flatMap((quarter) => [
      `${quarter} TRIMESTRE 2024 AVANCE PORCENTUAL`,
      `${quarter} TRIMESTRE 2024 AVANCE CUALITATIVO`,
    ]);
    const plan = readRowsOf(
      TITLE,
      [...HEADER.slice(0, 11), ...quarters],
      [...action().slice(0, 11), '10%', 'uno', '20%', 'dos', '', '', '100%', ' cuatro '],
    );
    expect(plan.quarters).toEqual(['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4']);
    expect(plan.rows[0]?.reports).toMatchObject([
      { quarter: '2024-Q1', percent: 1000, narrative: 'uno' },
      { quarter: '2024-Q2', percent: 2000, narrative: 'dos' },
      { quarter: '2024-Q4', percent: 10_000, narrative: ' cuatro ' },
    ]);
    expect(plan.rows[0]?.unreported.map(({ quarter }) => quarter)).toEqual(['2024-Q3']);
  });

  it('may repeat below merged quarters, the same name four times', () => {
    const groups = ['I', 'II', 'III', 'IV'].flatMap((quarter) => [`${quarter} TRIMESTRE`, '']);
    const parts = groups.map((_, index) =>
      index % 2 ? 'AVANCE CUALITATIVO' : 'AVANCE PORCENTUAL',
    );
    const blank = Array.from({ length: 11 }, () => '');
    const plan = readRowsOf(
      TITLE,
      OBJECTIVE,
      [...HEADER.slice(0, 11), ...groups],
      [...blank, ...parts],
      [...action().slice(0, 11), '1%', 'a', '2%', 'b', '3%', 'c', '4%', 'd'],
    );
    expect(plan.pages[0]?.headerRows).toEqual([3, 4]);
    expect(plan.warnings).toEqual([]);
    expect(plan.rows[0]?.reports.map((r) => [r.quarter, r.percent, r.narrative])).toEqual([
      ['2024-Q1', 100, 'a'],
      ['2024-Q2', 200, 'b'],
      ['2024-Q3', 300, 'c'],
      ['2024-Q4', 400, 'd'],
    ]);
  });

  it('may come in any order and without the optional ones, which is said', () => {
    const order = [12, 7, 2, 0, 6, 1, 11];
    const pick = (row: readonly string[]): readonly string[] => order.map((at) => row[at] ?? '');
    const plan = readRowsOf(TITLE, OBJECTIVE, pick(HEADER), pick(action({ 11: '5%' })));
    expect(plan.rows[0]?.action).toMatchObject({ number: '1', target: null, unit: null });
    expect(plan.rows[0]?.reports[0]).toMatchObject({ percent: 500, narrative: 'Se inició.' });
    expect(codes(plan)).toEqual(Array.from({ length: 6 }, () => 'COLUMN_MISSING'));
  });
});

describe('columns that can’t be told apart', () => {
  it('are both left unread and named', () => {
    const plan = readRowsOf(TITLE, OBJECTIVE, header({ 4: 'INDICADOR' }), action());
    expect(plan.rows[0]?.action.indicator).toBeNull();
    expect(plan.warnings.map(({ code, cell }) => [code, cell?.letter])).toEqual([
      ['COLUMN_REPEATED', 'D'],
      ['COLUMN_REPEATED', 'E'],
      ['COLUMN_MISSING', undefined],
    ]);
  });

  it('stop the import when the plan can’t do without them', () => {
    expect(() => readRowsOf(TITLE, header({ 3: 'RESPONSABLES' }), action())).toThrow(
      unreadable('COLUMN_REPEATED', 'plan.tsv, row 2', 'RESPONSABLE', 'several'),
    );
  });
});

describe('a file that is no plan', () => {
  it.each([
    [0, 'No\\.', 'number'],
    [1, 'ACCIÓN', 'name'],
    [2, 'RESPONSABLE', 'offices'],
    [6, 'FECHA INICIO', 'startDate'],
    [7, 'FECHA FIN', 'endDate'],
  ])('for want of column %i is refused by its name', (column, spanish, field) => {
    expect(() => readRowsOf(TITLE, header({ [column]: 'Otra cosa' }), action())).toThrow(
      unreadable('COLUMN_MISSING', 'row 2', spanish, field),
    );
  });

  it('for want of several columns is told all of them', () => {
    const other = header({ 0: 'EJE', 6: 'LÍNEA BASE', 7: 'TENDENCIA' });
    expect(() => readRowsOf(TITLE, other, action())).toThrow(
      unreadable('COLUMN_MISSING', 'each for', 'No\\.', 'FECHA INICIO', 'FECHA FIN', 'none in'),
    );
  });

  it.each(['', '\n\n', 'hola', 'a\tb\n1\t2'])('for want of a header is refused: %j', (text) => {
    expect(() => readRowsOf([text])).toThrow(unreadable('NO_HEADER', 'header row'));
  });

  it('for want of a year is refused', () => {
    const timeless = header({ 11: 'I TRIMESTRE AVANCE PORCENTUAL', 12: 'OTRA' });
    expect(() => readRowsOf(['PLAN DE ACCIÓN'], timeless, action())).toThrow(
      unreadable('YEAR_MISSING', 'title'),
    );
  });
});

describe('the year that is asked for', () => {
  const years = header({ 11: 'T1 2024 AVANCE %', 12: 'T1 2025 AVANCE %' });
  const read = (rows: readonly (readonly string[])[], year?: number) =>
    readPlanFile(bytesOf(...rows), 'plan.tsv', year);

  it('settles which of several years the columns are read for', () => {
    const rows = [years, action({ 11: '10%', 12: '20%' })];
    expect(() => read(rows)).toThrow(unreadable('SEVERAL_YEARS', '--year 2025'));
    const plan = read(rows, 2025);
    expect(plan.rows[0]?.reports).toMatchObject([{ quarter: '2025-Q1', percent: 2000 }]);
    expect(plan.warnings).toContainEqual(
      expect.objectContaining({ code: 'COLUMN_OF_OTHER_YEAR', cell: expect.anything() }),
    );
  });

  it('makes up for a file that tells none', () => {
    const timeless = header({ 11: 'I TRIMESTRE AVANCE PORCENTUAL', 12: 'OTRA' });
    expect(read([timeless, action()], 2023).quarters).toEqual(['2023-Q1']);
  });

  it('is refused beside a title that says another', () => {
    expect(() => read([TITLE, HEADER, action()], 2025)).toThrow(
      unreadable('SEVERAL_YEARS', 'a plan of 2025, as asked for', '2024 at row 2'),
    );
  });
});

describe('a second page', () => {
  const second = action({ 0: '2' });

  it('with another objective is noticed, and the first one kept', () => {
    const other = ['OBJETIVO: otra cosa.'];
    const plan = readRowsOf(TITLE, OBJECTIVE, HEADER, action(), other, HEADER, second);
    expect(plan.rows.map((row) => row.action.number)).toEqual(['1', '2']);
    expect(plan.pages.map((page) => page.objective)).toEqual(['cumplir el plan.', 'otra cosa.']);
    expect(plan.objective).toBe('cumplir el plan.');
    expect(plan.warnings).toMatchObject([{ code: 'OBJECTIVE_DIFFERS', cell: { row: 5 } }]);
  });

  it('of another year is refused, since it is another plan', () => {
    const other = ['PLAN DE ACCIÓN 2025'];
    expect(() => readRowsOf(TITLE, HEADER, action(), other, HEADER, second)).toThrow(
      unreadable('SEVERAL_YEARS', '2024 at row 2', '2025 at row 5'),
    );
  });

  it('may have its columns in another order', () => {
    const back = (row: readonly string[]): readonly string[] => [...row].reverse();
    const plan = readRowsOf(TITLE, OBJECTIVE, HEADER, action(), [''], back(HEADER), back(second));
    expect(plan.rows[1]?.action).toEqual({ ...plan.rows[0]?.action, number: '2' });
    expect(plan.rows[1]?.cells.number).toMatchObject({ row: 7, letter: 'M' });
  });

  it('repeats no warning of the first', () => {
    const odd = header({ 3: 'COLOR' });
    const plan = readRowsOf(TITLE, OBJECTIVE, odd, action(), odd, second);
    expect(codes(plan).filter((code) => code === 'COLUMN_UNKNOWN')).toHaveLength(1);
  });
});

describe('text in a column without a header', () => {
  it('is noticed once', () => {
    const plan = planOf([...action(), 'al margen'], [...action({ 0: '2' }), 'también']);
    expect(plan.rows).toHaveLength(2);
    expect(plan.warnings).toMatchObject([
      { code: 'COLUMN_WITHOUT_HEADER', cell: { row: 4, letter: 'N', raw: 'al margen' } },
    ]);
  });
});
