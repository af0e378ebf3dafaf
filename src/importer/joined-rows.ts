import { isAbsent } from './cell.js';
import { cellAt, columnLetter } from './grid.js';
import type { MergedCells } from './merged-cells.js';
import type { Rejection } from './plan-file-findings.js';
import type { RowCells } from './row-columns.js';
import type { Sorted } from './sorted-rows.js';
import type { ActionField, ReportPart, SourceCell } from './source-cell.js';

type Where = Pick<Rejection, 'field' | 'quarter'>;
type Name = ActionField | ReportPart;

/** Several of these make one text, a line each; of anything else an action has one. */
const LISTS: ReadonlySet<Name> = new Set<Name>(['offices', 'associatedPlans', 'narrative']);
/** What a merged cell says of each action beside it. A figure or a name is of one action only. */
const SHARED: ReadonlySet<Name> = new Set<Name>([
  ...(['offices', 'indicator', 'unit', 'startDate', 'endDate'] as const),
  ...(['frequency', 'fundingSource', 'associatedPlans'] as const),
]);

/**
 * The cells of one action that stands in several rows, or in merged cells. What can't be told, two
 * targets or a percentage merged over two actions, is refused with its cell; nothing is left out.
 */
export function joinParts(
  action: Sorted,
  merged: MergedCells,
): Pick<Sorted, 'cells' | 'refused' | 'shared'> {
  const refused: Rejection[] = [];
  const shared: SourceCell[] = [];
  const settle = (cell: SourceCell, where: Where): SourceCell => {
    const own = ownCell(cell, where, merged, { refused, shared });
    return withParts(own, where, action, refused);
  };
  const fields = Object.entries(action.cells.fields).map(([field, cell]) => [
    field,
    settle(cell, { field: field as ActionField }),
  ]);
  const quarters = action.cells.quarters.map(({ quarter, cells }) => ({
    quarter,
    cells: Object.fromEntries(
      Object.entries(cells).map(([part, cell]) => [
        part,
        settle(cell, { field: part as ReportPart, quarter }),
      ]),
    ),
  }));
  const cells: RowCells = { fields: Object.fromEntries(fields) as RowCells['fields'], quarters };
  return { cells, refused, shared };
}

interface Found {
  readonly refused: Rejection[];
  readonly shared: SourceCell[];
}

/** A place in a merged cell that begins elsewhere is blank, but says what that cell says. */
function ownCell(
  cell: SourceCell,
  where: Where,
  merged: MergedCells,
  { refused, shared }: Found,
): SourceCell {
  const range = merged.at(cell.row, cell.column);
  if (range === undefined || (range.top === cell.row && range.left === cell.column)) return cell;
  const text = merged.textOf(range);
  if (isAbsent(text)) return cell;
  if (range.left === cell.column && SHARED.has(where.field)) {
    const taken = { ...cell, raw: text };
    shared.push(taken);
    return taken;
  }
  const place = `${columnLetter(range.left)}${range.top}`;
  const expected = `a cell of its own; it is merged with ${place}, which says "${text}"`;
  refused.push({ ...cell, code: 'CELL_MERGED', ...where, expected });
  return cell;
}

/** With what further rows of the action say in the same column. */
function withParts(
  own: SourceCell,
  where: Where,
  { page, row, parts }: Sorted,
  refused: Rejection[],
): SourceCell {
  const said = [own, ...parts.map((part) => cellAt(page.grid, part, own.column))].filter(
    ({ raw }) => !isAbsent(raw),
  );
  const distinct = [...new Map(said.map((cell) => [cell.raw.trim(), cell])).values()];
  const [first, second] = distinct;
  if (first === undefined || second === undefined) return first ?? own;
  if (LISTS.has(where.field)) return { ...own, raw: distinct.map(({ raw }) => raw).join('\n') };
  const rows = `rows ${row.row} to ${parts.at(-1)?.row ?? row.row}`;
  const expected = `one value for the action of ${rows}; row ${first.row} has "${first.raw}"`;
  refused.push({ ...second, code: 'ROW_CONTINUES_ANOTHER', ...where, expected });
  return own;
}
