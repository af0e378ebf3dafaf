import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { addAction, reviseAction, withdrawAction } from './action.command.js';
import { AddActionInput, ReviseActionInput, WithdrawActionInput } from './action.input.js';
import {
  AddActionPayload,
  ReviseActionPayload,
  SetQuarterTargetsPayload,
  WithdrawActionPayload,
} from './action.payload.js';
import type { Context } from './context.js';
import { setQuarterTargets, SetQuarterTargetsInput } from './quarter-targets.type.js';

@Resolver()
export class ActionMutations {
  @Mutation(() => AddActionPayload, { description: 'Adds an action to a plan.' })
  addAction(
    @Arg('input', () => AddActionInput, {
      description: 'The plan, and the fields of the new action.',
    })
    input: AddActionInput,
    @Ctx() context: Context,
  ) {
    return context.execute(addAction(input));
  }

  @Mutation(() => ReviseActionPayload, {
    description: 'Changes fields of an action. What was there before stays in the history.',
  })
  reviseAction(
    @Arg('input', () => ReviseActionInput, {
      description: 'The action, and its fields that change.',
    })
    input: ReviseActionInput,
    @Ctx() context: Context,
  ) {
    return context.execute(reviseAction(input));
  }

  @Mutation(() => SetQuarterTargetsPayload, {
    description: 'Sets what progress is expected of an action in each quarter.',
  })
  setQuarterTargets(
    @Arg('input', () => SetQuarterTargetsInput, {
      description: 'The action, and what is expected of it by quarter.',
    })
    input: SetQuarterTargetsInput,
    @Ctx() context: Context,
  ) {
    return context.execute(setQuarterTargets(input));
  }

  @Mutation(() => WithdrawActionPayload, {
    description: 'Withdraws an action from its plan. Its history stays readable.',
  })
  withdrawAction(
    @Arg('input', () => WithdrawActionInput, { description: 'Which action, and why.' })
    input: WithdrawActionInput,
    @Ctx() context: Context,
  ) {
    return context.execute(withdrawAction(input));
  }
}
