import type { DataOf, RecordedEvent } from '../../events/index.js';
import { defineHandler } from './command.js';
import { ruleViolation } from './refusal.js';
import type { EntityState } from './states.js';

export const entityStream = (entityId: string) => `entity-${entityId}`;

/** Raise when `evolveEntity` changes: states folded by another version are not used. */
export const entityEvolveVersion = 1;

export function evolveEntity(
  state: EntityState | undefined,
  event: RecordedEvent<EntityEventName>,
): EntityState {
  if (event.type === 'EntityRegistered') return { ...event.data };
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with EntityRegistered`);
  // What is done to the ledger as a whole stands in the entity's stream, and changes no state.
  return state;
}

type EntityEventName = 'EntityRegistered' | 'EntryRedacted' | 'ActorErased' | 'LedgerRestored';

/** `{ entityId, name }`: refused as `entity-exists` when the id is taken. */
export const RegisterEntity = defineHandler<DataOf<'EntityRegistered'>>({
  target: (input) => ({ model: 'entities', id: input.entityId }),
  decide(input, world) {
    const existing = world.get('entities', input.entityId);
    if (existing !== undefined) {
      return ruleViolation(
        'entity-exists',
        `The entity "${input.entityId}" is already registered, as "${existing.name}". Choose another id.`,
        { field: 'entityId', expected: 'an id that is free', actual: input.entityId },
      );
    }
    const stream = entityStream(input.entityId);
    return [{ type: 'EntityRegistered', stream, subject: {}, data: input }];
  },
});
