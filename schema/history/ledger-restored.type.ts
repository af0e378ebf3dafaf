import { Node } from '../node.type.js';
import { Field, ObjectType } from 'type-graphql';
import type { DataOf } from '../../events/index.js';
import { HistoryEntry } from '../history.type.js';
import { SafeInt } from '../scalars.js';

@ObjectType({
  implements: [HistoryEntry, Node],
  description:
    'A backup took the place of the ledger, so that later events are lost, though they were signed. The reason says why.',
})
export class LedgerRestored {
  declare data: DataOf<'LedgerRestored'>;

  @Field(() => SafeInt, {
    description: 'The events up to this position are those of before the restore. Example: 280.',
  })
  get keptSize(): number {
    return this.data.keptSize;
  }

  @Field(() => SafeInt, {
    description:
      'The size of the checkpoint that was signed before it: what stood from `keptSize` + 1 to here is lost. Example: 290.',
  })
  get lostSize(): number {
    return this.data.checkpoint.size;
  }

  @Field(() => String, { description: 'The root hash of that checkpoint, in base64.' })
  get lostRootHash(): string {
    return this.data.checkpoint.rootHash;
  }
}
