import { plainText } from '../domain/name-key.js';
import { isBlank, wordsOf, yearIn } from './plain-text.js';
import type { ActionField } from './source-cell.js';
import { quartersIn } from './quarter-words.js';
import type { QuarterNumber } from './quarter-words.js';

export type HeaderPart = 'percent' | 'narrative' | 'planned' | 'executed';

/** What the words of one header say, without its neighbours and without the plan's year. */
export interface HeaderReading {
  readonly field?: ActionField | 'weight';
  readonly part?: HeaderPart;
  readonly quarter?: QuarterNumber;
  readonly severalQuarters: boolean;
  readonly year?: number;
  /** Says "total", "accumulated" or the like: not to be read as the quarter it stands next to. */
  readonly overall: boolean;
}

// Whole headers, not words within them: "Fecha de inicio" is a date, "Inicio del indicador" is not.
// Each pattern is matched against the header's words, joined by one blank.
const FIELDS: readonly (readonly [ActionField | 'weight', RegExp])[] = [
  ['number', /^(n|no|nro|num|numero|item|#|№|n o)(( de( la)?)? (accion|actividad))?$/u],
  [
    'name',
    /^((nombre de la |descripcion de la )?(accion|actividad)( estrategica)?|acciones|actividades|accion programa o proyecto( estrategico)?|accion o actividad|accion actividad|programa o proyecto( estrategico)?|proyecto estrategico)$/u,
  ],
  [
    'offices',
    /^((unidad|dependencia|dependencias|area|areas|oficina|oficinas|grupo|unidad o grupo|dependencia o area|area o dependencia) (responsable|responsables|lider)|responsable|responsables|responsable s|(responsable|responsables) de la (accion|actividad|ejecucion)|dependencia)$/u,
  ],
  ['indicator', /^((nombre del )?indicador|indicadores|indicador de (producto|gestion))$/u],
  ['unit', /^((unidad|und|u) (de )?medida|unidad)$/u],
  ['target', /^meta( anual| de la vigencia| vigencia| del indicador| programada)?$/u],
  ['startDate', /^(fecha )?(de )?(inicio|inicial|inicio de la (accion|actividad))$/u],
  [
    'endDate',
    /^((fecha )?(de )?(fin|final|finalizacion|terminacion)( de la (accion|actividad))?)$/u,
  ],
  [
    'frequency',
    /^(seguimiento|frecuencia|periodicidad)( (de|del) (seguimiento|medicion|reporte))?$/u,
  ],
  ['fundingSource', /^(fuente|fuentes)( de| de los)?( financiacion| financiamiento| recursos)?$/u],
  ['associatedPlans', /^(plan|planes)( institucional| institucionales)? (asociado|asociados)$/u],
  [
    'weight',
    /^(%( de)? )?((peso|ponderacion|ponderador)( porcentual)?( de la (accion|actividad))?|importancia relativa( del resultado)?)( %)?$/u,
  ],
];

const LONGEST_HEADER = 160;
// Money moves beside progress in these tables, and "% ejecutado" of it is not progress.
const MONEY = /^(presup|financier|recurso|pago|compromiso|compromet|obligacion|giro|apropiacion)/u;
const PLANNED = /^(planead|programad|programacion|proyectad)/u;
const NARRATIVE = /^(cualitativ|narrativ|descriptiv)/u;
const PROGRESS = /^(avance|ejecu|cumplimiento|progreso)/u;
const PERCENT = /^(%|porcentual|porcentaje)$/u;
const OF_A_QUARTER =
  /^(trimestre|trim|[tq]?[1-4]|i{1,3}|iv|20\d\d|de|del|primer|segundo|tercer|cuarto|1er|2do|3er|4to)$/u;
const OVERALL: ReadonlySet<string> = new Set(
  'total totales acumulado acumulada anual vigencia consolidado promedio cuatrienio'.split(' '),
);

/** Reads one header text; undefined when nothing in it is known. */
export function readHeader(text: string): HeaderReading | undefined {
  if (isBlank(text) || text.length > LONGEST_HEADER) return undefined;
  const words = wordsOf(text);
  const quarters = quartersIn(text);
  const [quarter] = quarters;
  const part =
    partOf(words) ?? (quarters.size > 0 && words.includes('meta') ? 'planned' : undefined);
  const field = quarters.size === 0 ? fieldOf(text) : undefined;
  if (!field && !part && quarters.size === 0) return undefined;
  const year = yearIn(text);
  return {
    ...(field && { field }),
    ...(part && { part }),
    ...(quarters.size === 1 && quarter && { quarter }),
    severalQuarters: quarters.size > 1,
    ...(year !== undefined && { year }),
    overall: words.some((word) => OVERALL.has(word)),
  };
}

/** The fields of an action that the cells of a row name: several make it a header row. */
export function fieldsNamedIn(cells: readonly string[]): ReadonlySet<string> {
  return new Set(cells.flatMap((cell) => readHeader(cell)?.field ?? []));
}

function fieldOf(text: string): ActionField | 'weight' | undefined {
  const bare = plainText(text).replace(/\((?!s\))[^)%]*\)/gu, ' ');
  const words = wordsOf(bare).filter((word) => !/^20\d\d$/u.test(word));
  return FIELDS.find(([, pattern]) => pattern.test(words.join(' ')))?.[0];
}

function partOf(words: readonly string[]): HeaderPart | undefined {
  const says = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  if (says(MONEY)) return undefined;
  if (says(PLANNED)) return 'planned';
  if (says(NARRATIVE) || /\bdescripcion (del|de) avance\b/u.test(words.join(' '))) {
    return 'narrative';
  }
  // "% de avance" is progress, and so is a bare "%"; "Meta %" is something else.
  const percent = words.some((word) => PERCENT.test(word));
  const alone = words.every((word) => PERCENT.test(word) || OF_A_QUARTER.test(word));
  if (percent && (alone || says(PROGRESS))) return 'percent';
  return says(/^ejecutad[oa]s?$/u) ? 'executed' : undefined;
}
