import { randomUUID } from 'node:crypto';
import type { Command, CommandResult } from '../../../schema/command.js';
import type { Actor } from '../../../events/index.js';
import type { CommandLoop } from '../../commands/loop.js';
import { recordedEvents } from '../../commands/recorded-events.js';
import type { CommandRequest } from '../../commands/request.js';
import type { Refusal } from '../../domain/refusal.js';
import { isRefusal, notFound } from '../../domain/refusal.js';
import { reportIdOf } from '../../domain/report.js';
import type { Connection } from '../../store/connect.js';
import { collectionsOf } from '../../store/collections.js';
import type { About } from './about.js';
import { aboutOf } from './about.js';
import { aboutEvidence } from './attach-evidence.js';
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
  const about =
    command.type === 'AttachEvidence'
      ? await aboutEvidence(command, commandId, connection.db)
      : aboutOf(command, commandId);
  if (isRefusal(about)) return refused(about);
  const { ledger } = about;
  if (ledger === undefined) return refused(notFound(about.field, about.id));
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
  if (outcome.kind === 'refused') return refused(inInput(outcome.refusal, about), ids);
  const entries = await recordedEvents(collectionsOf(connection.db), ledger, outcome);
  return { userErrors: [], entries, ids };
}

/** A ledger that doesn't exist is told by the field that the caller named it with. */
function inInput(refusal: Refusal, { field, id }: About): Refusal {
  const noLedger = refusal.code === 'NOT_FOUND' && refusal.field === 'entityId';
  return noLedger ? notFound(field, id) : refusal;
}

function refused(refusal: Refusal, ids: CommandResult['ids'] = {}): CommandResult {
  return { userErrors: [refusal], entries: [], ids };
}

/** Leaves out a quarter that the action doesn't have: there is no report to show. */
async function knownIds(ids: CommandResult['ids'], loaders: Loaders) {
  const { quarter, ...others } = ids;
  if (quarter === undefined || ids.actionId === undefined) return ids;
  const report = await loaders.row('reports', reportIdOf(ids.actionId, quarter));
  return report?.state.quarter === quarter ? ids : others;
}
