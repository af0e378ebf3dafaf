import type { RedactedEntry } from '../domain/people.js';
import type { Refusal } from '../domain/refusal.js';
import { badInput, notFound } from '../domain/refusal.js';
import type { Collections, StoredEvent } from '../store/collections.js';
import { copiesIn, freeTexts, soughtTexts } from '../store/redact-texts.js';

export interface RedactRequest {
  readonly ledger: string;
  readonly position: number;
  /** As paths, from the envelope or from `data`: `reason`, `narrative`, `before.narrative`. */
  readonly fields: readonly string[];
  /** Takes every text of the ledger that is alike for a copy; else those of the entry's stream. */
  readonly everywhere: boolean;
}

/** What a redaction is about: each entry with a copy, and last the entry itself. */
export interface RedactionPlan {
  readonly entries: readonly RedactedEntry[];
  /** Texts of the entry that stay, by their paths. */
  readonly staying: readonly string[];
  readonly sought: ReadonlySet<string>;
}

/** What would be redacted; nothing is changed. A text that is redacted already is left out. */
export async function planRedaction(
  collections: Collections,
  { ledger, position, fields, everywhere }: RedactRequest,
): Promise<RedactionPlan | Refusal> {
  const entry = await collections.events.findOne({ ledger, position });
  if (entry === null) return notFound('position', String(position));
  const texts = freeTexts(entry);
  const gone = Object.keys(entry.commitments ?? {});
  const known = [...texts.map(({ path }) => path), ...gone];
  const paths = fields.map((field) => known.find((path) => isNamed(path, field)));
  const unknown = fields.find((_, i) => paths[i] === undefined);
  if (unknown !== undefined) {
    return badInput(`The entry has no text "${unknown}" that could be redacted.`, {
      field: 'field',
      expected: known.length === 0 ? 'another entry: this one has none' : known.join(', '),
      actual: unknown,
    });
  }
  const sought = soughtTexts(texts.filter(({ path }) => paths.includes(path)));
  const entries = await entriesWith(collections, entry, sought, everywhere);
  const redacted = entries.find((other) => other.position === position)?.fields ?? [];
  const staying = texts.map(({ path }) => path).filter((path) => !redacted.includes(path));
  return { entries, staying, sought };
}

/**
 * What all entries of an import share. Another text that is alike in another stream, such as "no
 * progress", is no copy; `everywhere` takes it for one.
 */
const ofTheImport: readonly string[] = ['reason', 'source.fileName', 'data.fileName'];

/** `narrative` means `data.narrative`, and `raw` means `source.raw`. */
function isNamed(path: string, field: string): boolean {
  return [field, `data.${field}`, `source.${field}`].includes(path);
}

/**
 * The entries that say one of these texts, the given one last: once that one is on record all are,
 * and whoever goes on from there needn't know the text.
 */
export async function entriesWith(
  { events }: Collections,
  entry: StoredEvent,
  sought: ReadonlySet<string>,
  everywhere: boolean,
): Promise<readonly RedactedEntry[]> {
  if (sought.size === 0) return [];
  const { ledger, stream, subject, position } = entry;
  const { importId } = subject;
  const places = everywhere
    ? [{ ledger }]
    : [
        { ledger, stream },
        ...(importId === undefined ? [] : [{ ledger, 'subject.importId': importId }]),
      ];
  const found = new Map<number, RedactedEntry>();
  for (const place of places) {
    for await (const event of events.find(place, { sort: { position: 1 }, batchSize: 1_000 })) {
      const near = everywhere || event.stream === stream;
      const fields = copiesIn(event, sought)
        .map(({ path }) => path)
        .filter((path) => near || ofTheImport.includes(path));
      if (fields.length === 0) continue;
      found.set(event.position, { position: event.position, fields, subject: event.subject });
    }
  }
  const own = found.get(position);
  found.delete(position);
  return [...found.values(), ...(own === undefined ? [] : [own])];
}
