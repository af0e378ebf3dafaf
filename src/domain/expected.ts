import type { PercentMode } from '../../events/index.js';
import type { Fraction } from './fraction.js';
import { minus, whole } from './fraction.js';
import type { LocalDate, Quarter } from './quarter.js';
import { addDays, cutoffOf, dayNumber, numberOf, startOf } from './quarter.js';

/** What progress is expected by: an action's dates, or a target that was set for the quarter. */
export interface ExpectedBy {
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly expectedPercent?: number;
}

const all = whole(10_000);

/**
 * Expected progress of an action in a quarter, in basis points: the target set for it, else linear
 * over the action's own dates, both days included. Undefined before the action starts: nothing is
 * expected then, which is not 0. Where percentages are each of their own quarter, so is this.
 * @param cutoff the day whose progress is reported; by default the last one of the quarter.
 */
export function expectedIn(
  by: ExpectedBy,
  quarter: Quarter,
  mode: PercentMode,
  cutoff: LocalDate = cutoffOf(quarter),
): Fraction | undefined {
  if (by.expectedPercent !== undefined) return whole(by.expectedPercent);
  const reached = linear(by, cutoff);
  if (mode === 'CUMULATIVE' || reached === undefined || numberOf(quarter) === 1) return reached;
  const before = linear(by, addDays(startOf(quarter), -1));
  return before === undefined ? reached : minus(reached, before);
}

function linear({ startDate, endDate }: ExpectedBy, on: LocalDate): Fraction | undefined {
  if (on < startDate) return undefined;
  if (on >= endDate) return all;
  return { num: 10_000 * daysFrom(startDate, on), den: daysFrom(startDate, endDate) };
}

/** Days from one date to another, both included. */
function daysFrom(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from) + 1;
}
