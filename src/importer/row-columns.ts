import { cellAt } from './grid.js';
import type { GridRow } from './grid.js';
import type { Page } from './layout.js';
import type { QuarterCells } from './plan-file.js';
import type { ActionField, SourceCell } from './source-cell.js';

/** The cells of one row by what they mean. */
export interface RowCells {
  readonly fields: { readonly [field in ActionField]?: SourceCell };
  /** In the order of the year, each quarter that the page has a column for. */
  readonly quarters: readonly { readonly quarter: string; readonly cells: QuarterCells }[];
}

export function cellsByMeaning(page: Page, row: GridRow): RowCells {
  const fields: { [field in ActionField]?: SourceCell } = {};
  const quarters = new Map<string, QuarterCells>();
  for (const { header, meaning } of page.columns) {
    const cell = cellAt(page.grid, row, header.column);
    switch (meaning.kind) {
      case 'field':
        fields[meaning.field] = cell;
        break;
      case 'quarter':
        quarters.set(meaning.quarter, {
          ...quarters.get(meaning.quarter),
          [meaning.part]: cell,
        });
        break;
      case 'unread':
        break;
    }
  }
  const inOrder = [...quarters].sort(([one], [other]) => (one < other ? -1 : 1));
  return { fields, quarters: inOrder.map(([quarter, cells]) => ({ quarter, cells })) };
}
