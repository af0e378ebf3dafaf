import { Expect } from './expect.js';

// The one place where % (of the API) and whole basis points (of everything behind it) meet.

/** 12.5 (%) is 1250. Exact for what `ExpectPercent` lets pass; −0 is 0. */
export function basisPoints(percent: number): number {
  return Math.round(percent * 100) + 0;
}

/** 1250 is 12.5 (%); absent is null. */
export function percentOf(points: number | undefined): number | null {
  return points === undefined ? null : points / 100;
}

/** Whether 0 to 125 % is kept is a rule; that a third decimal has no place is form. */
export function ExpectPercent(): PropertyDecorator {
  return Expect(
    'a percentage with at most two decimals, e.g. 12.5 for 12.5 %',
    (value) => typeof value === 'number' && basisPoints(value) / 100 === value,
  );
}

/** The same from 0 to `max` %, where no rule of the follow-up says more about it. */
export function ExpectPercentTo(max: number): PropertyDecorator {
  return Expect(
    `a percentage from 0 to ${max} with at most two decimals`,
    (value) =>
      typeof value === 'number' && value >= 0 && value <= max && basisPoints(value) / 100 === value,
  );
}
