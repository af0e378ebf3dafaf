import { rounded } from './fraction.js';

/** What an average is taken over: one quarter of one action. */
export interface Measured {
  readonly due: boolean;
  readonly percent?: number;
  readonly weight?: number;
  readonly submission?: string;
  readonly withdrawn?: boolean;
}

export interface Summary {
  readonly due: number;
  readonly reported: number;
  /** reported ÷ due, in basis points; absent where nothing is due. */
  readonly completeness?: number;
  /** The weighted mean of what was reported, in basis points; absent where nothing was. */
  readonly progress?: number;
}

/**
 * Averages over what was reported, beside how complete that is: one action at 100 % and one
 * unreported is 100 % at completeness 50 %. An action that is not due counts only if it reported
 * early. Zeros count. Equal weights where the plan has none; a withdrawn action and a quarter that was
 * found not to apply count nowhere.
 */
export function summarize(measured: readonly Measured[], weighted: boolean): Summary {
  const applicable = measured.filter(
    ({ submission, withdrawn }) => submission !== 'NOT_APPLICABLE' && withdrawn !== true,
  );
  const due = applicable.filter(({ due: owed, percent }) => owed || percent !== undefined);
  const reported = due.flatMap(({ percent, weight = 0 }) =>
    percent === undefined ? [] : [{ percent, weight: weighted ? weight : 1 }],
  );
  const weights = reported.reduce((sum, { weight }) => sum + weight, 0);
  const total = reported.reduce((sum, { percent, weight }) => sum + percent * weight, 0);
  return {
    due: due.length,
    reported: reported.length,
    ...(due.length === 0
      ? {}
      : { completeness: rounded({ num: reported.length * 10_000, den: due.length }) }),
    ...(weights === 0 ? {} : { progress: rounded({ num: total, den: weights }) }),
  };
}
