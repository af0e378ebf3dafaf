import type { DataOf, RecordedEvent } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { defaultWindow } from './due.js';
import type { LocalDate, Quarter } from './quarter.js';
import { cutoffOf, quartersOf, startOf } from './quarter.js';
import { notFound, reasonRequired, ruleViolation } from './refusal.js';
import type { PeriodState } from './states.js';

/** A quarter of a plan. */
export interface PeriodTarget {
  readonly planId: string;
  readonly quarter: Quarter;
}

export const periodIdOf = (planId: string, quarter: Quarter) => `${planId}/${quarter}`;
export const periodStream = (id: string) => `period-${id.replace('/', '-')}`;
export const targetOf = ({ planId, quarter }: PeriodTarget) =>
  ({ model: 'periods', id: periodIdOf(planId, quarter) }) as const;

/** Raise when `evolvePeriod` changes: states folded by another version are not used. */
export const periodEvolveVersion = 1;

type PeriodEvent = RecordedEvent<'PeriodOpened' | 'PeriodClosed' | 'PeriodReopened'>;

export function evolvePeriod(state: PeriodState | undefined, event: PeriodEvent): PeriodState {
  if (event.type === 'PeriodOpened') return { ...event.data, status: 'OPEN' };
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with PeriodOpened`);
  switch (event.type) {
    case 'PeriodClosed': {
      const { act, publicationHash, signalPolicy } = event.data;
      const closed = { act, publicationHash, signalPolicy, closedAt: event.recordedAt };
      return { ...state, ...closed, status: 'CLOSED' };
    }
    case 'PeriodReopened':
      return { ...state, status: 'REOPENED' };
  }
}

export interface OpenPeriodInput extends PeriodTarget {
  /** By default the last day of the quarter, the day after it, and ten days after it. */
  readonly cutoff?: LocalDate;
  readonly opensAt?: LocalDate;
  readonly closesAt?: LocalDate;
}

/** Refused: unknown plan, `quarter-outside-plan`, `period-open`, `window-order`. */
export const OpenPeriod = defineHandler<OpenPeriodInput>({
  target: targetOf,
  needs: ({ planId }) => [{ model: 'plans', id: planId }],
  decide(input, world): Decision {
    const { planId, quarter } = input;
    const plan = world.get('plans', planId);
    if (plan === undefined) return notFound('planId', planId);
    if (!quartersOf(plan.year).includes(quarter)) {
      return ruleViolation('quarter-outside-plan', `The plan is of ${plan.year}.`, {
        field: 'quarter',
        expected: `a quarter of ${plan.year}`,
        actual: quarter,
      });
    }
    const existing = world.get('periods', periodIdOf(planId, quarter));
    if (existing !== undefined) return alreadyOpened(existing);
    const usual = { cutoff: cutoffOf(quarter), ...defaultWindow(quarter) };
    const { cutoff = usual.cutoff, opensAt = usual.opensAt, closesAt = usual.closesAt } = input;
    if (cutoff < startOf(quarter) || closesAt < cutoff || closesAt < opensAt) {
      return ruleViolation(
        'window-order',
        'A cut-off is in its quarter or after it, and the window closes on or after both its opening and the cut-off.',
        {
          field: 'closesAt',
          expected: `${startOf(quarter)} ≤ cutoff ≤ closesAt, and opensAt ≤ closesAt`,
          actual: `cutoff ${cutoff}, opensAt ${opensAt}, closesAt ${closesAt}`,
        },
      );
    }
    return [periodEvent('PeriodOpened', { planId, quarter, cutoff, opensAt, closesAt })];
  },
});

/** Refused: no reason, `period-not-closed`. */
export const ReopenPeriod = defineHandler<PeriodTarget>({
  target: targetOf,
  decide({ planId, quarter }, world, context): Decision {
    const period = world.get('periods', periodIdOf(planId, quarter));
    if (period?.status !== 'CLOSED') {
      return ruleViolation('period-not-closed', `${quarter} is not closed.`, {
        field: 'quarter',
        expected: 'a closed quarter',
        actual: period === undefined ? 'a quarter that was never opened' : `${quarter}, open`,
      });
    }
    if (context.reason === undefined) return reasonRequired('The reopening of a quarter');
    return [periodEvent('PeriodReopened', { planId, quarter })];
  },
});

type PeriodEventName = 'PeriodOpened' | 'PeriodClosed' | 'PeriodReopened';

export function periodEvent<T extends PeriodEventName>(type: T, data: DataOf<T>) {
  const { planId, quarter } = data;
  const stream = periodStream(periodIdOf(planId, quarter));
  return { type, stream, subject: { planId, quarter }, data } as const;
}

function alreadyOpened({ quarter, opensAt, closesAt }: PeriodState) {
  return ruleViolation(
    'period-open',
    `${quarter} was opened before, with its window from ${opensAt} to ${closesAt}; that is frozen. To take reports after closing, reopen it.`,
    { field: 'quarter', expected: 'a quarter that was not opened yet', actual: quarter },
  );
}
