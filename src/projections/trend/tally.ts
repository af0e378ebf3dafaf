import type { Fraction } from '../../domain/fraction.js';
import type { Signal } from '../../domain/signal.js';
import type { Sums } from './sums.js';
import { noSignals } from './sums.js';

/** What rows that are alike are measured by. */
export interface Measure {
  /** False: found not to apply, so that they count nowhere. */
  readonly applies: boolean;
  readonly owed: boolean;
  readonly expected: Fraction | undefined;
}

/** Adds up rows of one plan; the sums of a plan stay in the range of whole numbers. */
export interface Tally {
  add(by: Measure, percent: number | null, weight: number, signal: Signal): void;
  /** @param scale what each weight is multiplied by. */
  sums(scale: bigint): Sums;
}

export function createTally(): Tally {
  let [due, notDue, reported] = [0, 0, 0];
  let [weight, executed, comparedWeight, comparedExecuted] = [0, 0, 0, 0];
  const expected = new Map<number, number>();
  const bySignal: Record<Signal, number> = { ...noSignals };

  return {
    add({ applies, owed, expected: fraction }, percent, of, signal) {
      // A report that is not owed counts once it is there.
      if (!applies || (!owed && percent === null)) {
        notDue += 1;
        return;
      }
      due += 1;
      bySignal[signal] += 1;
      if (percent === null) return;
      reported += 1;
      weight += of;
      executed += of * percent;
      if (fraction === undefined) return;
      const { num, den } = fraction;
      comparedWeight += of;
      comparedExecuted += of * percent;
      expected.set(den, (expected.get(den) ?? 0) + of * num);
    },
    sums(scale) {
      const scaled = (value: number) => BigInt(value) * scale;
      return {
        ...{ due, notDue, reported, bySignal },
        weight: scaled(weight),
        executed: scaled(executed),
        comparedWeight: scaled(comparedWeight),
        comparedExecuted: scaled(comparedExecuted),
        expected: new Map([...expected].map(([den, num]) => [den, scaled(num)])),
      };
    },
  };
}
