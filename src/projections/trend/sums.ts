import type { Signal } from '../../domain/signal.js';

/**
 * What is added up over the rows of one group in one quarter. Whole numbers, so that sums of any
 * parts are exact; a weight is that of the action × the plan's number of actions, in basis points,
 * or 10,000 where the plan has none: so each plan counts by its number of actions.
 */
export interface Sums {
  readonly due: number;
  readonly notDue: number;
  readonly reported: number;
  /** Σ weight, and Σ weight × percent, over what was reported. */
  readonly weight: bigint;
  readonly executed: bigint;
  /** The same, over what was reported and has something expected. */
  readonly comparedWeight: bigint;
  readonly comparedExecuted: bigint;
  /** Σ weight × expected over the same: numerators by their denominator. */
  readonly expected: ReadonlyMap<number, bigint>;
  readonly bySignal: Readonly<Record<Signal, number>>;
}

export const signals: readonly Signal[] = ['RED', 'YELLOW', 'GREEN', 'OVER', 'NO_DATA'];

export const noSignals: Sums['bySignal'] = { RED: 0, YELLOW: 0, GREEN: 0, OVER: 0, NO_DATA: 0 };

/** The sums of all parts together. */
export function addUp(parts: readonly Sums[]): Sums {
  const bySignal: Record<Signal, number> = { ...noSignals };
  const expected = new Map<number, bigint>();
  for (const part of parts) {
    for (const signal of signals) bySignal[signal] += part.bySignal[signal];
    for (const [den, num] of part.expected) expected.set(den, (expected.get(den) ?? 0n) + num);
  }
  const count = (field: 'due' | 'notDue' | 'reported') =>
    parts.reduce((sum, part) => sum + part[field], 0);
  const sum = (field: 'weight' | 'executed' | 'comparedWeight' | 'comparedExecuted') =>
    parts.reduce((total, part) => total + part[field], 0n);
  return {
    due: count('due'),
    notDue: count('notDue'),
    reported: count('reported'),
    weight: sum('weight'),
    executed: sum('executed'),
    comparedWeight: sum('comparedWeight'),
    comparedExecuted: sum('comparedExecuted'),
    expected,
    bySignal,
  };
}

/** The figures of one group in one quarter; percentages in basis points, absent where undefined. */
export interface Figures {
  readonly due: number;
  readonly notDue: number;
  readonly reported: number;
  readonly missing: number;
  readonly completeness?: number;
  readonly progress?: number;
  readonly expected?: number;
  readonly efficacy?: number;
  readonly gap?: number;
  readonly bySignal: Readonly<Record<Signal, number>>;
}

/** Divides, once and last. A group with nothing due has no percentages: that is not 0. */
export function figuresOf(sums: Sums): Figures {
  const { due, notDue, reported, bySignal, weight, executed } = sums;
  const { comparedWeight, comparedExecuted } = sums;
  const { num, den } = overOneDenominator(sums.expected);
  return {
    due,
    notDue,
    reported,
    missing: due - reported,
    ...quotient('completeness', BigInt(reported) * 10_000n, BigInt(due)),
    ...quotient('progress', executed, weight),
    ...quotient('expected', num, comparedWeight * den),
    ...quotient('efficacy', comparedExecuted * 10_000n * den, num),
    ...quotient('gap', comparedExecuted * den - num, comparedWeight * den),
    bySignal,
  };
}

function overOneDenominator(fractions: ReadonlyMap<number, bigint>) {
  let [num, den] = [0n, 1n];
  for (const [other, part] of fractions) {
    num = num * BigInt(other) + part * den;
    den *= BigInt(other);
  }
  return { num, den };
}

function quotient<Name extends string>(name: Name, num: bigint, den: bigint) {
  return (den === 0n ? {} : { [name]: nearest(num, den) }) as { readonly [N in Name]?: number };
}

/** The nearest whole number; halves go up. */
function nearest(num: bigint, den: bigint): number {
  const doubled = 2n * num + den;
  const floor = doubled / (2n * den);
  return Number(doubled < 0n && doubled % (2n * den) !== 0n ? floor - 1n : floor);
}
