import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from './node.type.js';
import { connectionType } from './page.type.js';
import { DateTime, SafeInt } from './scalars.js';

@ObjectType({ description: 'A name that an office had, and in which time.' })
export class OfficeName {
  @Field(() => String, { description: 'The name. Example: "Dirección General".' })
  name!: string;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  from!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the next one was recorded; null for the present name.',
  })
  until?: Date;
}

@ObjectType({
  implements: Node,
  description:
    'An office (dependencia) that answers for actions (responsable). Two spellings of its name are one office.',
})
export class Office {
  @Field(() => ID, { description: 'The permanent id. Example: "office_rmbc_7k2m9x".' })
  id!: string;

  @Field(() => String, {
    description: 'The name. Example: "Subdirección de Gestión de Proyectos".',
  })
  name!: string;

  @Field(() => [String], {
    description:
      'Other spellings of the name that were met in documents, to the letter. Example: ["Oficina Asesora de Comunicaciones y de Participación Ciudadana"].',
  })
  aliases!: readonly string[];

  @Field(() => [OfficeName], { description: 'All names that it had, oldest first.' })
  names!: readonly OfficeName[];

  @Field(() => SafeInt, {
    description:
      'How many events the office has had: what `expectedStreamVersion` is compared with. Example: 1.',
  })
  streamVersion!: number;
}

export const OfficeConnection = connectionType('Office', 'offices', Office);
