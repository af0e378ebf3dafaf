import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { quarterTargets } from './quarter-targets.js';
import { actionId } from './values.js';

/** What progress is expected of an action at each cut-off; a quarter left out is linear over its dates. */
export const QuarterTargetsSet = defineEvent({
  type: 'QuarterTargetsSet',
  schemaVersion: 1,
  data: z.strictObject({ actionId, before: quarterTargets, after: quarterTargets }),
  texts: [],
  older: [],
});
