import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from './context.js';
import { ConsistencyProof, InclusionProof, Ledger } from './ledger.type.js';
import { SafeInt } from './scalars.js';
import type { LedgerView } from './views.js';

@Resolver(() => Ledger)
export class LedgerResolver {
  @Query(() => Ledger, {
    nullable: true,
    description: 'The ledger of an entity, for proofs; null when there is none.',
  })
  ledger(
    @Arg('entityId', () => ID, { description: 'The entity. Example: "rmbc".' }) entityId: string,
    @Ctx() context: Context,
  ) {
    return context.ledger(entityId);
  }

  @FieldResolver(() => InclusionProof, {
    description: 'The proof that the entry at a position is in the log.',
  })
  inclusionProof(
    @Root() ledger: LedgerView,
    @Arg('position', () => SafeInt, { description: 'The position of the entry. Example: 17.' })
    position: number,
    @Arg('treeSize', () => SafeInt, {
      nullable: true,
      description:
        'The size of the tree to prove it for, e.g. that of a checkpoint: from the position to the size now, which it is when left out.',
    })
    treeSize: number | null,
    @Ctx() context: Context,
  ) {
    return context.inclusionProof(ledger, position, treeSize ?? ledger.size);
  }

  @FieldResolver(() => ConsistencyProof, {
    description: 'The proof that the log only grew between two sizes.',
  })
  consistencyProof(
    @Root() ledger: LedgerView,
    @Arg('from', () => SafeInt, { description: 'The earlier size, e.g. of a kept checkpoint.' })
    from: number,
    @Arg('to', () => SafeInt, { description: 'The later size, up to the size now.' }) to: number,
    @Ctx() context: Context,
  ) {
    return context.consistencyProof(ledger, from, to);
  }
}
