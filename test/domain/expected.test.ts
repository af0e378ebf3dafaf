import { describe, expect, it } from '@jest/globals';
import type { PercentMode } from '../../events/index.js';
import type { ExpectedBy } from '../../src/domain/expected.js';
import { expectedIn } from '../../src/domain/expected.js';
import type { Fraction } from '../../src/domain/fraction.js';
import { minus, rounded, whole } from '../../src/domain/fraction.js';
import { quartersOf } from '../../src/domain/quarter.js';

/** Percentages as a person reads them, at the four cut-offs of 2024; null where nothing is. */
const shown = (by: ExpectedBy, mode: PercentMode = 'CUMULATIVE') =>
  quartersOf(2024).map((quarter) => {
    const expected = expectedIn(by, quarter, mode);
    return expected === undefined ? null : rounded(expected) / 100;
  });
const between = (startDate: string, endDate: string) => ({ startDate, endDate });

describe('expected progress, linear over the dates of the action', () => {
  it.each([
    ['2024-03-01', '2024-12-31', [10.13, 39.87, 69.93, 100], 'the example plan'],
    ['2024-05-01', '2024-12-31', [null, 24.9, 62.45, 100], 'action 4 of the example plan'],
    ['2024-01-01', '2024-12-31', [24.86, 49.73, 74.86, 100], 'a leap year'],
    ['2024-03-31', '2024-04-01', [50, 100, 100, 100], 'two days, the first a cut-off'],
    ['2024-03-31', '2024-03-31', [100, 100, 100, 100], 'one day, on the cut-off'],
    ['2024-04-01', '2024-04-01', [null, 100, 100, 100], 'one day, the day after the cut-off'],
    ['2023-01-01', '2023-12-31', [100, 100, 100, 100], 'an end before the year'],
    ['2025-01-01', '2025-12-31', [null, null, null, null], 'a start after the year'],
    ['2023-01-01', '2025-12-31', [41.61, 49.91, 58.3, 66.7], 'three years'],
  ])('from %s to %s is %j: %s', (startDate, endDate, percentages, _) => {
    expect(shown(between(startDate, endDate))).toEqual(percentages);
  });

  it('is exact, and rounded only when it is shown', () => {
    expect(expectedIn(between('2024-03-01', '2024-12-31'), '2024-Q1', 'CUMULATIVE')).toEqual({
      num: 310_000,
      den: 306,
    });
  });

  it('is by the day of a period whose cut-off is another', () => {
    const at = (cutoff: string) =>
      expectedIn(between('2024-03-01', '2024-03-31'), '2024-Q1', 'CUMULATIVE', cutoff);
    expect(at('2024-02-29')).toBeUndefined();
    expect(at('2024-03-01')).toEqual({ num: 10_000, den: 31 });
    expect(at('2024-03-30')).toEqual({ num: 300_000, den: 31 });
    expect(at('2024-03-31')).toEqual(whole(10_000));
  });
});

describe('expected progress, where each quarter counts for itself', () => {
  it.each([
    ['2024-03-01', '2024-12-31', [10.13, 29.74, 30.07, 30.07]],
    ['2024-05-01', '2024-12-31', [null, 24.9, 37.55, 37.55]],
    ['2024-03-31', '2024-04-01', [50, 50, 0, 0]],
    ['2023-01-01', '2023-12-31', [100, 0, 0, 0]],
  ])('from %s to %s is %j', (startDate, endDate, percentages) => {
    expect(shown(between(startDate, endDate), 'PER_QUARTER')).toEqual(percentages);
  });

  it('totals 100 % over the quarters of an action of one year', () => {
    const by = between('2024-03-01', '2024-12-31');
    const parts = quartersOf(2024).map((quarter) => expectedIn(by, quarter, 'PER_QUARTER'));
    const total = parts.reduce<Fraction>(
      (sum, part) => minus(sum, part ?? whole(0)),
      whole(10_000),
    );
    expect(total.num).toBe(0);
  });
});

describe('expected progress, where a target is set for the quarter', () => {
  it.each<[number, PercentMode]>([
    [0, 'CUMULATIVE'],
    [3_500, 'CUMULATIVE'],
    [12_500, 'PER_QUARTER'],
  ])('is that, whatever the dates: %i in %s mode', (expectedPercent, mode) => {
    const late = { ...between('2025-01-01', '2025-12-31'), expectedPercent };
    expect(shown(late, mode)).toEqual(Array.from({ length: 4 }, () => expectedPercent / 100));
  });
});

describe('a fraction', () => {
  it.each([
    [1, 3, 0],
    [1, 2, 1],
    [2, 3, 1],
    [-1, 2, 0],
    [-1, 3, 0],
    [-2, 3, -1],
    [-3, 2, -1],
    [7, 1, 7],
  ])('%i/%i is shown as %i: halves go up', (num, den, shownAs) => {
    expect(rounded({ num, den })).toBe(shownAs);
  });

  it('is taken from another exactly, without leaving the range of whole numbers', () => {
    expect(minus({ num: 1, den: 2 }, { num: 1, den: 3 })).toEqual({ num: 1, den: 6 });
    const day = { num: 365_000_000, den: 36_500_000 };
    expect(minus(day, { ...day, num: 1 })).toEqual({ num: 364_999_999, den: 36_500_000 });
  });
});
