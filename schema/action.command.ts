import type { AddActionInput, ReviseActionInput, WithdrawActionInput } from './action.input.js';
import type { Command } from './command.js';
import { given, mentioned } from './given.js';
import { metaOf } from './mutation.input.js';

export function addAction(input: AddActionInput): Command<'AddAction'> {
  const { planId, number, name, officeIds, startDate, endDate, frequency } = input;
  const action = {
    ...{ planId, number, name, officeIds, startDate, endDate, frequency },
    ...given(input, 'indicator', 'unit', 'target', 'fundingSource'),
    associatedPlans: input.associatedPlans ?? [],
  };
  return { type: 'AddAction', input: action, meta: metaOf(input) };
}

export function reviseAction(input: ReviseActionInput): Command<'ReviseAction'> {
  const changes = {
    ...mentioned(input, 'number', 'name', 'officeIds', 'startDate', 'endDate', 'frequency'),
    ...mentioned(input, 'indicator', 'unit', 'target', 'fundingSource'),
    // A list is never absent: to remove it is to empty it.
    ...(input.associatedPlans === undefined
      ? {}
      : { associatedPlans: input.associatedPlans ?? [] }),
  };
  const { actionId } = input;
  return { type: 'ReviseAction', input: { actionId, changes }, meta: metaOf(input) };
}

export function withdrawAction(input: WithdrawActionInput): Command<'WithdrawAction'> {
  const { actionId } = input;
  return { type: 'WithdrawAction', input: { actionId }, meta: metaOf(input) };
}
