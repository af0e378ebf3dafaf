/** What a number format makes of a number. */
export type NumberFormat =
  | { readonly kind: 'number' }
  /** Whole numbers with leading zeros: `000` shows 7 as 007. */
  | { readonly kind: 'padded'; readonly digits: number }
  /** 0.125 is shown as 12.5 %. */
  | { readonly kind: 'percent' }
  /** A sign that is only text: 85 is shown as 85 %. */
  | { readonly kind: 'percentText' }
  | { readonly kind: 'date'; readonly day: boolean; readonly time: boolean };

export const GENERAL: NumberFormat = { kind: 'number' };

// The formats that a workbook names by number only (ECMA-376 part 1, 18.8.30), and the dates of
// East Asian versions of Excel.
const DATES: ReadonlySet<number> = new Set([
  14,
  15,
  16,
  17,
  ...range(27, 31),
  36,
  ...range(50, 58),
]);
const TIMES: ReadonlySet<number> = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47]);
const BOTH = 22;
const PERCENTS: ReadonlySet<number> = new Set([9, 10]);
const LITERALS = /"[^"]*"|\\.|_.|\*./gu;

/** A format that every workbook has without spelling it out. */
export function builtInFormat(id: number): NumberFormat {
  if (PERCENTS.has(id)) return { kind: 'percent' };
  if (DATES.has(id)) return { kind: 'date', day: true, time: false };
  if (TIMES.has(id)) return { kind: 'date', day: false, time: true };
  return id === BOTH ? { kind: 'date', day: true, time: true } : GENERAL;
}

/**
 * Reads the code of a format, of which the first section is about positive numbers and tells what
 * kind it is. Text in quotes and behind `\` is no part of it: the d of `0" días"` is no day.
 */
export function readFormat(code: string): NumberFormat {
  const bare = code.replace(LITERALS, '\u0001');
  const first = (bare.split(';')[0] ?? '').replace(/\[[^\]]*\]/gu, (bracket) =>
    /^\[(h+|m+|s+)\]$/iu.test(bracket) ? bracket : '',
  );
  if (/general/iu.test(first)) return GENERAL;
  if (first.includes('%')) return { kind: 'percent' };
  const letters = first.replace(/am\/pm|a\/p/giu, 'h').toLowerCase();
  const time = /[hs]/u.test(letters);
  const day = /[dy]/u.test(letters) || (letters.includes('m') && !time);
  if (day || time) return { kind: 'date', day, time };
  // Quoted, so that it multiplies nothing; the number is in percent points already.
  if (/(?:"\s*%\s*"|\\%)\s*(?:;|$)/u.test(code)) return { kind: 'percentText' };
  return /^0{2,20}$/u.test(code) ? { kind: 'padded', digits: code.length } : GENERAL;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
