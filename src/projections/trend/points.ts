import type { Quarter } from '../../domain/quarter.js';
import { numberOf, yearOf } from '../../domain/quarter.js';
import type { Dimension } from './basis.js';
import type { GroupSums } from './group-sums.js';
import type { Figures, Sums } from './sums.js';
import { addUp, figuresOf } from './sums.js';

export interface TrendGroup {
  readonly dimension: Dimension;
  /** Absent for the rows that have no value, e.g. no funding source. */
  readonly key?: string;
  /** What a person reads: an office's name, an action's number and name, else the key. */
  readonly label: string;
}

/** The figures of one group (or of all) in one quarter. */
export interface TrendPoint extends Figures {
  readonly quarter: Quarter;
  /** Absent in a total. */
  readonly group?: TrendGroup;
  /** Progress minus that of the group's quarter before, in basis points; absent where either is. */
  readonly change?: number;
}

/** As a person sorts: accents aside, and 2 before 10. */
const { compare } = new Intl.Collator('es', { numeric: true });

/** Adds up sums of any parts by group and quarter, and divides; by quarter, then by label. */
export function pointsOf(
  dimension: Dimension | undefined,
  parts: readonly GroupSums[],
  names: ReadonlyMap<string, string>,
): readonly TrendPoint[] {
  const groups = new Map<string | undefined, Map<Quarter, Sums[]>>();
  for (const { key, quarter, sums } of parts) {
    const quarters = groups.get(key) ?? new Map<Quarter, Sums[]>();
    quarters.set(quarter, [...(quarters.get(quarter) ?? []), sums]);
    groups.set(key, quarters);
  }
  const points = [...groups].flatMap(([key, quarters]) => {
    const group = dimension === undefined ? {} : { group: groupOf(dimension, key, names) };
    return inTime(quarters).map((point) => ({ ...point, ...group }));
  });
  return points.sort((a, b) => compare(a.quarter, b.quarter) || compare(labelOf(a), labelOf(b)));
}

function inTime(quarters: ReadonlyMap<Quarter, readonly Sums[]>): readonly TrendPoint[] {
  const inOrder = [...quarters].sort(([a], [b]) => compare(a, b));
  let before: TrendPoint | undefined;
  return inOrder.map(([quarter, sums]) => {
    const figures = figuresOf(addUp(sums));
    const last = before !== undefined && isNext(before.quarter, quarter) ? before : undefined;
    before = { quarter, ...figures };
    const known = figures.progress !== undefined && last?.progress !== undefined;
    return known ? { ...before, change: figures.progress - last.progress } : before;
  });
}

function isNext(before: Quarter, quarter: Quarter): boolean {
  const count = (of: Quarter) => yearOf(of) * 4 + numberOf(of);
  return count(quarter) === count(before) + 1;
}

function groupOf(
  dimension: Dimension,
  key: string | undefined,
  names: ReadonlyMap<string, string>,
): TrendGroup {
  if (key === undefined) return { dimension, label: '—' };
  return { dimension, key, label: names.get(key) ?? key };
}

const labelOf = ({ group }: TrendPoint) => group?.label ?? '';
