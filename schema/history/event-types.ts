import type { EventName } from '../../events/index.js';
import { ActorErased } from './actor-erased.type.js';
import { EntryRedacted } from './entry-redacted.type.js';
import { LedgerRestored } from './ledger-restored.type.js';
import { ActionAdded } from './action-added.type.js';
import { ActionRevised } from './action-revised.type.js';
import { ActionWithdrawn } from './action-withdrawn.type.js';
import { EntityRegistered } from './entity-registered.type.js';
import { EvidenceAttached } from './evidence-attached.type.js';
import { EvidenceWithdrawn } from './evidence-withdrawn.type.js';
import { ImportCompleted } from './import-completed.type.js';
import { ImportStarted } from './import-started.type.js';
import { OfficeAliasAdded } from './office-alias-added.type.js';
import { OfficeRegistered } from './office-registered.type.js';
import { OfficeRenamed } from './office-renamed.type.js';
import { OfficesMerged } from './offices-merged.type.js';
import { PeriodClosed } from './period-closed.type.js';
import { PeriodOpened } from './period-opened.type.js';
import { PeriodReopened } from './period-reopened.type.js';
import { PlanRegistered } from './plan-registered.type.js';
import { PlanRevised } from './plan-revised.type.js';
import { PlanWeightsSet } from './plan-weights-set.type.js';
import { ProgressCorrected } from './progress-corrected.type.js';
import { ProgressReported } from './progress-reported.type.js';
import { ProgressWithdrawn } from './progress-withdrawn.type.js';
import { QuarterTargetsSet } from './quarter-targets-set.type.js';
import { ReportApproved } from './report-approved.type.js';
import { ReportMarkedNotApplicable } from './report-marked-not-applicable.type.js';
import { ReportReturned } from './report-returned.type.js';
import { SignalPolicyAdopted } from './signal-policy-adopted.type.js';

/** The object type of each event type; one that is missing doesn't compile. */
export const eventTypes = {
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
} satisfies { [N in EventName]: abstract new () => object };
