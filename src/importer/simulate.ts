import type { Actor, RecordedEvent } from '../../events/index.js';
import { catalogue } from '../../events/index.js';
import type { DecisionContext } from '../domain/command.js';
import { handlerOf } from '../domain/handlers.js';
import type { Command } from '../domain/handlers.js';
import type { Refusal } from '../domain/refusal.js';
import { isRefusal } from '../domain/refusal.js';
import { fold, models } from '../projections/fold.js';
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
    actor,
    imported: true,
    ...(reason === undefined ? {} : { reason }),
  };
  const decided = handler.decide(command.input, rows, context);
  if (isRefusal(decided)) return decided;
  const { model, id } = handler.target(command.input);
  let streamVersion = rows.row(model, id)?.streamVersion ?? 0;
  for (const { stream, subject, ...fact } of decided) {
    if (stream !== models[model].streamOf(id)) throw new Error(`${stream} is not the target`);
    streamVersion += 1;
    const place = { ledger: pretence.ledger, position: 0, stream, streamVersion };
    const { schemaVersion } = catalogue[fact.type];
    const envelope = { ...place, schemaVersion, subject, actor, recordedAt, leafHash: '' };
    const event: RecordedEvent = { ...envelope, commandId: '', correlationId: '', ...fact };
    fold(event, rows);
  }
  return undefined;
}
