import type { DraftPage } from './pages.js';
import { PlanFileError } from './plan-file-error.js';

/**
 * The year of the plan: what its titles say, else the one that is `asked` for, else what the
 * quarters in its headers say. Throws `PlanFileError` when nothing says it, when two pages say
 * different years (those are two plans), or when the title says another year than is asked for.
 */
export function planYear(drafts: readonly DraftPage[], asked?: number): number {
  const titled = drafts.flatMap((draft) =>
    draft.headings.flatMap(({ year }) =>
      year === undefined ? [] : [{ year, place: placeOf(draft) }],
    ),
  );
  const quarters = drafts.flatMap((draft) =>
    draft.readings.flatMap((reading) =>
      reading.kind === 'quarter' && reading.year !== undefined
        ? [{ year: reading.year, place: placeOf(draft) }]
        : [],
    ),
  );
  if (asked !== undefined && titled.every(({ year }) => year === asked)) return asked;
  const told = titled.length > 0 ? titled : quarters;
  const years = [...new Set(told.map(({ year }) => year))];
  const [year] = years;
  if (year === undefined) {
    throw new PlanFileError({
      reason: 'YEAR_MISSING',
      expected: 'the year in the title (PLAN DE ACCIÓN 2024) or in the headers of the quarters',
      actual: 'neither',
      remedy: 'Write the year into the title, or name it (--year 2025).',
    });
  }
  if (years.length > 1 || asked !== undefined) {
    const places = new Set(told.map((at) => `${at.year} at ${at.place}`));
    throw new PlanFileError({
      reason: 'SEVERAL_YEARS',
      expected: asked === undefined ? 'a plan of one year' : `a plan of ${asked}, as asked for`,
      actual: [...places].join(', '),
      remedy:
        titled.length > 0
          ? 'Put each plan into a file of its own.'
          : 'Name the year that is meant (--year 2025); columns of other years are then not read.',
    });
  }
  return year;
}

function placeOf({ grid, headerRows }: DraftPage): string {
  const sheet = grid.sheet === null ? '' : `sheet ${grid.sheet}, `;
  return `${sheet}row ${headerRows[0] ?? 0}`;
}
