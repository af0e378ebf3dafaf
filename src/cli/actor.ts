import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Actor } from '../../events/index.js';
import { localActor } from '../main.js';

export interface ActorFlags {
  readonly actor?: string;
}

/** Whoever works at the command line reaches the database, and so acts as an operator. */
export function withActorOption(command: Command): Command {
  return command.option(
    '--actor <id>',
    `as whom it is recorded: an opaque id, no name (${localActor.id})`,
    requireActorId,
  );
}

export function actorOf({ actor }: ActorFlags): Actor {
  return actor === undefined ? localActor : { ...localActor, id: actor };
}

/** An actor's id stays in the log for good, so it must not be a person's name or address. */
export function requireActorId(text: string): string {
  if (/^[A-Za-z0-9][\w.:-]{0,99}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Expected an opaque id of 1 to 100 letters, digits and . _ : -, e.g. planeacion-2. It stays in the log for good: no name and no e-mail address.',
  );
}
