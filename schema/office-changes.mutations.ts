import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from './context.js';
import {
  addOfficeAlias,
  AddOfficeAliasInput,
  mergeOffices,
  MergeOfficesInput,
  renameOffice,
  RenameOfficeInput,
} from './office-changes.input.js';
import {
  AddOfficeAliasPayload,
  MergeOfficesPayload,
  RenameOfficePayload,
} from './office.payload.js';

@Resolver()
export class OfficeChangesMutations {
  @Mutation(() => RenameOfficePayload, {
    description: 'Gives an office a new name. Earlier dates show the earlier one.',
  })
  renameOffice(
    @Arg('input', () => RenameOfficeInput, { description: 'The office and its new name.' })
    input: RenameOfficeInput,
    @Ctx() context: Context,
  ) {
    return context.execute(renameOffice(input));
  }

  @Mutation(() => AddOfficeAliasPayload, {
    description: "Adds another spelling of an office's name, so that documents find it.",
  })
  addOfficeAlias(
    @Arg('input', () => AddOfficeAliasInput, { description: 'The office and the spelling.' })
    input: AddOfficeAliasInput,
    @Ctx() context: Context,
  ) {
    return context.execute(addOfficeAlias(input));
  }

  @Mutation(() => MergeOfficesPayload, {
    description: 'Merges an office into another. Both histories stay readable.',
  })
  mergeOffices(
    @Arg('input', () => MergeOfficesInput, { description: 'The two offices.' })
    input: MergeOfficesInput,
    @Ctx() context: Context,
  ) {
    return context.execute(mergeOffices(input));
  }
}
