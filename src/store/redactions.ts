import type { Collections, StoredEvent } from './collections.js';
import { valueAt } from './texts.js';

/** What an `EntryRedacted` says of an entry. */
export interface Redaction {
  readonly position: number;
  readonly fields: readonly string[];
}

const batchSize = 500;

const redactionOf = ({ data }: StoredEvent): Redaction => ({
  position: Number(data['position']),
  fields: data['fields'] as readonly string[],
});

/** The events that say that something of these entries was redacted, in order. */
export async function redactionEvents(
  { events }: Collections,
  ledger: string,
  positions: readonly number[],
): Promise<readonly StoredEvent[]> {
  if (positions.length === 0) return [];
  const said = { ledger, type: 'EntryRedacted', 'data.position': { $in: [...positions] } };
  // Told which, since the index by type looks as good to it, and reads every redaction.
  return events.find(said, { sort: { position: 1 }, hint: 'redactions' }).toArray();
}

/** The fields of which it is on record already that they are redacted, by entry. */
export async function recordedRedactions(
  collections: Collections,
  ledger: string,
  positions: readonly number[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const fields = new Map<number, Set<string>>();
  for (const event of await redactionEvents(collections, ledger, positions)) {
    const { position, fields: named } = redactionOf(event);
    fields.set(position, new Set([...(fields.get(position) ?? []), ...named]));
  }
  return fields;
}

/**
 * Redactions that are on record and not carried out: whoever recorded them was stopped before the
 * texts were removed. In the order of their events, a batch at a time.
 */
export async function* pendingRedactions(
  { events }: Collections,
  ledger: string,
): AsyncGenerator<readonly Redaction[]> {
  const cursor = events.find(
    { ledger, type: 'EntryRedacted' },
    { sort: { position: 1 }, projection: { data: 1 }, batchSize },
  );
  let batch: Redaction[] = [];
  for await (const event of cursor) {
    batch.push(redactionOf(event));
    if (batch.length < batchSize) continue;
    yield* pendingOf(batch);
    batch = [];
  }
  yield* pendingOf(batch);

  async function* pendingOf(said: readonly Redaction[]) {
    const positions = said.map(({ position }) => position);
    const entries = await events.find({ ledger, position: { $in: positions } }).toArray();
    const entryAt = new Map(entries.map((entry) => [entry.position, entry]));
    const pending = said.filter(({ position, fields }) =>
      fields.some((path) => typeof valueAt(entryAt.get(position) ?? {}, path) === 'string'),
    );
    if (pending.length > 0) yield pending;
  }
}
