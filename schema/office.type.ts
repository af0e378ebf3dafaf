import { Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from './page.type.js';

@ObjectType({
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
}

export const OfficeConnection = connectionType('Office', 'offices', Office);
