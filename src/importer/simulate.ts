import type { Actor, RecordedEvent } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import type { DecisionContext } from '../domain/command.js';
import { handlerOf } from '../domain/handlers.js';
import type { Command } from '../domain/handlers.js';
import type { Refusal } from '../domain/refusal.js';
import { isRefusal } from '../domain/refusal.js';
import { aggregateOf, fold } from '../projections/fold.js';
import type { Rows } from '../projections/rows.js';

/** Under what a simulated command would be decided. */
export interface Pretence {
  readonly ledger: string;
  readonly actor: Actor;
  readonly now: Date;
  readonly reason?: string;
}

/**
 * Decides a command on rows in memory, by the rules that will decide it for real, and folds what
 * it would record into them. So what an import will do, and what it will refuse, is known before
 * anything is written.
 */
export function simulate(command: Command, rows: Rows, pretence: Pretence): Refusal | undefined {
  const handler = handlerOf(command.type);
  const { actor, now: recordedAt, reason } = pretence;
  const context: DecisionContext = {
    recordedAt,
    // A publication is never part of an import, so nothing depends on it.
    position: 0,
    actor,
    imported: true,
    ...(reason === undefined ? {} : { reason }),
  };
  const decided = handler.decide(command.input, rows, context);
  if (isRefusal(decided)) return decided;
  for (const { stream, subject, publication: _, ...fact } of decided) {
    const { model, id } = aggregateOf(stream);
    const streamVersion = (rows.row(model, id)?.streamVersion ?? 0) + 1;
    const place = { ledger: pretence.ledger, position: 0, stream, streamVersion };
    const { schemaVersion } = catalogue[fact.type];
    const envelope = { ...place, schemaVersion, subject, actor, recordedAt, leafHash: '' };
    const event: RecordedEvent = { ...envelope, commandId: '', correlationId: '', ...fact };
    fold(event, rows);
  }
  return undefined;
}
