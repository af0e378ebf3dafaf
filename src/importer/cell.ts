import { plainText } from '../domain/name-key.js';
import { isBlank } from './plain-text.js';

/** What a cell says: a value, nothing, or something else than what was expected there. */
export type CellReading<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'rejected';
      readonly expected: string;
      readonly raw: string;
      readonly outOfRange?: true;
    };

const ABSENT: ReadonlySet<string> = new Set([
  ...['', '-', '--', '–', '—', '_', 'n/a', 'n.a.', 'n.a', 'n/d', 'sd', 's/d', 's.d.'],
  ...['no aplica', 'sin dato', 'sin datos'],
]);
// Both the English and the Spanish names that spreadsheets give to a formula that failed.
const FORMULA_ERROR =
  /^#[¡¿]?(div\/0|n\/a|n\/d|ref|value|valor|name|nombre|num|null|nulo|spill|calc|#*)[!?]?$/u;

// Narratives are long and many; none of these marks is.
const LONGEST_MARK = 30;

/** Blank, or one of the ways to write that there is nothing to say: `N/A`, `SD`, `-`. */
export function isAbsent(raw: string): boolean {
  return isBlank(raw) || (raw.trim().length <= LONGEST_MARK && ABSENT.has(plainText(raw)));
}

/** The failed formula in a cell is no text: `#DIV/0!`, `#¡REF!`, `#####`. */
export function isFormulaError(raw: string): boolean {
  return raw.trim().length <= LONGEST_MARK && FORMULA_ERROR.test(plainText(raw));
}

export function value<T>(of: T): CellReading<T> {
  return { kind: 'value', value: of };
}

export function rejected(expected: string, raw: string): CellReading<never> {
  return { kind: 'rejected', expected, raw };
}

/** Runs a reader on cells that say something; the others are absent, or a failed formula. */
export function readCell<T>(
  raw: string,
  expected: string,
  read: (raw: string) => CellReading<T>,
): CellReading<T> {
  if (isAbsent(raw)) return { kind: 'absent' };
  return isFormulaError(raw) ? rejected(`${expected}, not a failed formula`, raw) : read(raw);
}

/** A label or a sentence, without the blanks around it. */
export function readText(raw: string): CellReading<string> {
  return readCell(raw, 'text', () => value(raw.trim()));
}

/** A narrative is kept to the letter, blanks around it too. */
export function readNarrative(raw: string): CellReading<string> {
  return readCell(raw, 'text', () => (isBlank(raw) ? { kind: 'absent' } : value(raw)));
}
