import type { DataOf } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { entityStream } from './entity.js';
import { notFound, reasonRequired, ruleViolation } from './refusal.js';

export interface RecordRestoreInput extends DataOf<'LedgerRestored'> {
  readonly entityId: string;
}

/**
 * Says that a backup took the ledger's place. That the checkpoint is one, and doesn't fit, is for
 * the sender to see. Refused: no reason, `nothing-lost`, `kept-beyond-ledger`.
 */
export const RecordRestore = defineHandler<RecordRestoreInput>({
  target: ({ entityId }) => ({ model: 'entities', id: entityId }),
  decide({ entityId, checkpoint, keptSize }, world, context): Decision {
    if (world.get('entities', entityId) === undefined) return notFound('entityId', entityId);
    if (context.reason === undefined) return reasonRequired('The record of a restore');
    if (keptSize >= checkpoint.size) {
      return ruleViolation('nothing-lost', 'What is kept has all that the checkpoint is about.', {
        field: 'keptSize',
        expected: `less than ${checkpoint.size}`,
        actual: String(keptSize),
      });
    }
    if (keptSize > context.position) {
      return ruleViolation('kept-beyond-ledger', 'More events would be kept than there are.', {
        field: 'keptSize',
        expected: `at most ${context.position}`,
        actual: String(keptSize),
      });
    }
    const data = { checkpoint, keptSize };
    return [{ type: 'LedgerRestored', stream: entityStream(entityId), subject: {}, data }];
  },
});
