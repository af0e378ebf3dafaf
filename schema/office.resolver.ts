import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import { registerOffice, RegisterOfficeInput } from './office.input.js';
import { RegisterOfficePayload } from './office.payload.js';

@Resolver()
export class OfficeResolver {
  @Mutation(() => RegisterOfficePayload, {
    description: "Enters an office in an entity's catalogue.",
  })
  registerOffice(
    @Arg('input', () => RegisterOfficeInput, { description: 'The office.' })
    input: RegisterOfficeInput,
    @Ctx() context: Context,
  ) {
    return context.execute(registerOffice(input));
  }
}
