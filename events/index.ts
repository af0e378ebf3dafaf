import type { z } from 'zod';
import { PlanRevised } from './plan-revised.js';
import { PlanWeightsSet } from './plan-weights-set.js';
import { SignalPolicyAdopted } from './signal-policy-adopted.js';
import { QuarterTargetsSet } from './quarter-targets-set.js';
import { ReportApproved } from './report-approved.js';
import { ReportReturned } from './report-returned.js';
import { ReportMarkedNotApplicable } from './report-marked-not-applicable.js';
import { EvidenceAttached } from './evidence-attached.js';
import { EvidenceWithdrawn } from './evidence-withdrawn.js';
import { OfficeRenamed } from './office-renamed.js';
import { OfficesMerged } from './offices-merged.js';
import { PeriodOpened } from './period-opened.js';
import { PeriodClosed } from './period-closed.js';
import { PeriodReopened } from './period-reopened.js';
import { ActorErased } from './actor-erased.js';
import { EntryRedacted } from './entry-redacted.js';
import { LedgerRestored } from './ledger-restored.js';
import { ActionAdded } from './action-added.js';
import { ActionRevised } from './action-revised.js';
import { ActionWithdrawn } from './action-withdrawn.js';
import { EntityRegistered } from './entity-registered.js';
import type { Envelope } from './envelope.js';
import type { EventType } from './event-type.js';
import { ImportCompleted } from './import-completed.js';
import { ImportStarted } from './import-started.js';
import { OfficeAliasAdded } from './office-alias-added.js';
import { OfficeRegistered } from './office-registered.js';
import { PlanRegistered } from './plan-registered.js';
import { ProgressCorrected } from './progress-corrected.js';
import { ProgressReported } from './progress-reported.js';
import { ProgressWithdrawn } from './progress-withdrawn.js';

/** Every event type, by the `type` text that is stored. */
export const catalogue = {
  EntityRegistered,
  PlanRegistered,
  PlanRevised,
  PlanWeightsSet,
  SignalPolicyAdopted,
  ActionAdded,
  ActionRevised,
  QuarterTargetsSet,
  ActionWithdrawn,
  ProgressReported,
  ProgressCorrected,
  ProgressWithdrawn,
  ReportApproved,
  ReportReturned,
  ReportMarkedNotApplicable,
  EvidenceAttached,
  EvidenceWithdrawn,
  OfficeRegistered,
  OfficeAliasAdded,
  OfficeRenamed,
  OfficesMerged,
  PeriodOpened,
  PeriodClosed,
  PeriodReopened,
  ImportStarted,
  ImportCompleted,
  EntryRedacted,
  ActorErased,
  LedgerRestored,
} as const;

export type Catalogue = Readonly<Record<string, EventType>>;
export type EventName = keyof typeof catalogue;

/** The data of one event type in its current shape. */
export type DataOf<Name extends EventName> = z.infer<(typeof catalogue)[Name]['data']>;

/** Type and data of an event, of any type in the catalogue or of those named. */
export type Fact<Name extends EventName = EventName> = {
  [N in Name]: { readonly type: N; readonly data: DataOf<N> };
}[Name];

/** An event as it was recorded, lifted to its current shape. */
export type RecordedEvent<Name extends EventName = EventName> = Envelope & Fact<Name>;

export * from './envelope.js';
export * from './redacted-text.js';
export type { EventType, OlderShape } from './event-type.js';
export type { ActionFields, SomeActionFields } from './action-fields.js';
export type { Evidence } from './evidence-values.js';
export type { QuarterTargets } from './quarter-targets.js';
export type { SignalPolicy } from './signal-policy.js';
export type { ImportCounts } from './import-counts.js';
export type { Frequency, PercentMode, Progress, Timeliness } from './values.js';
