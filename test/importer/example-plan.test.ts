import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadPlanFile } from '../../src/importer/load-plan-file.js';
import { nameKey } from '../../src/domain/name-key.js';
import { readPlanFile } from '../../src/importer/read-plan-file.js';
import { splitOffices } from '../../src/importer/split-offices.js';

const PATH = 'examples/plan-de-accion-2024.tsv';
const bytes = readFileSync(PATH);
const lines = bytes.toString('utf8').split('\n');
const plan = readPlanFile(bytes, 'plan-de-accion-2024.tsv');

const GENERAL = 'Dirección General';
const PLANNING = 'Subdirección de Planeación Metropolitana y Regional';
const PROJECTS = 'Subdirección de Gestión de Proyectos';
const PRESS = 'Oficina Asesora de Comunicaciones y Participación Ciudadana';
const PRESS_ALIAS = 'Oficina Asesora de Comunicaciones y de Participación Ciudadana';
const CORPORATE = 'Subdirección de Gestión Corporativa';
const OBJECTIVE =
  'especificar los objetivos, programas, proyectos, metas y responsables de la Región Metropolitana Bogotá - Cundinamarca.';

describe('the example plan', () => {
  it('is one plan of 2024 with its title and objective, and where they stand', () => {
    expect(plan).toMatchObject({
      fileName: 'plan-de-accion-2024.tsv',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      encoding: 'utf-8',
      year: 2024,
      title: 'PLAN DE ACCIÓN 2024',
      titleCell: { sheet: null, row: 5, column: 2, letter: 'B' },
      objective: OBJECTIVE,
      objectiveCell: { row: 3, column: 1, letter: 'A', raw: `Objetivo: ${OBJECTIVE}` },
      quarters: ['2024-Q1'],
    });
  });

  it('has two pages, each with its objective and its two header rows', () => {
    expect(plan.pages.map(({ headerRows }) => headerRows)).toEqual([
      [5, 6],
      [16, 17],
    ]);
    expect(plan.pages.map(({ objective }) => objective)).toEqual([OBJECTIVE, OBJECTIVE]);
  });

  it('leaves nothing unread: no rejection, no warning, no skipped row', () => {
    expect([plan.rejected, plan.warnings, plan.skipped]).toEqual([[], [], []]);
  });

  it('has nine actions numbered 1 to 9 in that order, with the rows they stand in', () => {
    expect(plan.rows.map(({ row, action }) => [row, action.number])).toEqual([
      [7, '1'],
      [8, '2'],
      [9, '3'],
      [10, '4'],
      [11, '5'],
      [12, '6'],
      [18, '7'],
      [19, '8'],
      [20, '9'],
    ]);
  });

  it('reads names and indicators to the letter, straight quotes included', () => {
    for (const { row, action } of plan.rows) {
      const cells = lines[row - 1]?.split('\t') ?? [];
      expect([action.name, action.officesRaw, action.indicator]).toEqual(cells.slice(1, 4));
    }
    expect(plan.rows[1]?.action.name).toBe(
      'Desarrollar convocatoria "Programa Jóvenes a la U Regional"',
    );
  });

  it.each(plan.rows.map(({ action }) => action))(
    'reads dates, target, unit, frequency, source and plans of action $number',
    (action) => {
      const invested = Number(action.number) <= 5;
      expect(action).toMatchObject({
        startDate: action.number === '4' ? '2024-05-01' : '2024-03-01',
        endDate: '2024-12-31',
        target: '1',
        unit: 'Unidad',
        frequency: 'QUARTERLY',
        fundingSource: invested ? 'Inversión' : 'Funcionamiento',
        associatedPlans: [
          invested
            ? 'Plan Operativo Anual de Inversiones (POAI)'
            : 'Plan Anual de Adquisiciones (PAA)',
        ],
      });
    },
  );

  it('names the offices of each action as spelled, without a doubt', () => {
    const cut = plan.rows.map(({ action }) => splitOffices(action.officesRaw, []));
    expect(cut).toEqual(
      [
        [GENERAL, PLANNING, PRESS],
        [GENERAL, PROJECTS],
        [GENERAL, PROJECTS, PLANNING],
        [GENERAL],
        [GENERAL, PLANNING, PRESS],
        [GENERAL, CORPORATE],
        [GENERAL, PROJECTS, PLANNING, PRESS_ALIAS],
        [GENERAL],
        [PROJECTS],
      ].map((offices) => ({ offices })),
    );
  });

  it('has five offices with 8, 4, 4, 3 and 1 actions, two spellings being one office', () => {
    const counts = new Map<string, number>();
    for (const { action } of plan.rows) {
      for (const office of splitOffices(action.officesRaw, []).offices) {
        counts.set(nameKey(office), (counts.get(nameKey(office)) ?? 0) + 1);
      }
    }
    expect([...counts]).toEqual([
      [nameKey(GENERAL), 8],
      [nameKey(PLANNING), 4],
      [nameKey(PRESS), 3],
      [nameKey(PROJECTS), 4],
      [nameKey(CORPORATE), 1],
    ]);
    expect(nameKey(PRESS_ALIAS)).toBe(nameKey(PRESS));
  });

  it('has eight reports of 0 % with their narratives to the letter', () => {
    const reported = plan.rows.filter(({ reports }) => reports.length > 0);
    expect(reported.map(({ action }) => action.number)).toEqual('1 2 3 5 6 7 8 9'.split(' '));
    for (const { row, reports } of reported) {
      const narrative = lines[row - 1]?.split('\t')[12];
      expect(reports).toEqual([
        {
          quarter: '2024-Q1',
          percent: 0,
          narrative,
          cells: {
            percent: { sheet: null, row, column: 12, letter: 'L', raw: '0%' },
            narrative: { sheet: null, row, column: 13, letter: 'M', raw: narrative },
          },
        },
      ]);
    }
  });

  it('has no report of action 4, and says which cells are blank', () => {
    const fourth = plan.rows[3];
    expect(fourth?.reports).toEqual([]);
    expect(fourth?.unreported).toMatchObject([
      { quarter: '2024-Q1', cells: { percent: { row: 10, raw: '' }, narrative: { raw: '' } } },
    ]);
  });

  it('says of every field which cell it came from', () => {
    expect(plan.rows[0]?.cells.startDate).toEqual({
      sheet: null,
      row: 7,
      column: 7,
      letter: 'G',
      raw: '1/03/2024',
    });
    expect(Object.keys(plan.rows[8]?.cells ?? {})).toHaveLength(11);
  });

  it('is the same read from the disk', async () => {
    expect(await loadPlanFile(PATH)).toEqual(plan);
  });

  it('tells of a path without a file', async () => {
    await expect(loadPlanFile('examples/nothing.tsv')).rejects.toMatchObject({
      code: 'PLAN_FILE_UNREADABLE',
      detail: { reason: 'FILE_NOT_FOUND', fileName: 'nothing.tsv' },
    });
  });
});
