import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from './node.type.js';

@ObjectType({
  implements: Node,
  description: 'The import of a plan file: what it recorded is in the history, by its id.',
})
export class Import {
  @Field(() => ID, { description: 'The permanent id. Example: "import_rmbc_1c5d8e".' })
  id!: string;

  @Field(() => String, { description: 'The name of the file. Example: "plan-de-accion-2024.tsv".' })
  fileName!: string;

  @Field(() => String, { description: 'The SHA-256 of the file, 64 hexadecimal digits.' })
  sha256!: string;

  @Field(() => Boolean, {
    description: 'Whether it ran to its end; if not, the same file goes on where it broke off.',
  })
  completed!: boolean;
}
