import { randomUUID } from 'node:crypto';
import type { Command, CommandResult } from '../../../schema/command.js';
import type { Actor } from '../../../events/index.js';
import type { CommandLoop } from '../../commands/loop.js';
import type { CommandRequest } from '../../commands/request.js';
import type { Command as DomainCommand } from '../../domain/handlers.js';
import { idFor, ledgerOf } from '../../domain/ids.js';
import type { Refusal } from '../../domain/refusal.js';
import { notFound } from '../../domain/refusal.js';
import { reportIdOf } from '../../domain/report.js';
import type { Connection } from '../../store/connect.js';
import { collectionsOf } from '../../store/collections.js';
import { readPositions } from '../../store/read.js';
import type { Loaders } from './loaders.js';

export interface ExecuteOptions {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  readonly loaders: Loaders;
  readonly actor: Actor;
  readonly correlationId: string;
}

/** Sends a command through the loop and says what came of it, and what it was about. */
export async function execute(command: Command, options: ExecuteOptions): Promise<CommandResult> {
  const { connection, loop, loaders, actor, correlationId } = options;
  const commandId = command.meta.commandId ?? randomUUID();
  const about = aboutOf(command, commandId);
  if (about.ledger === undefined) {
    const refusal = notFound(about.field, about.id);
    return { userErrors: [refusal], entries: [], ids: {} };
  }
  const { ledger } = about;
  const { expectedStreamVersion, reason, occurredOn } = command.meta;
  const request: CommandRequest = {
    ...about.command,
    ledger,
    commandId,
    correlationId,
    actor,
    ...(expectedStreamVersion === undefined ? {} : { expectedStreamVersion }),
    ...(reason === undefined ? {} : { reason }),
    ...(occurredOn === undefined ? {} : { occurredOn }),
  };
  const outcome = await loop.execute(request);
  loaders.clear();
  const ids = await knownIds(about.ids, loaders);
  if (outcome.kind === 'refused') {
    return { userErrors: [inInput(outcome.refusal, about)], entries: [], ids };
  }
  const entries = await readPositions(collectionsOf(connection.db), ledger, outcome.positions);
  return { userErrors: [], entries, ids };
}

interface About {
  /** Undefined when the id can't be one of any ledger. */
  readonly ledger: string | undefined;
  readonly field: string;
  readonly id: string;
  readonly command: DomainCommand;
  readonly ids: CommandResult['ids'];
}

/** A ledger that doesn't exist is told by the field that the caller named it with. */
function inInput(refusal: Refusal, { field, id }: About): Refusal {
  const noLedger = refusal.code === 'NOT_FOUND' && refusal.field === 'entityId';
  return noLedger ? notFound(field, id) : refusal;
}

/** The ledger that a command belongs to, and its input with the ids of what it creates. */
function aboutOf({ type, input }: Command, commandId: string): About {
  const ofEntity = (entityId: string) => ({ ledger: entityId, field: 'entityId', id: entityId });
  const ofAction = (actionId: string) => ({
    ledger: ledgerOf('action', actionId),
    field: 'actionId',
    id: actionId,
  });
  switch (type) {
    case 'RegisterEntity': {
      const { entityId } = input;
      return { ...ofEntity(entityId), command: { type, input }, ids: { entityId } };
    }
    case 'RegisterPlan': {
      const { entityId, ...facts } = input;
      const planId = idFor('plan', entityId, commandId);
      const command = { type, input: { planId, ...facts } };
      return { ...ofEntity(entityId), command, ids: { entityId, planId } };
    }
    case 'RegisterOffice': {
      const { entityId, name } = input;
      const officeId = idFor('office', entityId, commandId);
      const command = { type, input: { officeId, name } };
      return { ...ofEntity(entityId), command, ids: { entityId, officeId } };
    }
    case 'AddAction': {
      const { planId } = input;
      const ledger = ledgerOf('plan', planId);
      const actionId = idFor('action', ledger ?? '', commandId);
      const command = { type, input: { ...input, actionId } };
      return { ledger, field: 'planId', id: planId, command, ids: { planId, actionId } };
    }
    case 'ReviseAction': {
      const { actionId } = input;
      return { ...ofAction(actionId), command: { type, input }, ids: { actionId } };
    }
    case 'WithdrawAction': {
      const { actionId } = input;
      return { ...ofAction(actionId), command: { type, input }, ids: { actionId } };
    }
    case 'ReportProgress': {
      const { actionId, quarter } = input;
      return { ...ofAction(actionId), command: { type, input }, ids: { actionId, quarter } };
    }
    case 'CorrectProgress': {
      const { actionId, quarter } = input;
      return { ...ofAction(actionId), command: { type, input }, ids: { actionId, quarter } };
    }
    case 'WithdrawProgress': {
      const { actionId, quarter } = input;
      return { ...ofAction(actionId), command: { type, input }, ids: { actionId, quarter } };
    }
  }
}

/** Leaves out a quarter that the action doesn't have: there is no report to show. */
async function knownIds(ids: CommandResult['ids'], loaders: Loaders) {
  const { quarter, ...others } = ids;
  if (quarter === undefined || ids.actionId === undefined) return others;
  const report = await loaders.row('reports', reportIdOf(ids.actionId, quarter));
  return report?.state.quarter === quarter ? ids : others;
}
