import { catalogue as ourCatalogue, redactedText } from '../../events/index.js';
import type { Catalogue, Fact, RecordedEvent } from '../../events/index.js';
import type { StoredEvent } from './collections.js';
import { EntryError } from './entry-error.js';
import { Fault } from './faults.js';
import { replaceAt } from './texts.js';

/**
 * Lifts a stored event to its current shape, one version at a time, and checks it. Where a text
 * was redacted stands `redactedText`.
 * @throws Fault EVENT_UNREADABLE naming ledger, position and what was expected: an unknown type,
 * a shape version that this code doesn't know, or data that isn't of its shape.
 */
export function decode(kept: StoredEvent, catalogue: Catalogue = ourCatalogue): RecordedEvent {
  const stored = withRedacted(kept);
  const eventType = Object.hasOwn(catalogue, stored.type) ? catalogue[stored.type] : undefined;
  if (eventType === undefined) {
    throw unreadable(stored, 'a type of the catalogue');
  }
  let data: unknown = stored.data;
  let version = stored.schemaVersion;
  while (version !== eventType.schemaVersion) {
    const older = eventType.older.find((shape) => shape.schemaVersion === version);
    if (older === undefined) {
      throw unreadable(stored, `a schemaVersion from 1 to ${eventType.schemaVersion}`);
    }
    const parsed = older.data.safeParse(data);
    if (!parsed.success) throw unreadable(stored, parsed.error.issues[0]?.message ?? 'its shape');
    data = older.lift(parsed.data as never);
    version += 1;
  }
  const parsed = eventType.data.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(stored, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'its shape'}`);
  }
  const { _id: _, ...envelope } = stored as StoredEvent & { _id?: unknown };
  return { ...envelope, ...({ type: stored.type, data: parsed.data } as Fact) };
}

function withRedacted(stored: StoredEvent): StoredEvent {
  const paths = Object.keys(stored.commitments ?? {});
  if (paths.length === 0) return stored;
  const texts = Object.fromEntries(paths.map((path) => [path, redactedText]));
  try {
    return replaceAt(stored, texts) as StoredEvent;
  } catch (error) {
    if (!(error instanceof EntryError)) throw error;
    throw unreadable(stored, 'a place for each redacted text');
  }
}

function unreadable(stored: StoredEvent, expected: string): Fault {
  return new Fault(
    'EVENT_UNREADABLE',
    `The event at position ${stored.position} of "${stored.ledger}" (${stored.type}, schemaVersion ${stored.schemaVersion}) can't be read: expected ${expected}. It is kept as it is; use the version of the program that wrote it, or a newer one.`,
  );
}
