import { isStopWord, plainText } from '../domain/name-key.js';

const KINDS_OF_UNIT: ReadonlySet<string> = new Set(
  [
    'direccion subdireccion oficina suboficina secretaria subsecretaria gerencia subgerencia',
    'despacho departamento grupo unidad coordinacion division area seccion jefatura asesoria',
    'equipo comite consejo ministerio viceministerio superintendencia presidencia',
    'vicepresidencia alcaldia gobernacion personeria contraloria veeduria tesoreria rectoria',
    'vicerrectoria facultad instituto agencia defensoria delegatura',
  ].flatMap((line) => line.split(' ')),
);
const SHORT_KINDS: ReadonlySet<string> = new Set(['dir.', 'subdir.', 'of.', 'sec.', 'subsec.']);

/** A capitalised word for a kind of unit: Dirección, OFICINA, Sec. */
export function isKindOfUnit(word: string | undefined): boolean {
  if (word === undefined || !/^\p{Lu}/u.test(word)) return false;
  const folded = plainText(word);
  return SHORT_KINDS.has(folded) || KINDS_OF_UNIT.has(folded.replace(/[,:.]+$/u, ''));
}

/** Words and marks that join two offices without belonging to either. */
export function isJoiner(word: string | undefined): boolean {
  return word !== undefined && /^([,;/&+–—-]|y|e)$/iu.test(word);
}

/**
 * Cuts a cell at what is surely a separator: `;`, a slash between blanks or before a kind of unit,
 * and a line break, unless the break only wraps a name that goes on ("Oficina Asesora de ⏎ Prensa").
 */
export function cutAtSeparators(raw: string): readonly string[] {
  const lines = raw.split(/\r\n|\r|\n/u);
  const parts = lines.reduce<readonly string[]>((done, line) => {
    const before = done.at(-1);
    const wraps =
      before !== undefined &&
      (isStopWord(before.trim().split(/\s+/u).at(-1) ?? '') || /^\s*\p{Ll}/u.test(line));
    return wraps ? [...done.slice(0, -1), `${before}\n${line}`] : [...done, line];
  }, []);
  return parts
    .flatMap((part) => part.split(/;|\s\/\s/u))
    .flatMap(cutAtSlashes)
    .filter((part) => part.trim() !== '');
}

/** "Oficina Jurídica/Dirección General" are two; the slash of "Radio/Prensa" parts no offices. */
function cutAtSlashes(part: string): readonly string[] {
  return part.split('/').reduce<readonly string[]>((done, piece) => {
    const before = done.at(-1);
    const begins = before === undefined || isKindOfUnit(piece.trim().split(/\s+/u)[0]);
    return begins ? [...done, piece] : [...done.slice(0, -1), `${before}/${piece}`];
  }, []);
}
