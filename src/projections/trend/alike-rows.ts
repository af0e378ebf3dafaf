import type { AlikeFacts } from '../../domain/alike.js';
import type { Quarter } from '../../domain/quarter.js';
import type { ReportState } from '../../domain/states.js';
import type { Grouping } from './basis.js';
import { officesOf } from './basis.js';

/**
 * Rows of one quarter that are alike in all that figures depend on, but for what the lists tell:
 * each has one entry for each row, and is absent where it isn't needed.
 */
export interface AlikeRows extends AlikeFacts {
  readonly quarter: Quarter;
  readonly percents: readonly (number | null)[];
  readonly weights?: readonly number[];
  readonly officeSet?: readonly string[];
  readonly fundingSource?: readonly (string | null)[];
  readonly associatedPlans?: readonly (readonly string[])[];
  readonly actionId?: readonly string[];
  readonly knownSince?: readonly Date[];
}

/** Rows in memory, those that meet the filter, each alike to itself. */
export function alikeRows(
  rows: readonly ReportState[],
  planId: string,
  grouping: Grouping,
): readonly AlikeRows[] {
  return rows
    .filter((row) => row.planId === planId && !row.withdrawn && meets(row, grouping))
    .map((row) => {
      const { quarter, startDate, endDate, frequency, submission, expectedPercent } = row;
      return {
        ...{ quarter, startDate, endDate, frequency },
        ...(submission === undefined ? {} : { submission }),
        ...(expectedPercent === undefined ? {} : { expectedPercent }),
        percents: [row.percent ?? null],
        weights: [row.weight ?? 0],
        officeSet: [row.officeSet],
        fundingSource: [row.fundingSource ?? null],
        associatedPlans: [row.associatedPlans],
        actionId: [row.actionId],
        knownSince: [row.knownSince],
      };
    });
}

function meets(row: ReportState, { filter, merges }: Grouping): boolean {
  const { officeId, fundingSource, associatedPlan, frequency } = filter;
  const wanted = officeId && (merges.get(officeId) ?? officeId);
  return (
    (wanted === undefined || officesOf(row.officeIds, merges).has(wanted)) &&
    (fundingSource === undefined || row.fundingSource === fundingSource) &&
    (associatedPlan === undefined || row.associatedPlans.includes(associatedPlan)) &&
    (frequency === undefined || row.frequency === frequency)
  );
}
