import type { EventName } from '../../events/index.js';
import { ActionAdded } from './action-added.type.js';
import { ActionRevised } from './action-revised.type.js';
import { ActionWithdrawn } from './action-withdrawn.type.js';
import { EntityRegistered } from './entity-registered.type.js';
import { ImportCompleted } from './import-completed.type.js';
import { ImportStarted } from './import-started.type.js';
import { OfficeAliasAdded } from './office-alias-added.type.js';
import { OfficeRegistered } from './office-registered.type.js';
import { PlanRegistered } from './plan-registered.type.js';
import { ProgressCorrected } from './progress-corrected.type.js';
import { ProgressReported } from './progress-reported.type.js';
import { ProgressWithdrawn } from './progress-withdrawn.type.js';

/** The object type of each event type; one that is missing doesn't compile. */
export const eventTypes = {
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
} satisfies { [N in EventName]: abstract new () => object };
