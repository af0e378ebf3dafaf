import { Field, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { ExpectText } from './expect.js';
import { metaOf, MutationInput } from './mutation.input.js';

@InputType()
abstract class OfficeInput extends MutationInput {
  @Field(() => ID, { description: 'The office. Example: "office_rmbc_7k2m9x".' })
  @ExpectText(200)
  officeId!: string;
}

@InputType({ description: 'An office and its new name. Its earlier names still find it.' })
export class RenameOfficeInput extends OfficeInput {
  @Field(() => String, {
    description:
      'The new name, to the letter; free among the spellings of other offices. Example: "Subdirección de Proyectos".',
  })
  @ExpectText(1000)
  name!: string;
}

@InputType({ description: 'An office and another spelling of its name.' })
export class AddOfficeAliasInput extends OfficeInput {
  @Field(() => String, {
    description:
      'The spelling, to the letter; free among those of other offices. Example: "Subd. de Gestión de Proyectos".',
  })
  @ExpectText(1000)
  alias!: string;
}

@InputType({
  description:
    'An office that goes into another; it needs a `reason`. Figures count both as one from then on, for every date.',
})
export class MergeOfficesInput extends OfficeInput {
  @Field(() => ID, {
    description: 'The office that it goes into. Example: "office_rmbc_3d8f1q".',
  })
  @ExpectText(200)
  intoOfficeId!: string;
}

export function renameOffice(input: RenameOfficeInput): Command<'RenameOffice'> {
  const { officeId, name } = input;
  return { type: 'RenameOffice', input: { officeId, name }, meta: metaOf(input) };
}

export function addOfficeAlias(input: AddOfficeAliasInput): Command<'AddOfficeAlias'> {
  const { officeId, alias } = input;
  return { type: 'AddOfficeAlias', input: { officeId, alias }, meta: metaOf(input) };
}

export function mergeOffices(input: MergeOfficesInput): Command<'MergeOffices'> {
  const { officeId, intoOfficeId } = input;
  return { type: 'MergeOffices', input: { officeId, intoOfficeId }, meta: metaOf(input) };
}
