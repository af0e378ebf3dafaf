import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import type { Actor } from '../../events/index.js';
import type { RedactRequest } from '../commands/plan-redaction.js';
import { planRedaction } from '../commands/plan-redaction.js';
import { redact } from '../commands/redact.js';
import { removeRedactedTexts } from '../commands/remove-texts.js';
import { redactorRole } from '../domain/people.js';
import type { Bitacora } from '../main.js';
import { collectionsOf } from '../store/collections.js';
import type { ActorFlags } from './actor.js';
import { actorOf, withActorOption } from './actor.js';
import { ledgersOf } from './ledgers.js';
import { print, RefusedError, withBitacora } from './record.js';

interface RedactFlags extends ActorFlags {
  readonly entity: string;
  readonly entry?: number;
  readonly field: readonly string[];
  readonly reason?: string;
  readonly everywhere: boolean;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly commandId?: string;
}

/** Who removes texts and names on the command line: the one that `--actor` names, in this role. */
export const redactorOf = (flags: ActorFlags): Actor => ({ ...actorOf(flags), role: redactorRole });

export function redactCommand(): Command {
  return withActorOption(new Command('redact'))
    .description('Remove texts of an entry for good, and with them every copy in the database.')
    .exitOverride()
    .requiredOption('--entity <id>', 'the entity whose ledger it is')
    .option('--entry <position>', 'the position of the entry', positionOf)
    .option(
      '--field <name>',
      'a text of it, e.g. narrative, before.narrative, reason, raw; may be repeated',
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .option('--reason <text>', 'why; required, and kept for good: it must not repeat the text')
    .option('--everywhere', 'take every text of the ledger that is alike for a copy', false)
    .option('--dry-run', 'say what would be redacted, and change nothing', false)
    .option('--resume', 'only carry out what is on record already and was broken off', false)
    .option('--command-id <id>', 'your own key: under the same key it is recorded once')
    .addHelpText('after', help)
    .action((flags: RedactFlags) =>
      withBitacora(async (bitacora) => {
        await ledgersOf(bitacora.connection, flags.entity);
        if (flags.resume) return resume(bitacora, flags);
        const request = requestOf(flags);
        if (flags.dryRun) await preview(bitacora, request);
        else await carryOut(bitacora, request, flags);
      }),
    );
}

const help =
  "\nAn EntryRedacted event is recorded first; then text and salt are removed, and the hash of the text\nremains, so that every proof still holds. This can't be undone. Broken off, the same command goes on.\nExit codes: 0 done, 1 failed or refused, 2 wrong usage.";

function requestOf({ entity, entry, field, everywhere }: RedactFlags): RedactRequest {
  if (entry === undefined || field.length === 0) {
    throw new RefusedError({
      code: 'BAD_USER_INPUT',
      message: 'Name the entry by --entry and its texts by --field, or give --resume.',
    });
  }
  return { ledger: entity, position: entry, fields: field, everywhere };
}

async function preview({ connection }: Bitacora, request: RedactRequest): Promise<void> {
  const plan = await planRedaction(collectionsOf(connection.db), request);
  if ('code' in plan) throw new RefusedError(plan);
  print([
    ...plan.entries.map(
      ({ position, fields }) => `Would redact ${fields.join(', ')} of entry ${position}.`,
    ),
    ...(plan.entries.length === 0 ? ['Nothing to redact: it is so already.'] : []),
    ...(plan.staying.length === 0 ? [] : [`These texts would stay: ${plan.staying.join(', ')}.`]),
  ]);
}

async function carryOut(
  { connection, loop }: Bitacora,
  request: RedactRequest,
  { reason, commandId = randomUUID(), ...who }: RedactFlags,
): Promise<void> {
  const powers = { connection, loop, actor: redactorOf(who) };
  const given = reason === undefined ? {} : { reason };
  const result = await redact(powers, { ...request, ...given, commandId });
  if (result.kind === 'refused') throw new RefusedError(result.refusal);
  const { positions, removed } = result;
  const recorded = positions.map(
    (position) => `Recorded EntryRedacted at position ${position} of ${request.ledger}.`,
  );
  const done = removed === 0 ? 'Nothing to remove: it is gone already.' : removedFrom(removed);
  print([...recorded, done, ...outOfReach]);
}

async function resume({ connection }: Bitacora, { entity }: RedactFlags): Promise<void> {
  const removed = await removeRedactedTexts(connection, entity);
  if (removed === 0) print(['Nothing was broken off: all that is on record is carried out.']);
  else print([removedFrom(removed), ...outOfReach]);
}

const removedFrom = (count: number) =>
  `Removed from ${count} ${count === 1 ? 'entry' : 'entries'}, from the rows that they fold to and from the receipts of their commands.`;

/** What stays readable elsewhere until somebody sees to it. */
const outOfReach = [
  'Out of reach from here, and to be seen to by you:',
  '  audit-exports that were written before, and whoever has them;',
  '  backups and snapshots of the database (after restoring one, redact again);',
  "  the database's own oplog and freed disk blocks, until they are written over;",
  '  the plan files themselves, files of evidence, and what was printed or sent from here.',
  'Checkpoints and publications hold no texts.',
];

function positionOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a position, e.g. 17.');
}
