import { describe, expect, it } from '@jest/globals';
import type { Frequency } from '../../events/index.js';
import { defaultWindow, isDue, timelinessAt } from '../../src/domain/due.js';
import { quartersOf } from '../../src/domain/quarter.js';

type Row = [Frequency, string, string, string, string];

describe('a report is due', () => {
  // Frequency, start, end, the quarters of 2024 that are due, and what the row is about.
  it.each<Row>([
    ['QUARTERLY', '2024-03-01', '2024-12-31', '1234', 'the example plan'],
    ['QUARTERLY', '2024-05-01', '2024-12-31', '234', 'action 4 of the example plan'],
    ['MONTHLY', '2024-01-01', '2024-12-31', '1234', 'a whole year'],
    ['BIMONTHLY', '2024-01-01', '2024-12-31', '1234', 'a whole year'],
    ['SEMIANNUAL', '2024-01-01', '2024-12-31', '24', 'a whole year'],
    ['ANNUAL', '2024-01-01', '2024-12-31', '4', 'a whole year'],
    ['QUARTERLY', '2024-03-31', '2024-12-31', '1234', 'a start on the cut-off'],
    ['QUARTERLY', '2024-04-01', '2024-12-31', '234', 'a start the day after it'],
    ['QUARTERLY', '2024-01-01', '2024-09-30', '123', 'an end on the cut-off'],
    ['QUARTERLY', '2024-01-01', '2024-10-01', '1234', 'an end the day after it'],
    ['SEMIANNUAL', '2024-01-01', '2024-08-15', '23', 'its end is the last due quarter'],
    ['ANNUAL', '2024-01-01', '2024-05-31', '2', 'its end is the only due quarter'],
    ['ANNUAL', '2024-02-01', '2024-02-01', '1', 'one day'],
    ['MONTHLY', '2024-05-10', '2024-06-20', '2', 'inside one quarter'],
    ['QUARTERLY', '2022-01-01', '2026-12-31', '1234', 'years before and after'],
    ['ANNUAL', '2022-01-01', '2026-05-31', '4', 'an end in a later year'],
    ['SEMIANNUAL', '2022-01-01', '2023-12-31', '', 'an end in an earlier year'],
    ['MONTHLY', '2025-01-01', '2025-12-31', '', 'a start in a later year'],
  ])('%s from %s to %s in quarters "%s": %s', (frequency, startDate, endDate, due) => {
    const quarters = quartersOf(2024).filter((quarter) =>
      isDue({ startDate, endDate, frequency }, quarter),
    );
    expect(quarters.map((quarter) => quarter.slice(-1)).join('')).toBe(due);
  });
});

describe('the window of a quarter without a period', () => {
  it.each([
    ['2024-Q1', '2024-04-01', '2024-04-10'],
    ['2024-Q2', '2024-07-01', '2024-07-10'],
    ['2024-Q3', '2024-10-01', '2024-10-10'],
    ['2024-Q4', '2025-01-01', '2025-01-10'],
  ])('of %s is %s to %s', (quarter, opensAt, closesAt) => {
    expect(defaultWindow(quarter)).toEqual({ opensAt, closesAt });
  });

  it.each([
    ['2023-06-01T00:00:00.000Z', 'ON_TIME'],
    ['2025-01-11T04:59:59.999Z', 'ON_TIME'],
    ['2025-01-11T05:00:00.000Z', 'LATE'],
  ])('makes a report for 2024-Q4 at %s %s', (instant, timeliness) => {
    expect(timelinessAt(new Date(instant), defaultWindow('2024-Q4'))).toBe(timeliness);
  });
});
