import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { readKeys } from './verify-log.js';
import { recordRestore } from '../commands/record-restore.js';
import { openCheckpoint } from '../store/checkpoint-note.js';
import type { ActorFlags } from './actor.js';
import { actorOf, withActorOption } from './actor.js';
import { ledgersOf } from './ledgers.js';
import { print, RefusedError, withBitacora } from './record.js';

interface RestoredFlags extends ActorFlags {
  readonly entity: string;
  readonly from: string;
  readonly key?: string;
  readonly kept?: number;
  readonly reason?: string;
  readonly commandId?: string;
}

export function restoredCommand(): Command {
  return withActorOption(new Command('restored'))
    .description('Record that a backup took the place of the ledger, and what was lost by it.')
    .exitOverride()
    .requiredOption('--entity <id>', 'the entity whose ledger it is')
    .requiredOption('--from <file>', 'a checkpoint kept outside, signed before the restore')
    .option('--kept <n>', 'how many events the backup had, if more were recorded since', sizeOf)
    .option('--key <file>', 'verifier keys whose signatures hold, beside those of the settings')
    .option('--reason <text>', 'why; required')
    .option('--command-id <id>', 'your own key: under the same key it is recorded once')
    .addHelpText(
      'after',
      '\nAfterwards "verify --checkpoint" tells the loss by this record (exit code 4), and new checkpoints are\nsigned again. It undoes nothing: first look for the lost events in a newer backup.\nExit codes: 0 done, 1 failed or refused, 2 wrong usage.',
    )
    .action(record);
}

async function record(flags: RestoredFlags): Promise<void> {
  const note = await readFile(flags.from, 'utf8');
  await withBitacora(async ({ connection, loop, keys }) => {
    await ledgersOf(connection, flags.entity);
    const publicKeys = [...(keys?.publicKeys ?? []), ...(await readKeys(flags))];
    const from = openCheckpoint(note, publicKeys);
    if (from.ledger !== flags.entity) {
      const message = `The checkpoint is of "${from.ledger}", not of "${flags.entity}".`;
      throw new RefusedError({ code: 'BAD_USER_INPUT', message });
    }
    const { reason, commandId, kept, ...who } = flags;
    const powers = { connection, loop, actor: actorOf(who), publicKeys };
    const result = await recordRestore(powers, {
      from,
      ...(kept === undefined ? {} : { keptSize: kept }),
      ...(reason === undefined ? {} : { reason }),
      ...(commandId === undefined ? {} : { commandId }),
    });
    if (result.kind === 'refused') throw new RefusedError(result.refusal);
    const { positions, keptSize, lostSize, removed } = result;
    const [position] = positions;
    print([
      position === undefined
        ? 'Nothing to record: it is on record already.'
        : `Recorded LedgerRestored at position ${position} of ${flags.entity}.`,
      `Lost: what stood at positions ${keptSize + 1} to ${lostSize} at least.`,
      ...(removed === 0 ? [] : [`Removed ${removed} kept checkpoints of lost events.`]),
      'Make a checkpoint now and keep it outside: bitacora ledger checkpoint.',
    ]);
  });
}

function sizeOf(text: string): number {
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number of events, e.g. 280.');
}
