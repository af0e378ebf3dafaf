import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actionId, planId, text } from './values.js';

const planTexts = z.strictObject({ title: text.exactOptional(), objective: text.exactOptional() });

/** A new version of a plan: by an act, or because an action was reprogrammed. */
export const PlanRevised = defineEvent({
  type: 'PlanRevised',
  schemaVersion: 1,
  data: z.strictObject({
    planId,
    /** 2 for the first revision: the plan as registered is version 1. */
    planVersion: z.int().min(2),
    /** The act that adopted it; absent where an action's revision made it. */
    act: text.exactOptional(),
    /** The action whose revision made it. */
    actionId: actionId.exactOptional(),
    before: planTexts,
    after: planTexts,
  }),
  texts: ['act'],
  older: [],
});
