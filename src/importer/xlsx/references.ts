import type { CellRange } from '../merged-cells.js';

export const LAST_ROW = 1_048_576;
export const LAST_COLUMN = 16_384;

const CELL = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/iu;

/** `B7` is row 7, column 2; undefined for what is no cell of a sheet. */
export function readReference(
  text: string,
): { readonly row: number; readonly column: number } | undefined {
  const [, letters, digits] = CELL.exec(text) ?? [];
  if (letters === undefined) return undefined;
  const column = letters
    .toUpperCase()
    .split('')
    .reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const row = Number(digits);
  const within = row >= 1 && row <= LAST_ROW && column <= LAST_COLUMN;
  return within ? { row, column } : undefined;
}

/** `A5:A7`, with the corners in either order. */
export function readRange(text: string): CellRange | undefined {
  const [from, end = from] = text.split(':').map((cell) => readReference(cell) ?? null);
  if (!from || !end) return undefined;
  return {
    top: Math.min(from.row, end.row),
    bottom: Math.max(from.row, end.row),
    left: Math.min(from.column, end.column),
    right: Math.max(from.column, end.column),
  };
}
