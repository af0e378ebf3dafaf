import { Field, ID, InputType } from 'type-graphql';
import type { Command } from './command.js';
import { Expect, ExpectText } from './expect.js';
import { metaOf, MutationInput } from './mutation.input.js';

@InputType({ description: 'A public body to be registered.' })
export class RegisterEntityInput extends MutationInput {
  @Field(() => ID, {
    description:
      'The permanent id, which also names its ledger: 2 to 31 characters, small letters, digits and hyphens, a letter first. Example: "rmbc".',
  })
  @Expect(
    '2 to 31 small letters, digits and hyphens, a letter first, e.g. "rmbc"',
    (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{1,30}$/.test(value),
  )
  entityId!: string;

  @Field(() => String, {
    description: 'The official name. Example: "Región Metropolitana Bogotá - Cundinamarca".',
  })
  @ExpectText(1000)
  name!: string;
}

export function registerEntity(input: RegisterEntityInput): Command<'RegisterEntity'> {
  const { entityId, name } = input;
  return { type: 'RegisterEntity', input: { entityId, name }, meta: metaOf(input) };
}
