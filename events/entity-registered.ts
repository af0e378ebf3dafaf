import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { slug, text } from './values.js';

/** A public body was registered. Always the first event of its ledger. */
export const EntityRegistered = defineEvent({
  type: 'EntityRegistered',
  schemaVersion: 1,
  data: z.strictObject({ entityId: slug, name: text }),
  texts: [],
  older: [],
});
