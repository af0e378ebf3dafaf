import type { Actor, Subject } from '../../events/index.js';
import type { Decision, NewEvent } from './command.js';
import { defineHandler } from './command.js';
import { entityStream } from './entity.js';
import type { Refusal } from './refusal.js';
import { notFound, reasonRequired, ruleViolation } from './refusal.js';

/** The role under which texts are redacted and actors erased: no other may. */
export const redactorRole = 'redactor';

/** An entry of which texts are to be redacted. */
export interface RedactedEntry {
  readonly position: number;
  /** Paths from the envelope. */
  readonly fields: readonly string[];
  /** What the entry is about, so that this stands in the same histories. */
  readonly subject: Subject;
}

export interface RedactEntriesInput {
  readonly entityId: string;
  readonly entries: readonly RedactedEntry[];
}

/**
 * Says that texts are redacted; whoever sends it removes them afterwards. Whether the entries have
 * these texts is for the sender to see. Refused: `redactor-required`, no reason.
 */
export const RedactEntries = defineHandler<RedactEntriesInput>({
  target: ({ entityId }) => ({ model: 'entities', id: entityId }),
  decide({ entityId, entries }, world, context): Decision {
    if (world.get('entities', entityId) === undefined) return notFound('entityId', entityId);
    const refused = checkRedactor(context.actor);
    if (refused !== undefined) return refused;
    if (context.reason === undefined) return reasonRequired('A redaction');
    const beyond = entries.find(({ position }) => position > context.position);
    if (beyond !== undefined) {
      return ruleViolation('no-such-entry', `There is no entry ${beyond.position}.`, {
        field: 'position',
        expected: `a position from 1 to ${context.position}`,
        actual: String(beyond.position),
      });
    }
    return entries.map(({ position, fields, subject }): NewEvent => ({
      type: 'EntryRedacted',
      stream: entityStream(entityId),
      subject,
      data: { position, fields: [...fields] },
    }));
  },
});

export interface EraseActorInput {
  readonly entityId: string;
  readonly actorId: string;
}

/** Says that an actor's name is erased; whoever sends it erases it afterwards. Refused as above. */
export const EraseActor = defineHandler<EraseActorInput>({
  target: ({ entityId }) => ({ model: 'entities', id: entityId }),
  decide({ entityId, actorId }, world, context): Decision {
    if (world.get('entities', entityId) === undefined) return notFound('entityId', entityId);
    const refused = checkRedactor(context.actor);
    if (refused !== undefined) return refused;
    if (context.reason === undefined) return reasonRequired('The erasure of an actor');
    return [
      { type: 'ActorErased', stream: entityStream(entityId), subject: {}, data: { actorId } },
    ];
  },
});

function checkRedactor({ role }: Actor): Refusal | undefined {
  if (role === redactorRole) return undefined;
  const message = `Only the role "${redactorRole}" removes texts and names.`;
  return ruleViolation('redactor-required', message, { expected: redactorRole, actual: role });
}
