import type { Command } from '../../../schema/command.js';
import type { Actor } from '../../../events/index.js';
import { ledgerOf } from '../../domain/ids.js';
import type { Loaders } from '../context/loaders.js';
import { officesOf } from '../context/offices.js';
import { commandRights } from './command-rights.js';
import type { Right } from './roles.js';
import type { Access } from './access.js';
import type { Viewer } from './viewer.js';
import { AccessDenied, denied, grantsFor, scopeOf } from './viewer.js';

/**
 * The one as whom a command is recorded: from who asks, never from what is asked.
 * @throws AccessDenied before anything is recorded.
 */
export function actorFor(access: Access, command: Command, loaders: Loaders): Promise<Actor> {
  const { input } = command;
  const right = commandRights[command.type];
  if ('actionId' in input) return actorOnAction(access, right, input.actionId, loaders);
  return Promise.resolve(actorIn(access.viewer, right, ledgerIn(input)));
}

/** The same for what is about an action: a reporter reports on those of its own offices. */
export async function actorOnAction(
  access: Access,
  right: Right,
  actionId: string,
  loaders: Loaders,
): Promise<Actor> {
  const ledger = ledgerOf('action', actionId);
  const first = actorIn(access.viewer, right, ledger);
  for (const { role, officeIds } of grantsFor(access.viewer, right, scopeOf(ledger))) {
    const own = officeIds ?? (role === 'reporter' ? [] : undefined);
    if (own === undefined || (await answers(own, actionId, loaders))) return { ...first, role };
  }
  const message = `The action "${actionId}" is not of an office that you report for. Ask its office, or the role planner to give it to yours.`;
  throw new AccessDenied('FORBIDDEN', message);
}

/** An action that isn't on record is nobody's: that there is none, is told further on. */
async function answers(own: readonly string[], actionId: string, loaders: Loaders) {
  const action = await loaders.row('actions', actionId);
  if (action === undefined) return true;
  const { answering } = officesOf(loaders);
  // What went into another answers as that one, on both sides.
  const [mine, theirs] = await Promise.all([answering(own), answering(action.state.officeIds)]);
  const ids = new Set(mine.map(({ id }) => id));
  return theirs.some(({ id }) => ids.has(id));
}

function actorIn(viewer: Viewer, right: Right, ledger: string | undefined): Actor {
  const scope = scopeOf(ledger);
  const [grant] = grantsFor(viewer, right, scope);
  if (grant === undefined || viewer.actorId === undefined) throw denied(viewer, right, scope);
  return { id: viewer.actorId, role: grant.role };
}

type Input = Exclude<Command['input'], { readonly actionId: string }>;

function ledgerIn(input: Input): string | undefined {
  if ('planId' in input) return ledgerOf('plan', input.planId);
  if ('officeId' in input) return ledgerOf('office', input.officeId);
  return input.entityId;
}
