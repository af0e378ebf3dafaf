import { z } from 'zod';
import { defineEvent } from './event-type.js';
import { position, rootHash } from './values.js';

/**
 * A backup took the place of this ledger, so that later events are lost. What was signed of them
 * can't be shown any more; this says so, by whom and why (the reason is in the envelope).
 */
export const LedgerRestored = defineEvent({
  type: 'LedgerRestored',
  schemaVersion: 1,
  data: z.strictObject({
    /** The last that is known to be signed before the restore. */
    checkpoint: z.strictObject({ size: position, rootHash }),
    /** The events up to here are those of before. Those after it, up to the checkpoint, are lost. */
    keptSize: z.int().min(0),
  }),
  texts: [],
  older: [],
});
