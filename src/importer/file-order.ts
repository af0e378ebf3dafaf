import type { PlanFilePage } from './plan-file.js';

/** Sheet by sheet, each from its first row down. */
export function inFileOrder<T extends { readonly sheet: string | null; readonly row: number }>(
  rows: readonly T[],
  pages: readonly Pick<PlanFilePage, 'sheet'>[],
): readonly T[] {
  const sheets = [...new Set(pages.map(({ sheet }) => sheet))];
  const place = ({ sheet }: T): number => sheets.indexOf(sheet);
  return [...rows].sort((one, other) => place(one) - place(other) || one.row - other.row);
}
