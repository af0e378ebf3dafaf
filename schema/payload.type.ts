import { Field, ObjectType } from 'type-graphql';
import type { CommandResult } from './command.js';
import { HistoryEntry } from './history.type.js';
import { UserError } from './user-error.type.js';
import type { HistoryEntryView, UserErrorView } from './views.js';

/** What every mutation answers. Its value is a `CommandResult`. */
@ObjectType({ description: 'What came of an update.' })
export abstract class Payload {
  declare ids: CommandResult['ids'];

  @Field(() => [HistoryEntry], {
    description:
      'What was recorded. Empty when the update was refused, or when everything already was as asked.',
  })
  entries!: readonly HistoryEntryView[];

  @Field(() => [UserError], {
    description: 'Why it was refused, and what can be mended. Empty when it was not.',
  })
  userErrors!: readonly UserErrorView[];
}
