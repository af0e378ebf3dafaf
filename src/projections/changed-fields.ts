import type { EventName } from '../../events/index.js';

/**
 * The events that are shown to change a field which doesn't stand in their data under that name.
 * `changesOf` says so of each; a test holds the two together.
 */
export const eventsThatChange: ReadonlyMap<string, readonly EventName[]> = new Map<
  string,
  readonly EventName[]
>([
  ['weight', ['PlanWeightsSet']],
  ['submission', ['ReportApproved', 'ReportReturned', 'ReportMarkedNotApplicable']],
  ['withdrawn', ['ActionWithdrawn']],
  ['evidence', ['EvidenceAttached', 'EvidenceWithdrawn']],
  ['period', ['PeriodClosed', 'PeriodReopened']],
  ['mergedInto', ['OfficesMerged']],
]);
