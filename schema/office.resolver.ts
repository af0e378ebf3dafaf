import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from './context.js';
import { registerOffice, RegisterOfficeInput } from './office.input.js';
import { RegisterOfficePayload } from './office.payload.js';
import { Office } from './office.type.js';
import type { OfficeView } from './views.js';

@Resolver(() => Office)
export class OfficeResolver {
  @FieldResolver(() => Office, {
    nullable: true,
    description: 'The office that it went into; null while it is one of its own.',
  })
  mergedInto(@Root() { mergedInto, asOf }: OfficeView, @Ctx() context: Context) {
    return mergedInto === undefined ? null : context.office(mergedInto, asOf);
  }

  @Mutation(() => RegisterOfficePayload, {
    description: "Enters an office in an entity's catalogue.",
  })
  registerOffice(
    @Arg('input', () => RegisterOfficeInput, {
      description: 'The entity that it belongs to, and its name.',
    })
    input: RegisterOfficeInput,
    @Ctx() context: Context,
  ) {
    return context.execute(registerOffice(input));
  }
}
