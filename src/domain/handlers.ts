import { AddAction } from './add-action.js';
import { ClosePeriod } from './close-period.js';
import type { Handler } from './command.js';
import { CorrectProgress } from './correct-progress.js';
import { RegisterEntity } from './entity.js';
import { AttachEvidence, WithdrawEvidence } from './evidence.js';
import { CompleteImport, StartImport } from './import.js';
import { AddOfficeAlias, RegisterOffice } from './office.js';
import { MergeOffices, RenameOffice } from './office-changes.js';
import { OpenPeriod, ReopenPeriod } from './period.js';
import { EraseActor, RedactEntries } from './people.js';
import { RegisterPlan } from './plan.js';
import { SetPlanWeights } from './plan-weights.js';
import { SetQuarterTargets } from './quarter-targets.js';
import { RecordRestore } from './restore.js';
import { ReportProgress } from './report-progress.js';
import { ApproveReport, MarkReportNotApplicable, ReturnReport } from './review.js';
import { ReviseAction } from './revise-action.js';
import { RevisePlan } from './revise-plan.js';
import { AdoptSignalPolicy } from './signal-policy.js';
import { WithdrawAction } from './withdraw-action.js';
import { WithdrawProgress } from './withdraw-progress.js';

/** Every command, by its name. */
export const handlers = {
  RegisterEntity,
  RegisterPlan,
  RevisePlan,
  SetPlanWeights,
  AdoptSignalPolicy,
  AddAction,
  ReviseAction,
  SetQuarterTargets,
  WithdrawAction,
  ReportProgress,
  CorrectProgress,
  WithdrawProgress,
  ApproveReport,
  ReturnReport,
  MarkReportNotApplicable,
  AttachEvidence,
  WithdrawEvidence,
  RegisterOffice,
  AddOfficeAlias,
  RenameOffice,
  MergeOffices,
  OpenPeriod,
  ClosePeriod,
  ReopenPeriod,
  StartImport,
  CompleteImport,
  RedactEntries,
  EraseActor,
  RecordRestore,
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
