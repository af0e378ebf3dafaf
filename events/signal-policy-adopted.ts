import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { signalPolicy } from './signal-policy.js';
import { planId } from './values.js';

/** The plan's signals are coloured by another policy from here on. */
export const SignalPolicyAdopted = defineEvent({
  type: 'SignalPolicyAdopted',
  schemaVersion: 1,
  data: z.strictObject({ planId, before: signalPolicy.exactOptional(), after: signalPolicy }),
  texts: [],
  older: [],
});
