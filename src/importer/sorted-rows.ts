import { isBlank } from './plain-text.js';
import type { GridRow } from './grid.js';
import type { Page } from './layout.js';
import { joinParts } from './joined-rows.js';
import { NOTHING_MERGED } from './merged-cells.js';
import type { MergedCells } from './merged-cells.js';
import type { Rejection } from './plan-file-findings.js';
import { cellsByMeaning } from './row-columns.js';
import type { RowCells } from './row-columns.js';
import { rowKind } from './row-kind.js';
import type { RowKind } from './row-kind.js';
import type { SourceCell } from './source-cell.js';

/** A row below a header with its cells by meaning and what kind of row it is. */
export interface Sorted {
  readonly page: Page;
  readonly row: GridRow;
  /** Further rows of the same action, whose number or name is merged over all of them. */
  readonly parts: readonly GridRow[];
  readonly cells: RowCells;
  readonly kind: RowKind;
  /** What its merged cells leave open. */
  readonly refused: readonly Rejection[];
  /** Cells that have the text of the merged cell that they are in, which begins further up. */
  readonly shared: readonly SourceCell[];
}

/** The rows of a page, those of one action together. */
export function sortRows(page: Page): readonly Sorted[] {
  const merged = page.grid.merged ?? NOTHING_MERGED;
  const sorted: Sorted[] = [];
  for (const row of page.body) {
    const before = sorted.at(-1);
    if (before?.kind === 'ACTION' && continues(row, before, merged)) {
      sorted[sorted.length - 1] = { ...before, parts: [...before.parts, row] };
    } else {
      const cells = cellsByMeaning(page, row);
      const kind = rowKind(row.cells, (field) => cells.fields[field]?.raw ?? '');
      sorted.push({ page, row, parts: [], cells, kind, refused: [], shared: [] });
    }
  }
  if (merged === NOTHING_MERGED) return sorted;
  return sorted.map((one) => (one.kind === 'ACTION' ? { ...one, ...joinParts(one, merged) } : one));
}

/** Whether the number, or else the name, of the action above is merged down to this row. */
function continues({ row, cells: texts }: GridRow, above: Sorted, merged: MergedCells): boolean {
  const reaches = (cell: SourceCell | undefined): boolean => {
    const range = cell && merged.at(row, cell.column);
    return range?.top === above.row.row && !isBlank(merged.textOf(range));
  };
  const { number, name } = above.cells.fields;
  if (reaches(number)) return true;
  return reaches(name) && number !== undefined && isBlank(texts[number.column - 1] ?? '');
}
