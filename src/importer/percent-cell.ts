import { isAbsent, readCell, rejected, value } from './cell.js';
import type { CellReading } from './cell.js';
import { readNumeral } from './numeral.js';

/** How a column writes percentages without a sign: 0.85, 85, or not to be told from its cells. */
export type PercentScale = 'FRACTION' | 'POINTS' | 'UNKNOWN';

/** 125 %, the most that an action can be reported at. */
const MOST = 12_500n;
const EXPECTED = 'a percentage from 0 % to 125 %';
const EXPECTED_SIGN = `${EXPECTED}, written with its sign: 85%`;

/**
 * A spreadsheet keeps 85 % as 0.85, a person types 85; which of them a bare number is, the other
 * cells of its column tell. One that lies between 0 and 1 can only be a fraction; one above 125 %
 * as a fraction can only be percent points, and is so only where no cell speaks for fractions.
 */
export function percentScale(cells: readonly string[]): PercentScale {
  const bare = cells
    .filter((raw) => !isAbsent(raw) && !raw.includes('%'))
    .map((raw) => readNumeral(raw))
    .filter((number) => number !== undefined && !number.startsWith('-'))
    .map((number) => Number(number));
  if (bare.some((number) => number > 0 && number < 1)) return 'FRACTION';
  return bare.some((number) => number > 1.25) ? 'POINTS' : 'UNKNOWN';
}

/**
 * A percentage in integer basis points (12.5 % is 1250), to the nearest one. Refuses what is below
 * 0 % or above 125 %, and a bare number that could be either percent points or a fraction.
 */
export function readPercent(raw: string, scale: PercentScale): CellReading<number> {
  return readCell(raw, EXPECTED, () => {
    const signed = /%\s*$/u.test(raw);
    const number = readNumeral(raw.replace(/\s*%\s*$/u, ''));
    if (number === undefined) return rejected(EXPECTED, raw);
    if (signed || scale === 'POINTS' || Number(number) === 0) return points(number, 2, raw);
    if (scale === 'UNKNOWN') return rejected(EXPECTED_SIGN, raw);
    return Number(number) > 1.25 ? rejected(EXPECTED_SIGN, raw) : points(number, 4, raw);
  });
}

/** Decimal text times 10^shift as an integer, half up; exact, whatever the number of digits. */
function points(number: string, shift: number, raw: string): CellReading<number> {
  const [whole = '0', decimals = ''] = number.replace('-', '').split('.');
  const kept = BigInt(whole + decimals.slice(0, shift).padEnd(shift, '0'));
  const rounded = kept + ((decimals[shift] ?? '0') >= '5' ? 1n : 0n);
  const negative = number.startsWith('-') && /[1-9]/u.test(number);
  const above = kept > MOST || (kept === MOST && /[1-9]/u.test(decimals.slice(shift)));
  if (negative || above) return { kind: 'rejected', expected: EXPECTED, raw, outOfRange: true };
  return value(Number(rounded));
}
