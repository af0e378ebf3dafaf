import type { Command, CommandResult } from '../../../schema/command.js';
import type { Command as DomainCommand } from '../../domain/handlers.js';
import { idFor, ledgerOf } from '../../domain/ids.js';

/** Where a command goes, and what its answer shows. */
export interface About {
  /** Undefined when the id can't be one of any ledger. */
  readonly ledger: string | undefined;
  /** The input's field that tells the ledger, and its value. */
  readonly field: string;
  readonly id: string;
  readonly command: DomainCommand;
  readonly ids: CommandResult['ids'];
}

/** Evidence is completed by what is known of its file before it becomes a command. */
export type Plain = Exclude<Command, { readonly type: 'AttachEvidence' }>;

/** The ledger that a command belongs to, and its input with the ids of what it creates. */
export function aboutOf(command: Plain, commandId: string): About {
  switch (command.type) {
    case 'RegisterEntity':
    case 'RegisterPlan':
    case 'RegisterOffice':
      return ofEntity(command, commandId);
    case 'AddAction': {
      const { type, input } = command;
      const { ledger, ...plan } = placeOf('plan', input.planId);
      const actionId = idFor('action', ledger ?? '', commandId);
      const ids = { planId: input.planId, actionId };
      return { ledger, ...plan, command: { type, input: { ...input, actionId } }, ids };
    }
    case 'RevisePlan':
    case 'SetPlanWeights':
    case 'AdoptSignalPolicy': {
      const { meta: _, ...plain } = command;
      const { planId } = plain.input;
      return { ...placeOf('plan', planId), command: plain, ids: { planId } };
    }
    case 'OpenPeriod':
    case 'ClosePeriod':
    case 'ReopenPeriod': {
      const { meta: _, ...plain } = command;
      const { planId, quarter } = plain.input;
      return { ...placeOf('plan', planId), command: plain, ids: { planId, quarter } };
    }
    case 'ReviseAction':
    case 'WithdrawAction':
    case 'SetQuarterTargets': {
      const { meta: _, ...plain } = command;
      const { actionId } = plain.input;
      return { ...placeOf('action', actionId), command: plain, ids: { actionId } };
    }
    case 'ReportProgress':
    case 'CorrectProgress':
    case 'WithdrawProgress':
    case 'ApproveReport':
    case 'ReturnReport':
    case 'MarkReportNotApplicable':
    case 'WithdrawEvidence': {
      const { meta: _, ...plain } = command;
      const { actionId, quarter } = plain.input;
      return { ...placeOf('action', actionId), command: plain, ids: { actionId, quarter } };
    }
    case 'RenameOffice':
    case 'AddOfficeAlias':
    case 'MergeOffices': {
      const { meta: _, ...plain } = command;
      const { officeId } = plain.input;
      return { ...placeOf('office', officeId), command: plain, ids: { officeId } };
    }
  }
}

type OfEntity = Extract<Plain, { readonly input: { readonly entityId: string } }>;

function ofEntity({ type, input }: OfEntity, commandId: string): About {
  const { entityId } = input;
  const place = { ledger: entityId, field: 'entityId', id: entityId };
  switch (type) {
    case 'RegisterEntity':
      return { ...place, command: { type, input }, ids: { entityId } };
    case 'RegisterPlan': {
      const { entityId: _, ...facts } = input;
      const planId = idFor('plan', entityId, commandId);
      return {
        ...place,
        command: { type, input: { planId, ...facts } },
        ids: { entityId, planId },
      };
    }
    case 'RegisterOffice': {
      const officeId = idFor('office', entityId, commandId);
      const command = { type, input: { officeId, name: input.name } };
      return { ...place, command, ids: { entityId, officeId } };
    }
  }
}

/** The ledger of a thing, told by its id. */
export function placeOf(kind: 'plan' | 'action' | 'office', id: string) {
  return { ledger: ledgerOf(kind, id), field: `${kind}Id`, id };
}
