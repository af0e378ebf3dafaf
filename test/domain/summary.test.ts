import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Measured } from '../../src/domain/summary.js';
import { summarize } from '../../src/domain/summary.js';

const due = (percent?: number, weight?: number): Measured => ({
  due: true,
  ...(percent === undefined ? {} : { percent, submission: 'SUBMITTED' }),
  ...(weight === undefined ? {} : { weight }),
});
const notDue = (percent?: number) => ({ ...due(percent), due: false });
const all = (count: number, progress: number) => ({
  due: count,
  reported: count,
  completeness: 10_000,
  progress,
});

describe('an average without weights', () => {
  it.each<[string, Measured[], object]>([
    ['two actions at 100 % are 100 %, not 200 %', [due(10_000), due(10_000)], all(2, 10_000)],
    [
      'one at 100 % and one unreported are 100 % at completeness 50 %',
      [due(10_000), due()],
      { due: 2, reported: 1, completeness: 5_000, progress: 10_000 },
    ],
    ['a zero counts', [due(0), due(10_000)], all(2, 5_000)],
    ['zeros alone are 0 %', [due(0), due(0)], all(2, 0)],
    [
      'nothing reported is no progress, which is not 0',
      [due(), due()],
      { due: 2, reported: 0, completeness: 0 },
    ],
    ['nothing due is neither progress nor completeness', [notDue()], { due: 0, reported: 0 }],
    ['nothing at all is the same', [], { due: 0, reported: 0 }],
    ['what is not due is neither missing nor zero', [due(4_000), notDue()], all(1, 4_000)],
    ['what reported early counts', [due(4_000), notDue(0)], all(2, 2_000)],
    [
      'what was found not to apply counts nowhere',
      [due(4_000), { due: true, submission: 'NOT_APPLICABLE' }],
      all(1, 4_000),
    ],
    [
      'a withdrawn action counts nowhere',
      [due(4_000), { ...due(0), withdrawn: true }],
      all(1, 4_000),
    ],
    [
      'an unreported withdrawn action is not missing',
      [due(4_000), { ...due(), withdrawn: true }],
      all(1, 4_000),
    ],
    ['thirds are rounded once, at the end', [due(1), due(1), due(0)], all(3, 1)],
    ['halves go up', [due(1), due(0)], all(2, 1)],
    [
      'completeness is rounded too',
      [due(0), due(), due()],
      { due: 3, reported: 1, completeness: 3_333, progress: 0 },
    ],
  ])('%s', (_, measured, summary) => {
    expect(summarize(measured, false)).toStrictEqual(summary);
  });

  it('does not add up quarters: cumulative 10, 20 and 30 % are 30 %, not 60 %', () => {
    const quarters = [1_000, 2_000, 3_000].map((percent) => summarize([due(percent)], false));
    expect(quarters.map(({ progress }) => progress)).toEqual([1_000, 2_000, 3_000]);
  });

  it('takes no weight into account', () => {
    expect(summarize([due(0, 9_999), due(10_000, 1)], false)).toStrictEqual(all(2, 5_000));
  });
});

describe('an average by weights', () => {
  it.each<[string, Measured[], object]>([
    ['is by them', [due(10_000, 7_500), due(0, 2_500)], all(2, 7_500)],
    [
      'of 33.34, 33.33 and 33.33 % is exact',
      [due(10_000, 3_334), due(10_000, 3_333), due(10_000, 3_333)],
      all(3, 10_000),
    ],
    [
      'is over the weights of what was reported',
      [due(10_000, 2_500), due(undefined, 7_500)],
      { due: 2, reported: 1, completeness: 5_000, progress: 10_000 },
    ],
    [
      'is divided by their sum where that is not 100 %',
      [due(6_000, 100), due(0, 200)],
      all(2, 2_000),
    ],
    ['leaves out a weight of 0', [due(6_000, 10_000), due(0, 0)], all(2, 6_000)],
    ['leaves out an action that has none yet', [due(6_000, 10_000), due(0)], all(2, 6_000)],
    [
      'is none where only what weighs nothing was reported',
      [due(undefined, 10_000), due(6_000, 0)],
      { due: 2, reported: 1, completeness: 5_000 },
    ],
    [
      'leaves out what a withdrawn action weighed',
      [due(6_000, 5_000), { ...due(0, 5_000), withdrawn: true }],
      all(1, 6_000),
    ],
  ])('%s', (_, measured, summary) => {
    expect(summarize(measured, true)).toStrictEqual(summary);
  });
});

describe('an average', () => {
  const measured = fc.array(
    fc.record(
      {
        due: fc.boolean(),
        percent: fc.integer({ min: 0, max: 12_500 }),
        weight: fc.integer({ min: 0, max: 10_000 }),
        submission: fc.constantFrom('SUBMITTED', 'RETURNED', 'NOT_APPLICABLE'),
        withdrawn: fc.boolean(),
      },
      { requiredKeys: ['due'] },
    ),
    { maxLength: 20 },
  );

  it('lies between the lowest and the highest of what was reported', () => {
    fc.assert(
      fc.property(measured, fc.boolean(), (list, weighted) => {
        const { progress, due: owed, reported, completeness } = summarize(list, weighted);
        const percents = list.flatMap(({ percent }) => percent ?? []);
        if (progress !== undefined) {
          expect(progress).toBeGreaterThanOrEqual(Math.min(...percents));
          expect(progress).toBeLessThanOrEqual(Math.max(...percents));
        }
        expect(reported).toBeLessThanOrEqual(owed);
        expect(completeness === undefined).toBe(owed === 0);
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(measured, fc.boolean(), (list, weighted) => {
        expect(summarize(list.toReversed(), weighted)).toStrictEqual(summarize(list, weighted));
      }),
    );
  });

  it('is the same with equal weights as without', () => {
    fc.assert(
      fc.property(measured, (list) => {
        const equal = list.map((one) => ({ ...one, weight: 7 }));
        expect(summarize(equal, true)).toStrictEqual(summarize(list, false));
      }),
    );
  });
});
