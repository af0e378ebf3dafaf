import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { position, textPath } from './values.js';

/**
 * Texts of an entry were redacted: text and salt are removed from it once this is on record, and
 * what remains of each is its hash, so that every proof still holds. Each entry with a copy of the
 * text has an event of its own. The reason is in the envelope.
 */
export const EntryRedacted = defineEvent({
  type: 'EntryRedacted',
  schemaVersion: 1,
  data: z.strictObject({
    /** Of the entry, in the same ledger. */
    position,
    /** Where the texts stood, as paths from the envelope: `data.narrative`, `source.raw`. */
    fields: z.array(textPath).min(1).max(100),
  }),
  texts: [],
  older: [],
});
