import Big from 'big.js';
import type { Progress } from '../../events/index.js';
import type { Refusal } from './refusal.js';
import { ruleViolation } from './refusal.js';

/** 125 %: above it a percentage is taken for a slip of the pen, not for progress. */
const limit = 12_500;

/**
 * 60 places tell any two quotients of storable decimals apart; with fewer, one just below a half
 * would first become that half and then be rounded up.
 */
const Exact = Big();
Exact.DP = 60;

/** Basis points as a person reads them: 1250 is "12.5 %". */
export function percentText(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

/**
 * Completes what was reported: where there is a quantity, the percentage is executed ÷ target,
 * rounded half up to a basis point. Refused: a quantity without a target to divide by, a given
 * percentage that says otherwise, and a percentage outside 0 to 125.
 */
export function completeProgress(given: Progress, target: string | undefined): Progress | Refusal {
  const percent = given.quantity === undefined ? given.percent : executed(given, target);
  if (percent === undefined) return given;
  if (typeof percent !== 'number') return percent;
  if (!Number.isInteger(percent) || percent < 0 || percent > limit) {
    return ruleViolation(
      'percent-range',
      'A percentage is from 0 % to 125 %, in steps of 0.01 %.',
      {
        field: given.quantity === undefined ? 'percent' : 'quantity',
        expected: '0 % to 125 %',
        actual: percentText(percent),
      },
    );
  }
  // Its only effect is that −0 becomes 0.
  return { ...given, percent: Math.abs(percent) };
}

/** A quantity as a share of a target, in basis points, rounded half up; the target is above 0. */
export function shareOf(quantity: string, target: string): number {
  return Number(new Exact(quantity).times(10_000).div(target).round(0, Exact.roundHalfUp));
}

function executed(given: Progress, target: string | undefined): number | Refusal {
  const quantity = given.quantity ?? '0';
  if (target === undefined || new Big(target).lte(0)) {
    return ruleViolation(
      'quantity-needs-target',
      'A quantity is measured against the target of its action, and this action has none above 0. Report a percentage, or revise the action with a target first.',
      { field: 'quantity', expected: 'a target above 0', actual: target ?? 'no target' },
    );
  }
  if (new Big(quantity).lt(0)) {
    // Judged before rounding, which would make a small negative quantity 0 %.
    return ruleViolation('quantity-negative', 'An executed quantity is 0 or more.', {
      field: 'quantity',
      expected: '0 or more',
      actual: quantity,
    });
  }
  const percent = shareOf(quantity, target);
  if (given.percent !== undefined && given.percent !== percent) {
    return ruleViolation(
      'percent-mismatch',
      `${quantity} of ${target} is ${percentText(percent)}. Leave the percentage out, or make both agree.`,
      { field: 'percent', expected: percentText(percent), actual: percentText(given.percent) },
    );
  }
  return percent;
}
