import { catalogue as ourCatalogue } from '../../events/index.js';
import type { Catalogue } from '../../events/index.js';
import type { StoredEvent } from './collections.js';
import { commitmentsOf } from './commitments.js';
import { Fault } from './faults.js';
import { entryText, leafHash } from './leaf.js';
import { textsOf } from './seal.js';
import type { FoundText } from './texts.js';
import { replaceAt, textsIn } from './texts.js';

/** The free texts that an entry has now, by their paths: what can be redacted of it. */
export function freeTexts(stored: StoredEvent, catalogue: Catalogue = ourCatalogue) {
  return textsIn(stored, declaredBy(stored, catalogue));
}

/**
 * The event without these texts and their salts. Of each only its hash remains, so that the leaf is
 * what it was; null stands in its place, since a text that was never given is absent. A text that
 * is gone already stays so.
 * @throws Fault LEDGER_DAMAGED when what is stored doesn't give its leaf: then it was altered, and
 * a redaction would cover that up.
 */
export function redactTexts(
  stored: StoredEvent,
  paths: readonly string[],
  catalogue: Catalogue = ourCatalogue,
): StoredEvent {
  const texts = declaredBy(stored, catalogue);
  const wanted = textsIn(stored, texts).filter(({ path }) => paths.includes(path));
  if (wanted.length === 0) return stored;
  try {
    const all = commitmentsOf(stored, texts);
    const gone = new Set(wanted.map(({ path }) => path));
    const { salts = {}, ...rest } = stored;
    const left = Object.entries(salts).filter(([path]) => !gone.has(path));
    const hashes = [...gone].map((path) => [path, all[path] ?? ''] as const);
    const redacted = {
      ...replaceAt(rest, Object.fromEntries([...gone].map((path) => [path, null]))),
      ...(left.length === 0 ? {} : { salts: Object.fromEntries(left) }),
      commitments: { ...stored.commitments, ...Object.fromEntries(hashes) },
    } as StoredEvent;
    const leaf = leafHash(entryText(redacted, texts)).toString('base64');
    if (leaf !== stored.leafHash) throw new Error('The leaf would be another');
    return redacted;
  } catch (error) {
    const { ledger, position } = stored;
    const message = `What is stored at position ${position} of "${ledger}" doesn't give its leaf, so it was altered. Nothing is redacted there. Run "bitacora verify --entity ${ledger}".`;
    throw new Fault('LEDGER_DAMAGED', message, { cause: error });
  }
}

/**
 * Where an entry says one of these texts, to the letter but for blanks around it. A raw cell, which
 * may be a whole row, says a text of some length when it holds it.
 */
export function copiesIn(stored: StoredEvent, sought: ReadonlySet<string>): readonly FoundText[] {
  return freeTexts(stored).filter(({ path, text }) =>
    path === 'source.raw' ? saysOneOf(text, sought) : sought.has(text.trim()),
  );
}

/** Whether a text is one of these, or holds one of some length. */
export function saysOneOf(text: string, sought: ReadonlySet<string>): boolean {
  if (sought.has(text.trim())) return true;
  return [...sought].some((part) => part.length >= shortestPart && text.includes(part));
}

/** Texts as `copiesIn` seeks them. */
export const soughtTexts = (texts: readonly FoundText[]): ReadonlySet<string> =>
  new Set(texts.map(({ text }) => text.trim()));

/** A shorter text stands in others by chance. */
const shortestPart = 12;

function declaredBy({ type, schemaVersion }: StoredEvent, catalogue: Catalogue): readonly string[] {
  const eventType = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
  return eventType === undefined ? [] : textsOf(eventType, schemaVersion);
}
