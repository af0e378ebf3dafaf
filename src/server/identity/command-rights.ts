import type { CommandName } from '../../../schema/command.js';
import type { Right } from './roles.js';

/** What it takes to send each command, and so each mutation. */
export const commandRights: Readonly<Record<CommandName, Right>> = {
  RegisterEntity: 'FOUND',
  RegisterPlan: 'PLAN',
  RevisePlan: 'PLAN',
  SetPlanWeights: 'PLAN',
  AdoptSignalPolicy: 'PLAN',
  AddAction: 'PLAN',
  ReviseAction: 'PLAN',
  WithdrawAction: 'PLAN',
  SetQuarterTargets: 'PLAN',
  RegisterOffice: 'PLAN',
  RenameOffice: 'PLAN',
  AddOfficeAlias: 'PLAN',
  MergeOffices: 'PLAN',
  OpenPeriod: 'PLAN',
  ClosePeriod: 'PLAN',
  ReopenPeriod: 'PLAN',
  ApproveReport: 'PLAN',
  ReturnReport: 'PLAN',
  MarkReportNotApplicable: 'PLAN',
  ReportProgress: 'REPORT',
  CorrectProgress: 'REPORT',
  WithdrawProgress: 'REPORT',
  AttachEvidence: 'REPORT',
  WithdrawEvidence: 'REPORT',
};
