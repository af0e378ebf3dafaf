import type { DraftPage } from './pages.js';
import { PlanFileError } from './plan-file-error.js';

/**
 * The year of the plan: what its titles say, else what the quarters in its headers say. Throws
 * `PlanFileError` when nothing says it, or when two pages say different years: those are two plans.
 */
export function planYear(drafts: readonly DraftPage[]): number {
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
  const told = titled.length > 0 ? titled : quarters;
  const years = [...new Set(told.map(({ year }) => year))];
  const [year] = years;
  if (year === undefined) {
    throw new PlanFileError({
      reason: 'YEAR_MISSING',
      expected: 'the year in the title (PLAN DE ACCIÓN 2024) or in the headers of the quarters',
      actual: 'neither',
      remedy: 'Write the year into the title and import the file again.',
    });
  }
  if (years.length > 1) {
    throw new PlanFileError({
      reason: 'SEVERAL_YEARS',
      expected: 'a plan of one year',
      actual: told.map((at) => `${at.year} at ${at.place}`).join(', '),
      remedy: 'Put each plan into a file of its own.',
    });
  }
  return year;
}

function placeOf({ grid, headerRows }: DraftPage): string {
  const sheet = grid.sheet === null ? '' : `sheet ${grid.sheet}, `;
  return `${sheet}row ${headerRows[0] ?? 0}`;
}
