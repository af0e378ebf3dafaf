import { Ctx, Field, ObjectType } from 'type-graphql';
import { Action } from './action.type.js';
import type { Context } from './context.js';
import { Payload } from './payload.type.js';

/** What every mutation about an action answers. */
@ObjectType({ description: 'What came of an update about an action.' })
export abstract class ActionPayload extends Payload {
  @Field(() => Action, {
    nullable: true,
    description: 'The action as it is now, also when the update was refused.',
  })
  action(@Ctx() context: Context) {
    const { actionId } = this.ids;
    return actionId === undefined ? null : context.action(actionId);
  }
}

@ObjectType({ description: 'What came of adding an action.' })
export class AddActionPayload extends ActionPayload {}

@ObjectType({ description: 'What came of revising an action.' })
export class ReviseActionPayload extends ActionPayload {}

@ObjectType({ description: 'What came of setting the targets of an action.' })
export class SetQuarterTargetsPayload extends ActionPayload {}

@ObjectType({ description: 'What came of withdrawing an action.' })
export class WithdrawActionPayload extends ActionPayload {}
