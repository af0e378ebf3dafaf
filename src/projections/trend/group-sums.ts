import { officesIn } from '../../domain/alike.js';
import { isDue } from '../../domain/due.js';
import { expectedIn } from '../../domain/expected.js';
import type { Quarter } from '../../domain/quarter.js';
import { stateAt } from '../../domain/report-state.js';
import type { Signal } from '../../domain/signal.js';
import { efficacyOf, signalOf } from '../../domain/signal.js';
import type { AlikeRows } from './alike-rows.js';
import type { Dimension, Grouping, PlanBasis, QuarterBasis } from './basis.js';
import { officesOf } from './basis.js';
import type { Sums } from './sums.js';
import type { Tally } from './tally.js';
import { createTally } from './tally.js';

/** Sums of one group in one quarter; the key is undefined where rows have no value. */
export interface GroupSums {
  readonly quarter: Quarter;
  readonly key: string | undefined;
  readonly sums: Sums;
}

/** Sums over the rows of one plan. */
export interface PlanSums {
  /** Each row once. */
  readonly total: readonly GroupSums[];
  readonly groups: ReadonlyMap<Dimension, readonly GroupSums[]>;
}

/** Adds up rows by quarter and by each dimension, by the rules that hold for a single report. */
export function groupSums(
  rows: readonly AlikeRows[],
  plan: PlanBasis,
  grouping: Grouping,
): PlanSums {
  const officeKeys = keysOfSets(grouping.merges);
  const sumsBy = (dimension?: Dimension) =>
    plan.quarters.flatMap((basis) => {
      const tallies = new Map<string | undefined, Tally>();
      for (const alike of rows.filter(({ quarter }) => quarter === basis.quarter)) {
        tallyUp(
          alike,
          plan,
          basis,
          keysBy(dimension, alike, plan, basis, { ...grouping, officeKeys }),
          tallies,
        );
      }
      const scale = plan.weighted ? BigInt(plan.actions) : 10_000n;
      const { quarter } = basis;
      return [...tallies].map(([key, tally]) => ({ quarter, key, sums: tally.sums(scale) }));
    });
  const groups = grouping.dimensions.map((dimension) => [dimension, sumsBy(dimension)] as const);
  return { total: sumsBy(), groups: new Map(groups) };
}

type KeysOf = (i: number, signal: Signal) => Iterable<string | undefined>;

const noKey = [undefined];

function tallyUp(
  rows: AlikeRows,
  { mode, weighted }: PlanBasis,
  { quarter, cutoff, policy }: QuarterBasis,
  keysOf: KeysOf,
  tallies: Map<string | undefined, Tally>,
): void {
  const expected = expectedIn(rows, quarter, mode, cutoff);
  const applies = rows.submission !== 'NOT_APPLICABLE';
  const measure = { applies, owed: isDue(rows, quarter), expected };
  rows.percents.forEach((percent, i) => {
    const signal = signalOf(efficacyOf(percent ?? undefined, expected), policy);
    const weight = weighted ? (rows.weights?.[i] ?? 0) : 1;
    for (const key of keysOf(i, signal)) {
      const tally = tallies.get(key) ?? createTally();
      tallies.set(key, tally);
      tally.add(measure, percent, weight, signal);
    }
  });
}

/** The keys of each row in a dimension. */
function keysBy(
  dimension: Dimension | undefined,
  rows: AlikeRows,
  { objective }: PlanBasis,
  { period }: QuarterBasis,
  { on, officeKeys }: Grouping & { readonly officeKeys: ReturnType<typeof keysOfSets> },
): KeysOf {
  if (dimension === undefined) return () => noKey;
  switch (dimension) {
    case 'OFFICE':
      return (i) => officeKeys(rows.officeSet?.[i] ?? '');
    case 'FUNDING_SOURCE':
      return (i) => [rows.fundingSource?.[i] ?? undefined];
    case 'ASSOCIATED_PLAN':
      return (i) => orNone(new Set(rows.associatedPlans?.[i]));
    case 'OBJECTIVE':
      return () => [objective];
    case 'FREQUENCY':
      return () => [rows.frequency];
    case 'STATE':
      return (i) => {
        const knownSince = rows.knownSince?.[i] ?? new Date(0);
        return [stateAt({ ...rows, knownSince, withdrawn: false }, on, period)];
      };
    case 'SIGNAL':
      return (_, signal) => [signal];
    case 'ACTION':
      return (i) => [rows.actionId?.[i]];
  }
}

/** The offices that answer now for a set of them; the sets of a plan are few. */
function keysOfSets(merges: Grouping['merges']) {
  const known = new Map<string, Iterable<string | undefined>>();
  return (officeSet: string) => {
    const keys = known.get(officeSet) ?? orNone(officesOf(officesIn(officeSet), merges));
    known.set(officeSet, keys);
    return keys;
  };
}

function orNone(keys: ReadonlySet<string>): Iterable<string | undefined> {
  return keys.size === 0 ? noKey : keys;
}
