import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import type { PeriodTarget } from './period.js';
import { periodEvent, periodIdOf, targetOf } from './period.js';
import { policyOf, publicationHash, publicationOf, reportsOfQuarter } from './publication.js';
import { dateInBogota } from './quarter.js';
import { badInput, notFound, ruleViolation } from './refusal.js';

export interface ClosePeriodInput extends PeriodTarget {
  /** The act by which it is closed, e.g. "Acta 3 del comité". */
  readonly act: string;
}

/** Closes a quarter and publishes its figures. Refused: `period-not-open`, `period-too-early`. */
export const ClosePeriod = defineHandler<ClosePeriodInput>({
  target: targetOf,
  needs: ({ planId, quarter }) => [
    { model: 'plans', id: planId },
    reportsOfQuarter(planId, quarter),
  ],
  decide({ planId, quarter, act }, world, context): Decision {
    const plan = world.get('plans', planId);
    if (plan === undefined) return notFound('planId', planId);
    const period = world.get('periods', periodIdOf(planId, quarter));
    if (period === undefined || period.status === 'CLOSED') {
      const never = period === undefined;
      const message = never
        ? `${quarter} was never opened. Open it first.`
        : `${quarter} is closed already, by "${period.act ?? ''}". To close it anew, reopen it first.`;
      return ruleViolation('period-not-open', message, {
        field: 'quarter',
        expected: 'an open quarter',
        actual: never ? 'a quarter that was never opened' : `${quarter}, closed`,
      });
    }
    if (act.trim() === '') {
      return badInput('A quarter is closed by an act. Name it.', {
        field: 'act',
        expected: 'an act',
      });
    }
    const on = dateInBogota(context.recordedAt);
    if (on <= period.cutoff) {
      return ruleViolation('period-too-early', 'A quarter is closed after its cut-off.', {
        field: 'quarter',
        expected: `a day after ${period.cutoff}`,
        actual: on,
      });
    }
    const asOf = { position: context.position, on };
    const publication = publicationOf(plan, period, world, asOf);
    const hash = publicationHash(publication);
    const signalPolicy = policyOf(plan);
    const data = { planId, quarter, act, publicationHash: hash, signalPolicy };
    return [{ ...periodEvent('PeriodClosed', data), publication }];
  },
});
