import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from './node.type.js';

@ObjectType({
  implements: Node,
  description:
    'A public body that keeps its action plans here (entidad). Each has its own ledger, so its history and positions are its own.',
})
export class Entity {
  @Field(() => ID, {
    description: 'The permanent id, a short word that also names its ledger. Example: "rmbc".',
  })
  id!: string;

  @Field(() => String, {
    description: 'The official name. Example: "Región Metropolitana Bogotá - Cundinamarca".',
  })
  name!: string;
}
