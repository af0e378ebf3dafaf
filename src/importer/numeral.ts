import { rejected, readCell, value } from './cell.js';
import type { CellReading } from './cell.js';

const PLAIN = /^\d+$/u;
const POINTS_OF_THOUSANDS = /^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/u;
const COMMAS_OF_THOUSANDS = /^[1-9]\d{0,2}((,\d{3}){2,}(\.\d+)?|,\d{3}\.\d+)$/u;
const DECIMAL = /^\d*[.,]\d+$/u;

/**
 * Decimal text from a numeral as it is written in Colombia: comma for decimals, point for
 * thousands. So `1.234` is 1234 and `1,234` is 1.234; a point is taken for decimals only where it
 * can't part thousands (`0.5`, `12.5`, `123456789012345.62`), a comma for thousands only where it
 * can't part decimals (`28,760,251`). Digits are kept, never passed through a float.
 * Undefined when the text is no numeral.
 */
export function readNumeral(raw: string): string | undefined {
  const text = raw.trim().replace(/^[\u2212-]\s*/u, '');
  const sign = text === raw.trim() ? '' : '-';
  const plain = unsigned(text);
  if (plain === undefined) return undefined;
  const [whole = '', decimals] = plain.split('.');
  const digits = whole.replace(/^0+(?=\d)/u, '') || '0';
  return `${sign}${digits}${decimals === undefined ? '' : `.${decimals}`}`;
}

function unsigned(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  if (POINTS_OF_THOUSANDS.test(text)) return text.replaceAll('.', '').replace(',', '.');
  if (COMMAS_OF_THOUSANDS.test(text)) return text.replaceAll(',', '');
  return DECIMAL.test(text) ? text.replace(',', '.') : undefined;
}

const EXPECTED = 'a number, such as 1, 0,5 or 28.760.251';

/**
 * A target or a quantity, as decimal text. `100 %` is 100 where the unit of measure is a
 * percentage; anywhere else the sign would change what the number means.
 */
export function readQuantity(raw: string, unitIsPercent: boolean): CellReading<string> {
  return readCell(raw, EXPECTED, () => {
    const bare = unitIsPercent ? raw.replace(/\s*%\s*$/u, '') : raw;
    const number = readNumeral(bare);
    return number === undefined ? rejected(EXPECTED, raw) : value(number);
  });
}
