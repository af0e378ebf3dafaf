import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { recordedEvents } from '../commands/recorded-events.js';
import type { Command as DomainCommand } from '../domain/handlers.js';
import type { IdKind } from '../domain/ids.js';
import { ledgerOf } from '../domain/ids.js';
import type { Refusal } from '../domain/refusal.js';
import { notFound } from '../domain/refusal.js';
import type { Bitacora } from '../main.js';
import { openBitacora } from '../main.js';
import { collectionsOf } from '../store/collections.js';
import { readSettings } from '../settings.js';
import type { ActorFlags } from './actor.js';
import { actorOf, withActorOption } from './actor.js';

/** What every command that records something takes besides its own options. */
export interface RecordFlags extends ActorFlags {
  readonly reason?: string;
  readonly occurredOn?: string;
  readonly commandId?: string;
}

export function withRecordOptions(command: Command): Command {
  return withActorOption(command)
    .exitOverride()
    .option('--reason <text>', 'why; some updates require it')
    .option('--occurred-on <date>', 'when it happened, if not today: YYYY-MM-DD')
    .option('--command-id <id>', 'your own key: under the same key it is recorded once')
    .addHelpText(
      'after',
      '\nWorks while "bitacora serve" runs on the same DATA_DIR, and when it does not.\nExit codes: 0 done, 1 failed or refused, 2 wrong usage.',
    );
}

/** What the rules refused, told on the command line. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  constructor({ code, rule, message, expected, actual }: Refusal) {
    const sides = [
      ...(expected === undefined ? [] : [`\n  expected: ${expected}`]),
      ...(actual === undefined ? [] : [`\n  actual: ${actual}`]),
    ];
    super(`${rule === undefined ? '' : `[${rule}] `}${message}${sides.join('')}`);
    this.code = code;
  }
}

/** Opens the database for one piece of work, and lets go of it whatever happens. */
export async function withBitacora<T>(work: (bitacora: Bitacora) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const bitacora = await openBitacora(settings, (line) => process.stderr.write(`${line}\n`));
  try {
    return await work(bitacora);
  } finally {
    await bitacora.close();
  }
}

/** The ledger of a thing. @throws RefusedError NOT_FOUND when this can't be an id of that kind. */
export function requireLedger(kind: IdKind, id: string): string {
  const ledger = ledgerOf(kind, id);
  if (ledger === undefined) throw new RefusedError(notFound(`${kind}Id`, id));
  return ledger;
}

/**
 * Records one command and says what was recorded, a line for each event.
 * @throws RefusedError, Fault.
 */
export async function recordCommand(
  { connection, loop }: Bitacora,
  ledger: string,
  command: DomainCommand,
  { reason, occurredOn, commandId = randomUUID(), ...who }: RecordFlags,
) {
  const outcome = await loop.execute({
    ...command,
    ledger,
    commandId,
    correlationId: commandId,
    actor: actorOf(who),
    ...(reason === undefined ? {} : { reason }),
    ...(occurredOn === undefined ? {} : { occurredOn }),
  });
  if (outcome.kind === 'refused') throw new RefusedError(outcome.refusal);
  const events = await recordedEvents(collectionsOf(connection.db), ledger, outcome);
  const lines = events.map(
    ({ type, position, recordedAt }) =>
      `Recorded ${type} at position ${position} of ${ledger}, ${recordedAt.toISOString()}.`,
  );
  return { events, lines: lines.length > 0 ? lines : ['Nothing to record: it is so already.'] };
}

export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
