import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { eraseActorEverywhere } from '../commands/erase-actor.js';
import { registerActor } from '../store/actors.js';
import type { ActorFlags } from './actor.js';
import { withActorOption } from './actor.js';
import { print, RefusedError, withBitacora } from './record.js';
import { redactorOf } from './redact.js';

export function actorCommand(): Command {
  const actor = new Command('actor')
    .description('Name an actor, or erase its name. The log holds nothing of it but the opaque id.')
    .exitOverride();
  actor.addCommand(nameCommand()).addCommand(eraseCommand());
  return actor;
}

function nameCommand(): Command {
  return new Command('name')
    .description('Keep the name of an actor, apart from the log.')
    .exitOverride()
    .argument('<actor>', 'its id, e.g. local')
    .argument('<name>', 'its name, as people read it')
    .action(async (id: string, name: string) => {
      await withBitacora(({ connection }) => registerActor(connection.db, { id, name }));
      print([`"${id}" is shown as "${name}".`]);
    });
}

interface EraseFlags extends ActorFlags {
  readonly reason?: string;
  readonly commandId?: string;
}

function eraseCommand(): Command {
  return withActorOption(new Command('erase'))
    .description("Erase an actor's name and identity for good, on request.")
    .exitOverride()
    .argument('<id>', 'whose name goes, e.g. actor_5f0c2e9b7a1d4c3e8f60')
    .option('--reason <text>', 'why; required, and kept for good: it must not hold the name')
    .option('--command-id <id>', 'your own key: under the same key it is recorded once')
    .addHelpText(
      'after',
      "\nAn ActorErased event is recorded in each ledger in which it did something; then the name is removed.\nThe log keeps the opaque id, and who it was can't be told any more. This can't be undone.\nExit codes: 0 done, 1 failed or refused, 2 wrong usage.",
    )
    .action((actorId: string, { reason, commandId = randomUUID(), ...who }: EraseFlags) =>
      withBitacora(async ({ connection, loop }) => {
        const powers = { connection, loop, actor: redactorOf(who) };
        const given = reason === undefined ? {} : { reason };
        const result = await eraseActorEverywhere(powers, { actorId, ...given, commandId });
        if (result.kind === 'refused') throw new RefusedError(result.refusal);
        print([
          ...result.recorded.map(
            ({ ledger, position }) => `Recorded ActorErased at position ${position} of ${ledger}.`,
          ),
          `Erased: nothing is known of ${actorId} any more.`,
          'Backups of the database still have the name, and so may the identity provider.',
        ]);
      }),
    );
}
