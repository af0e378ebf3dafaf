import { Field, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { ExpectText } from './expect.js';
import { metaOf, MutationInput } from './mutation.input.js';

@InputType({ description: "An office to be entered in an entity's catalogue." })
export class RegisterOfficeInput extends MutationInput {
  @Field(() => ID, { description: 'The entity that the office belongs to. Example: "rmbc".' })
  @ExpectText(200)
  entityId!: string;

  @Field(() => String, {
    description:
      'The name, to the letter. Refused when it is a spelling of an office on record. Example: "Dirección General".',
  })
  @ExpectText(1000)
  name!: string;
}

export function registerOffice(input: RegisterOfficeInput): Command<'RegisterOffice'> {
  const { entityId, name } = input;
  return { type: 'RegisterOffice', input: { entityId, name }, meta: metaOf(input) };
}
