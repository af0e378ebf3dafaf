import { AddAction, ReviseAction, WithdrawAction } from './action.js';
import type { Handler } from './command.js';
import { RegisterEntity } from './entity.js';
import { CompleteImport, StartImport } from './import.js';
import { AddOfficeAlias, RegisterOffice } from './office.js';
import { RegisterPlan } from './plan.js';
import { CorrectProgress } from './correct-progress.js';
import { ReportProgress } from './report-progress.js';
import { WithdrawProgress } from './withdraw-progress.js';

/** Every command, by its name. */
export const handlers = {
  RegisterEntity,
  RegisterPlan,
  AddAction,
  ReviseAction,
  WithdrawAction,
  ReportProgress,
  CorrectProgress,
  WithdrawProgress,
  RegisterOffice,
  AddOfficeAlias,
  StartImport,
  CompleteImport,
} as const;

export type CommandName = keyof typeof handlers;

export type InputOf<Name extends CommandName> =
  (typeof handlers)[Name] extends Handler<infer Input> ? Input : never;

/** A command's name and input. */
export type Command<Name extends CommandName = CommandName> = {
  [N in Name]: { readonly type: N; readonly input: InputOf<N> };
}[Name];

/** The handler of a command whose type is only known when it runs. */
export function handlerOf(type: CommandName): Handler<unknown> {
  return handlers[type];
}
