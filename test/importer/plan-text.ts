import { readPlanFile } from '../../src/importer/read-plan-file.js';
import type { PlanFile } from '../../src/importer/plan-file.js';

/** A small plan as people write it; tests change one thing of it at a time. */
export const HEADER = [
  'No.',
  'ACCIÓN, PROGRAMA O PROYECTO ESTRATÉGICO',
  'RESPONSABLE',
  'INDICADOR',
  'UNIDAD DE MEDIDA',
  'META',
  'FECHA INICIO',
  'FECHA FIN',
  'SEGUIMIENTO',
  'FUENTE DE FINANCIACIÓN',
  'PLANES ASOCIADOS',
  'I TRIMESTRE 2024 AVANCE PORCENTUAL',
  'I TRIMESTRE 2024 AVANCE CUALITATIVO',
] as const;

export const ACTION = [
  '1',
  'Construir el plan',
  'Dirección General',
  'Plan construido',
  'Unidad',
  '1',
  '1/03/2024',
  '31/12/2024',
  'Trimestral',
  'Inversión',
  'POAI',
  '0%',
  'Se inició.',
] as const;

export const TITLE = ['PLAN DE ACCIÓN 2024'];
export const OBJECTIVE = ['Objetivo: cumplir el plan.'];

type Row = readonly string[];

/** Bytes of rows: separated by tabs, or quoted between `;` where a cell has a line break. */
export function bytesOf(...rows: readonly Row[]): Uint8Array {
  const breaks = rows.flat().some((cell) => /[\r\n]/u.test(cell));
  const line = (row: Row): string =>
    breaks ? row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';') : row.join('\t');
  return new TextEncoder().encode(rows.map(line).join('\n'));
}

export function readRowsOf(...rows: readonly Row[]): PlanFile {
  return readPlanFile(bytesOf(...rows), 'plan.tsv');
}

/** A plan with the title, the objective, the header and these rows below it. */
export function planOf(...rows: readonly Row[]): PlanFile {
  return readRowsOf(TITLE, OBJECTIVE, HEADER, ...rows);
}

/** The example action with some cells changed, by the position of the column from 0. */
export function action(changes: Readonly<Record<number, string>> = {}): Row {
  return ACTION.map((cell, index) => changes[index] ?? cell);
}

/** The example header with some cells changed. */
export function header(changes: Readonly<Record<number, string>> = {}): Row {
  return HEADER.map((cell, index) => changes[index] ?? cell);
}
