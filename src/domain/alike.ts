import type { Schedule } from './due.js';
import type { ReportState } from './states.js';

/** What the figures of a report follow from, beside its percentage and its weight. */
export interface AlikeFacts extends Schedule {
  readonly expectedPercent?: number;
  readonly submission?: Exclude<ReportState['submission'], undefined>;
}

/** These facts in one text: the database groups by one field in half the time. */
export function alikeKey(facts: AlikeFacts): string {
  const { startDate, endDate, frequency, expectedPercent, submission } = facts;
  return JSON.stringify([startDate, endDate, frequency, submission ?? null, expectedPercent]);
}

/** The facts that `alikeKey` made a text of. */
export function alikeFacts(key: string): AlikeFacts {
  const [startDate, endDate, frequency, submission, expectedPercent] = JSON.parse(key) as [
    ...[AlikeFacts['startDate'], AlikeFacts['endDate'], AlikeFacts['frequency']],
    AlikeFacts['submission'] | null,
    number | null,
  ];
  return {
    ...{ startDate, endDate, frequency },
    ...(submission == null ? {} : { submission }),
    ...(expectedPercent == null ? {} : { expectedPercent }),
  };
}

/** Offices in one text; ids hold no blank. */
export function officeSetOf(officeIds: readonly string[]): string {
  return [...new Set(officeIds)].sort().join(' ');
}

export function officesIn(officeSet: string): readonly string[] {
  return officeSet === '' ? [] : officeSet.split(' ');
}
