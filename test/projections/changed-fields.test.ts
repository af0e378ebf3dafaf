import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changesOf } from '../../src/projections/changes.js';
import { eventsThatChange } from '../../src/projections/changed-fields.js';
import type { Collections, StoredEvent } from '../../src/store/collections.js';
import { collectionsOf } from '../../src/store/collections.js';
import { decode } from '../../src/store/decode.js';
import { historyFilter } from '../../src/store/history.js';
import type { FreshDatabase } from '../support/mongod.js';
import { freshDatabase } from '../support/mongod.js';

// One event of each type and shape, from the frozen samples.

const ledger = 'samples';
const folder = new URL('../events/stored/', import.meta.url);
const events = readdirSync(folder).map((file, i): StoredEvent => {
  const [type = '', version = ''] = file.split('.');
  const data = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as StoredEvent['data'];
  return {
    ...{ ledger, position: i + 1, stream: 'sample', streamVersion: i + 1, type, data, subject: {} },
    ...{ schemaVersion: Number(version.slice(1)), commandId: 'c', correlationId: 'c' },
    ...{ actor: { id: 'a', role: 'operator' }, recordedAt: new Date(0), leafHash: '' },
  };
});

/** An event's fields as they are shown; weights are shown by action, and asked for as "weight". */
const shown = events.flatMap((stored) => {
  const fields = changesOf(decode(stored)).map(({ field }) => field);
  const weights = stored.type === 'PlanWeightsSet';
  return (weights ? ['weight'] : fields).map((field) => ({ field, ...stored }));
});

let database: FreshDatabase;
let collections: Collections;
beforeAll(async () => {
  database = await freshDatabase();
  collections = collectionsOf(database.db);
  await collections.events.insertMany(events);
});
afterAll(() => database.close());

describe('a history of one field', () => {
  it.each(shown)('has $field of $type, which shows it as changed', async ({ field, position }) => {
    const changedBy = eventsThatChange.get(field);
    const filter = historyFilter(ledger, { field, ...(changedBy && { changedBy }) });
    const found = await collections.events.distinct('position', filter);
    expect(found).toContain(position);
  });

  it('counts no event as a change of a field that it does not show', () => {
    for (const [field, types] of eventsThatChange) {
      for (const type of types) {
        expect(shown).toContainEqual(expect.objectContaining({ field, type }));
      }
    }
  });
});
