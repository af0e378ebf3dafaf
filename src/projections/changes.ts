import type { DataOf, RecordedEvent, SignalPolicy } from '../../events/index.js';
import { redactedText } from '../../events/index.js';
import { percentText } from '../domain/percent.js';
import { progressOf } from '../domain/report.js';
import type { ReportState } from '../domain/states.js';

/** One side of a change: text that a person reads, or offices, whose names are looked up. */
export type ChangeSide =
  | { readonly text: string }
  | { readonly officeIds: readonly string[] }
  /** There was, or is, a text, and it was redacted. */
  | { readonly redacted: true };

export interface Change {
  readonly field: string;
  readonly before?: ChangeSide;
  readonly after?: ChangeSide;
}

/** What was there before an event that holds only what is there since. */
export interface KnownBefore {
  /** By action, in basis points. */
  readonly weights?: DataOf<'PlanWeightsSet'>['weights'];
  readonly submission?: NonNullable<ReportState['submission']>;
}

/** What an event changed, field by field; an absent side means that there was, or is, nothing. */
export function changesOf(event: RecordedEvent, known: KnownBefore = {}): readonly Change[] {
  switch (event.type) {
    case 'EntityRegistered':
    case 'OfficeRegistered':
      return sides({}, { name: event.data.name });
    case 'PlanRegistered': {
      const { year, title, objective, percentMode } = event.data;
      return sides({}, { year, title, objective, percentMode });
    }
    case 'ActionAdded': {
      const { actionId: _a, planId: _p, year: _y, ...fields } = event.data;
      return sides({}, fields);
    }
    case 'ActionRevised':
    case 'OfficeRenamed':
    case 'ProgressCorrected':
      return sides(event.data.before, event.data.after);
    case 'PlanRevised': {
      const { before, after, planVersion, act } = event.data;
      return sides({ ...before, planVersion: planVersion - 1 }, { ...after, planVersion, act });
    }
    case 'ActionWithdrawn':
      return sides({ withdrawn: 'no' }, { withdrawn: 'yes' });
    case 'ProgressReported':
      return sides({}, progressOf(event.data));
    case 'ProgressWithdrawn':
      return sides(event.data.before, {});
    case 'QuarterTargetsSet':
      return sides(percents(event.data.before), percents(event.data.after));
    case 'SignalPolicyAdopted':
      return sides(limits(event.data.before), limits(event.data.after));
    case 'PlanWeightsSet':
      return differing(percents(known.weights ?? {}), percents(event.data.weights));
    case 'ReportApproved':
      // By its rule, nothing else is approved.
      return sides({ submission: 'SUBMITTED' }, { submission: 'APPROVED' });
    case 'ReportReturned':
      return sides({ submission: known.submission }, { submission: 'RETURNED' });
    case 'ReportMarkedNotApplicable':
      return sides(event.data.before, { submission: 'NOT_APPLICABLE' });
    case 'EvidenceAttached':
      return sides({}, { evidence: event.data.evidence.title });
    case 'EvidenceWithdrawn':
      return sides({ evidence: event.data.before.title }, {});
    case 'OfficesMerged':
      return [mergeChange(event.data)];
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'PeriodReopened':
      return periodChanges(event);
    case 'OfficeAliasAdded':
      return sides({}, { alias: event.data.alias });
    case 'ImportStarted':
    case 'ImportCompleted':
    case 'EntryRedacted':
    case 'ActorErased':
    case 'LedgerRestored':
      return [];
  }
}

function mergeChange({ officeId, intoOfficeId }: DataOf<'OfficesMerged'>): Change {
  const [before, after] = [{ officeIds: [officeId] }, { officeIds: [intoOfficeId] }];
  return { field: 'mergedInto', before, after };
}

function periodChanges(
  event: RecordedEvent<'PeriodOpened' | 'PeriodClosed' | 'PeriodReopened'>,
): readonly Change[] {
  switch (event.type) {
    case 'PeriodOpened': {
      const { cutoff, opensAt, closesAt } = event.data;
      return sides({}, { cutoff, opensAt, closesAt });
    }
    case 'PeriodClosed': {
      const { act, publicationHash } = event.data;
      return sides({ period: 'open' }, { period: 'closed', act, publicationHash });
    }
    case 'PeriodReopened':
      return sides({ period: 'closed' }, { period: 'reopened' });
  }
}

/** Percentages by name, as a person reads them. */
export function percents(percents: Readonly<Record<string, number | undefined>>): Values {
  const known = Object.entries(percents).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, percentText(value)] as const],
  );
  return Object.fromEntries(known);
}

function limits(policy: SignalPolicy | undefined): Values {
  return policy === undefined ? {} : percents({ ...policy });
}

type Value = string | number | readonly string[];
/** Fields by name; absent: there was, or is, nothing. */
export type Values = Readonly<Record<string, Value | undefined>>;

/** The fields that two states of one thing differ in. */
export function differing(before: Values, after: Values): readonly Change[] {
  return sides(before, after).filter(
    (change) => JSON.stringify(change.before) !== JSON.stringify(change.after),
  );
}

function sides(before: Values, after: Values): readonly Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field): Change[] => {
    const [from, to] = [sideOf(field, before[field]), sideOf(field, after[field])];
    if (from === undefined && to === undefined) return [];
    const name = field === 'officeIds' ? 'offices' : field;
    return [
      {
        field: name,
        ...(from === undefined ? {} : { before: from }),
        ...(to === undefined ? {} : { after: to }),
      },
    ];
  });
}

function sideOf(field: string, value: Value | undefined): ChangeSide | undefined {
  if (value === undefined) return undefined;
  if (value === redactedText) return { redacted: true };
  if (field === 'officeIds') return { officeIds: value as readonly string[] };
  if (field === 'percent') return { text: percentText(Number(value)) };
  return { text: typeof value === 'object' ? value.join('; ') : String(value) };
}
