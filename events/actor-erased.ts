import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { actorId } from './values.js';

/** An actor's name and identity, which are kept apart from the log, were erased on request. */
export const ActorErased = defineEvent({
  type: 'ActorErased',
  schemaVersion: 1,
  data: z.strictObject({ actorId }),
  texts: [],
  older: [],
});
