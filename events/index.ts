import type { z } from 'zod';
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
  ActionAdded,
  ActionRevised,
  ActionWithdrawn,
  ProgressReported,
  ProgressCorrected,
  ProgressWithdrawn,
  OfficeRegistered,
  OfficeAliasAdded,
  ImportStarted,
  ImportCompleted,
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
export type { EventType, OlderShape } from './event-type.js';
export type { ActionFields, SomeActionFields } from './action-fields.js';
export type { ImportCounts } from './import-counts.js';
export type { Frequency, PercentMode, Progress, Timeliness } from './values.js';
