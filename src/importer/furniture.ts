import { plainText } from '../domain/name-key.js';
import { wordsOf, yearIn } from './plain-text.js';
import { filledCells } from './grid.js';
import type { Grid, GridRow } from './grid.js';
import type { SourceCell } from './source-cell.js';
import { looksLikeNumber } from './row-kind.js';

/** What a row outside the table says about the plan, and what it says besides. */
export interface Furniture {
  readonly title?: SourceCell;
  readonly objective?: { readonly text: string; readonly cell: SourceCell };
  readonly year?: number;
  readonly rest: readonly SourceCell[];
}

const OBJECTIVE = /^\s*objetivos?(?:\s+(?:general|institucional|del\s+plan))?\s*:\s*/iu;
const OBJECTIVE_LABEL = /^objetivo( general| institucional| del plan)? ?:?$/u;
const WORDS_OF_A_TITLE = 14;

/** Short enough to be a heading: sentences mention a "plan de acción" too. */
export function isTitle(text: string): boolean {
  return (
    plainText(text).includes('plan de accion') &&
    !OBJECTIVE.test(text) &&
    wordsOf(text).length <= WORDS_OF_A_TITLE
  );
}

/** Reads a row as the heading of a page; undefined when it has neither title, year nor objective. */
export function readFurniture(grid: Grid, row: GridRow): Furniture | undefined {
  const filled = filledCells(grid, row);
  if (filled[0] && looksLikeNumber(filled[0].raw)) return undefined;
  const title = filled.find(({ raw }) => isTitle(raw));
  const objective = objectiveIn(filled);
  const dated = filled.find(({ raw }) => /^vigencia:? 20\d\d$/u.test(plainText(raw)));
  if (!title && !objective && !dated) return undefined;
  const year = (title && yearIn(title.raw)) ?? (dated && yearIn(dated.raw));
  const used = [title, dated, objective?.cell, objective?.label];
  return {
    ...(title && { title }),
    ...(objective && { objective: { text: objective.text, cell: objective.cell } }),
    ...(year !== undefined && { year }),
    rest: filled.filter((cell) => !used.includes(cell)),
  };
}

function objectiveIn(
  filled: readonly SourceCell[],
): { text: string; cell: SourceCell; label?: SourceCell } | undefined {
  for (const [index, cell] of filled.entries()) {
    const next = filled[index + 1];
    if (OBJECTIVE_LABEL.test(plainText(cell.raw))) {
      return next && { text: next.raw.trim(), cell: next, label: cell };
    }
    if (OBJECTIVE.test(cell.raw)) return { text: cell.raw.replace(OBJECTIVE, '').trim(), cell };
  }
  return undefined;
}
