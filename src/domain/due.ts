import type { Frequency, Timeliness } from '../../events/index.js';
import type { LocalDate, Quarter } from './quarter.js';
import { addDays, cutoffOf, dateInBogota, numberOf, quarterOf, startOf } from './quarter.js';

export interface Schedule {
  readonly startDate: LocalDate;
  readonly endDate: LocalDate;
  readonly frequency: Frequency;
}

/** Days in which a report is on time, whole days in Bogotá, both included. */
export interface Window {
  readonly opensAt: LocalDate;
  readonly closesAt: LocalDate;
}

/** The window of a quarter for which no period was opened: ten days after the cut-off. */
export function defaultWindow(quarter: Quarter): Window {
  const cutoff = cutoffOf(quarter);
  return { opensAt: addDays(cutoff, 1), closesAt: addDays(cutoff, 10) };
}

/**
 * Whether an action owes a report for a quarter. It does not before it has started, nor after the
 * quarter that contains its end; in that one it always does, whatever its frequency.
 */
export function isDue(schedule: Schedule, quarter: Quarter): boolean {
  if (schedule.startDate > cutoffOf(quarter) || schedule.endDate < startOf(quarter)) return false;
  if (quarterOf(schedule.endDate) === quarter) return true;
  return dueQuarters(schedule.frequency).includes(numberOf(quarter));
}

function dueQuarters(frequency: Frequency): readonly number[] {
  switch (frequency) {
    case 'MONTHLY':
    case 'BIMONTHLY':
    case 'QUARTERLY':
      return [1, 2, 3, 4];
    case 'SEMIANNUAL':
      return [2, 4];
    case 'ANNUAL':
      return [4];
  }
}

/** A report before the window opens is accepted, and on time. */
export function timelinessAt(recordedAt: Date, window: Window): Timeliness {
  return dateInBogota(recordedAt) <= window.closesAt ? 'ON_TIME' : 'LATE';
}
