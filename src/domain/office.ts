import type { DataOf, RecordedEvent } from '../../events/index.js';
import type { Decision } from './command.js';
import { defineHandler } from './command.js';
import { nameKey } from './name-key.js';
import { badInput, notFound, ruleViolation } from './refusal.js';
import type { OfficeState } from './states.js';
import type { World } from './world.js';

export const officeStream = (officeId: string) => `office-${officeId}`;

/** Raise when `evolveOffice` changes: states folded by another version are not used. */
export const officeEvolveVersion = 2;

const maxAliases = 100;

export function evolveOffice(
  state: OfficeState | undefined,
  event: RecordedEvent<OfficeEventName>,
): OfficeState {
  if (event.type === 'OfficeRegistered') {
    const { name } = event.data;
    const names = [{ name, from: event.recordedAt }];
    return { ...event.data, aliases: [], names, keys: [nameKey(name)] };
  }
  if (state === undefined) throw new Error(`${event.stream} doesn't begin with OfficeRegistered`);
  switch (event.type) {
    case 'OfficeAliasAdded': {
      const { alias } = event.data;
      return { ...state, aliases: [...state.aliases, alias], keys: withKey(state, alias) };
    }
    case 'OfficeRenamed': {
      const { name } = event.data.after;
      const names = [...state.names, { name, from: event.recordedAt }];
      return { ...state, name, names, keys: withKey(state, name) };
    }
    case 'OfficesMerged':
      return { ...state, mergedInto: event.data.intoOfficeId };
  }
}

type OfficeEventName = 'OfficeRegistered' | 'OfficeAliasAdded' | 'OfficeRenamed' | 'OfficesMerged';

/** Every name that an office had finds it. */
function withKey({ keys }: OfficeState, name: string): readonly string[] {
  const key = nameKey(name);
  return keys.includes(key) ? keys : [...keys, key];
}

export const named = (name: string) =>
  ({ model: 'offices', where: { keys: nameKey(name) } }) as const;

/** Refused as `office-name-taken` when another office has this spelling, or had it. */
export function nameTaken(world: World, field: string, name: string, officeId: string) {
  if (nameKey(name) === '') {
    return badInput('A name needs at least one letter or digit.', {
      field,
      expected: 'at least one letter or digit',
      actual: name,
    });
  }
  const other = world.find(named(name)).find((office) => office.officeId !== officeId);
  if (other === undefined) return undefined;
  return ruleViolation(
    'office-name-taken',
    `"${name}" is a spelling of "${other.name}" (${other.officeId}): two spellings are one office.`,
    { field, expected: 'a name that no other office has', actual: name },
  );
}

/** Refused as `office-merged` when the office went into another: that one answers now. */
export function mergedRefusal(field: string, { officeId, name, mergedInto }: OfficeState) {
  if (mergedInto === undefined) return undefined;
  return ruleViolation(
    'office-merged',
    `"${name}" went into another office before. Use ${mergedInto} instead.`,
    { field, expected: 'an office of its own', actual: `${officeId}, merged into ${mergedInto}` },
  );
}

/** Refused: `office-exists`, or `office-name-taken` when it is a spelling of one on record. */
export const RegisterOffice = defineHandler<DataOf<'OfficeRegistered'>>({
  target: (input) => ({ model: 'offices', id: input.officeId }),
  needs: (input) => [named(input.name)],
  decide(input, world) {
    const existing = world.get('offices', input.officeId);
    if (existing !== undefined) {
      return ruleViolation(
        'office-exists',
        `The id ${input.officeId} is already "${existing.name}". Choose another id.`,
        { field: 'officeId', expected: 'an id that is free', actual: input.officeId },
      );
    }
    const taken = nameTaken(world, 'name', input.name, input.officeId);
    if (taken !== undefined) return taken;
    return [officeEvent('OfficeRegistered', input)];
  },
});

/** A spelling already on record for the office changes nothing. Refused: `office-merged`, `office-name-taken`. */
export const AddOfficeAlias = defineHandler<DataOf<'OfficeAliasAdded'>>({
  target: (input) => ({ model: 'offices', id: input.officeId }),
  needs: (input) => [named(input.alias)],
  decide(input, world): Decision {
    const office = world.get('offices', input.officeId);
    if (office === undefined) return notFound('officeId', input.officeId);
    if (office.name === input.alias || office.aliases.includes(input.alias)) return [];
    const merged = mergedRefusal('officeId', office);
    if (merged !== undefined) return merged;
    const taken = nameTaken(world, 'alias', input.alias, input.officeId);
    if (taken !== undefined) return taken;
    if (office.aliases.length >= maxAliases) {
      return ruleViolation('too-many-aliases', `An office has at most ${maxAliases} aliases.`, {
        field: 'alias',
      });
    }
    return [officeEvent('OfficeAliasAdded', input)];
  },
});

export function officeEvent<T extends OfficeEventName>(type: T, data: DataOf<T>) {
  const subject = { officeIds: [data.officeId] };
  return { type, stream: officeStream(data.officeId), subject, data };
}
