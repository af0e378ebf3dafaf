import type { Frequency } from '../../../events/index.js';
import type { Quarter } from '../../domain/quarter.js';
import type { ReportedState } from '../../domain/report-state.js';
import type { Signal } from '../../domain/signal.js';
import type { ActionState } from '../../domain/states.js';
import type { Surroundings } from './condition.js';
import type { ReportFacts } from './quarter-facts.js';
import { beginning, nameOrderOf } from './words.js';

/** By a fact of the action itself. */
export type ActionKey =
  'NUMBER' | 'NAME' | 'START_DATE' | 'END_DATE' | 'FREQUENCY' | 'FUNDING_SOURCE';

/** By a fact of its report of a quarter. */
export type ReportKey = 'PERCENT' | 'EXPECTED' | 'EFFICACY' | 'GAP' | 'STATE' | 'SIGNAL' | 'WEIGHT';

export type ActionOrder = { readonly direction: 'ASC' | 'DESC' } & (
  { readonly by: ActionKey } | { readonly by: ReportKey; readonly quarter: Quarter }
);

/** A value that actions are ordered by; null stands last in either direction. */
export type OrderValue = string | number | null;

export const isText = {
  ...{ NUMBER: true, NAME: true, START_DATE: true, END_DATE: true, FUNDING_SOURCE: true },
  ...{ FREQUENCY: false, PERCENT: false, EXPECTED: false, EFFICACY: false, GAP: false },
  ...{ STATE: false, SIGNAL: false, WEIGHT: false },
} as const satisfies Readonly<Record<ActionKey | ReportKey, boolean>>;

// How often, from most to least; where a report stands, in the order of its life; from bad to good.
const frequencies = ['MONTHLY', 'BIMONTHLY', 'QUARTERLY', 'SEMIANNUAL', 'ANNUAL'] as const;
const states = [
  ...(['NOT_DUE', 'NOT_APPLICABLE', 'DUE', 'OVERDUE', 'RETURNED'] as const),
  ...(['SUBMITTED', 'APPROVED', 'PUBLISHED'] as const),
];
const signals = ['RED', 'YELLOW', 'GREEN', 'OVER'] as const;

const placeIn = (list: readonly string[], value: Frequency | ReportedState | Signal) => {
  const place = list.indexOf(value);
  return place < 0 ? null : place;
};

/** The value of each order for an action, then its id: no two actions are alike in all of them. */
export function valuesOf(
  orders: readonly ActionOrder[],
  around: Surroundings,
): (action: ActionState) => readonly OrderValue[] {
  const reads = orders.map((order) => {
    if (!('quarter' in order)) return (action: ActionState) => actionValue(order.by, action);
    const factsOf = around.quarterOf(order.quarter);
    return ({ actionId }: ActionState) => reportValue(order.by, factsOf(actionId));
  });
  return (action) => [...reads.map((read) => read(action)), action.actionId];
}

function actionValue(by: ActionKey, action: ActionState): OrderValue {
  switch (by) {
    case 'NUMBER':
      return text(action.numberKey);
    case 'NAME':
      return nameOrderOf(action);
    case 'START_DATE':
      return text(action.startDate);
    case 'END_DATE':
      return text(action.endDate);
    case 'FREQUENCY':
      return placeIn(frequencies, action.frequency);
    case 'FUNDING_SOURCE':
      return beginning(action.fundingSource);
  }
}

function reportValue(by: ReportKey, facts: ReportFacts | undefined): OrderValue {
  if (facts === undefined) return null;
  switch (by) {
    case 'PERCENT':
      return facts.percent ?? null;
    case 'EXPECTED':
      return facts.expected ?? null;
    case 'EFFICACY':
      return facts.efficacy ?? null;
    case 'GAP':
      return facts.gap ?? null;
    case 'STATE':
      return placeIn(states, facts.state);
    case 'SIGNAL':
      return placeIn(signals, facts.signal);
    case 'WEIGHT':
      return facts.weight ?? null;
  }
}

/** In a damaged row it may be anything. */
function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Orders actions by their values; ids, the last ones, always ascend. */
export function comparing(orders: readonly ActionOrder[]) {
  const signs = [...orders.map(({ direction }) => (direction === 'ASC' ? 1 : -1)), 1];
  return (a: readonly OrderValue[], b: readonly OrderValue[]): number => {
    for (const [i, sign] of signs.entries()) {
      const [one = null, other = null] = [a[i], b[i]];
      if (one === other) continue;
      if (one === null) return 1;
      if (other === null) return -1;
      return one < other ? -sign : sign;
    }
    return 0;
  };
}
