import { describe, expect, it } from '@jest/globals';
import type { Fraction } from '../../src/domain/fraction.js';
import { rounded, whole } from '../../src/domain/fraction.js';
import { defaultPolicy, efficacyOf, gapOf, signalOf } from '../../src/domain/signal.js';

const shown = (fraction: Fraction | undefined) =>
  fraction === undefined ? null : rounded(fraction) / 100;
const third: Fraction = { num: 10_000, den: 3 };

describe('efficacy and gap', () => {
  it.each<[string, number | undefined, Fraction | undefined, number | null, number | null]>([
    ['half of what is expected', 5_000, whole(10_000), 50, -50],
    ['a tenth, of an exact third', 333, third, 9.99, -30],
    ['exactly what is expected', 1_250, whole(1_250), 100, 0],
    ['a quarter more', 12_500, whole(10_000), 125, 25],
    ['nothing of something', 0, whole(10_000), 0, -100],
    ['0 of 0', 0, whole(0), null, 0],
    ['something of 0', 5_000, whole(0), null, 50],
    ['what was not reported', undefined, whole(10_000), null, null],
    ['what was not reported, of 0', undefined, whole(0), null, null],
    ['what was reported before anything is expected', 5_000, undefined, null, null],
    ['neither', undefined, undefined, null, null],
  ])('of %s', (_, percent, expected, efficacy, gap) => {
    expect(shown(efficacyOf(percent, expected))).toBe(efficacy);
    expect(shown(gapOf(percent, expected))).toBe(gap);
  });
});

describe('the signal of an efficacy', () => {
  // Of 100 % expected, a percentage is its own efficacy.
  it.each([
    [0, 'RED'],
    [5_000, 'RED'],
    [5_001, 'YELLOW'],
    [7_500, 'YELLOW'],
    [7_501, 'GREEN'],
    [10_000, 'GREEN'],
    [12_500, 'GREEN'],
    [12_501, 'OVER'],
  ])('of %i basis points is %s by default', (percent, signal) => {
    expect(signalOf(efficacyOf(percent, whole(10_000)), defaultPolicy)).toBe(signal);
  });

  it.each([
    ['nothing was reported', undefined, whole(10_000)],
    ['nothing is expected', 0, undefined],
    ['0 of 0', 0, whole(0)],
  ])('is NO_DATA where %s', (_, percent, expected) => {
    expect(signalOf(efficacyOf(percent, expected), defaultPolicy)).toBe('NO_DATA');
  });

  it('is judged before it is rounded: what only looks like the border is beyond it', () => {
    // 50.004 % and 125.004 % are shown as 50 % and 125 %.
    const [half, over] = [
      { num: 500_040, den: 100 },
      { num: 1_250_040, den: 100 },
    ];
    expect([shown(half), signalOf(half, defaultPolicy)]).toEqual([50, 'YELLOW']);
    expect([shown(over), signalOf(over, defaultPolicy)]).toEqual([125, 'OVER']);
  });

  it('is exact where the expected progress is no whole number', () => {
    // 10.13 % of the example plan is 31 days of 306: half of it is 5.0653…
    const expected = { num: 310_000, den: 306 };
    expect(signalOf(efficacyOf(506, expected), defaultPolicy)).toBe('RED');
    expect(signalOf(efficacyOf(507, expected), defaultPolicy)).toBe('YELLOW');
    expect(signalOf(efficacyOf(5_000, { num: 30_000, den: 3 }), defaultPolicy)).toBe('RED');
  });

  it.each([
    [5_999, 'RED'],
    [6_000, 'RED'],
    [6_001, 'GREEN'],
    [10_000, 'GREEN'],
    [10_001, 'OVER'],
  ])('of %i basis points is %s by a policy without yellow', (percent, signal) => {
    const policy = { redUpTo: 6_000, yellowUpTo: 6_000, greenUpTo: 10_000 };
    expect(signalOf(efficacyOf(percent, whole(10_000)), policy)).toBe(signal);
  });
});
