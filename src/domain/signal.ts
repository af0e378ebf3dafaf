import type { SignalPolicy } from '../../events/index.js';
import type { Fraction } from './fraction.js';
import { minus, whole } from './fraction.js';

/** The colour of a report (semáforo). */
export type Signal = 'RED' | 'YELLOW' | 'GREEN' | 'OVER' | 'NO_DATA';

/** Up to 50 % red, up to 75 % yellow, up to 125 % green: where no policy was adopted. */
export const defaultPolicy: SignalPolicy = {
  redUpTo: 5_000,
  yellowUpTo: 7_500,
  greenUpTo: 12_500,
};

/** executed ÷ expected, in basis points; undefined where either is absent or nothing is expected. */
export function efficacyOf(
  percent: number | undefined,
  expected: Fraction | undefined,
): Fraction | undefined {
  if (percent === undefined || expected === undefined || expected.num <= 0) return undefined;
  return { num: percent * expected.den * 10_000, den: expected.num };
}

/** executed − expected, in basis points. */
export function gapOf(
  percent: number | undefined,
  expected: Fraction | undefined,
): Fraction | undefined {
  if (percent === undefined || expected === undefined) return undefined;
  return minus(whole(percent), expected);
}

/** The colour of an efficacy; exact, so that 50 % is still red whatever it was divided from. */
export function signalOf(efficacy: Fraction | undefined, policy: SignalPolicy): Signal {
  if (efficacy === undefined) return 'NO_DATA';
  const upTo = (limit: number) => efficacy.num <= limit * efficacy.den;
  if (upTo(policy.redUpTo)) return 'RED';
  if (upTo(policy.yellowUpTo)) return 'YELLOW';
  return upTo(policy.greenUpTo) ? 'GREEN' : 'OVER';
}
