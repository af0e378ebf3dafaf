import { Field, ID, ObjectType } from 'type-graphql';
import { SafeInt } from './scalars.js';

@ObjectType({
  description:
    'The ledger of an entity as a Merkle tree (RFC 6962): every event is a leaf, in the order of positions. Proofs let anybody check that an entry is in the log, and that the log only grew, without trusting this server. The same tree is served as tiles under /ledgers/<entity>/.',
})
export class Ledger {
  @Field(() => ID, { description: 'The entity whose ledger it is. Example: "rmbc".' })
  entityId!: string;

  @Field(() => SafeInt, { description: 'The number of events: the last position.' })
  size!: number;

  @Field(() => String, {
    description: 'The root hash of the tree of this size, in base64: one hash over the whole log.',
  })
  rootHash!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The latest signed checkpoint, a text in the C2SP tlog-checkpoint form; its size may be behind `size`. Null before the first. Keep it outside: only against a kept one does a cut tail, a rewrite or an old backup show.',
  })
  checkpoint?: string;
}

@ObjectType({
  description:
    'The proof that one entry is in the log: hash its leaf with these, from below, and the root hash of the tree comes out (RFC 6962, section 2.1.1).',
})
export class InclusionProof {
  @Field(() => SafeInt, { description: 'The place of the leaf: position − 1.' })
  leafIndex!: number;

  @Field(() => SafeInt, { description: 'The size of the tree that the proof is for.' })
  treeSize!: number;

  @Field(() => String, { description: 'SHA-256(0x00 ‖ entry), in base64.' })
  leafHash!: string;

  @Field(() => [String], { description: 'The hashes beside the way up, lowest first, in base64.' })
  hashes!: readonly string[];
}

@ObjectType({
  description:
    'The proof that the log of one size is the beginning of that of another, later size (RFC 6962, section 2.1.2).',
})
export class ConsistencyProof {
  @Field(() => [String], { description: 'The hashes of the proof, in base64.' })
  hashes!: readonly string[];
}
