import { catalogue, envelopeTexts } from '../../events/index.js';
import type { StoredEvent } from '../store/collections.js';
import type { EntryErrorCode } from '../store/entry-error.js';
import { EntryError } from '../store/entry-error.js';
import { entryText, leafHash } from '../store/leaf.js';
import { textsOf } from '../store/seal.js';
import type { BreakCode } from './breaks.js';

export interface LeafFault {
  readonly code: BreakCode;
  readonly message: string;
}

/** What is wrong with a text and its salt or commitment, before anything is hashed. */
const aboutTexts: readonly EntryErrorCode[] = [
  'NOT_A_TEXT',
  'TEXT_WITHOUT_SALT',
  'TEXT_AND_COMMITMENT',
  'UNDECLARED_TEXT',
  'BAD_SALT',
  'BAD_COMMITMENT',
];

/**
 * The leaf of an event, computed from what is stored and compared with the stored `leafHash`.
 * A leaf is one hash over all: which field was changed can't be told from it.
 */
export function checkLeaf(stored: StoredEvent): Uint8Array | LeafFault {
  try {
    const leaf = leafHash(entryText(stored, declaredTexts(stored)));
    if (leaf.toString('base64') === stored.leafHash) return leaf;
    return {
      code: 'LEAF_MISMATCH',
      message: `What is stored (${named(stored)}) doesn't hash to its leaf: a field, a text, a salt or the leaf hash was changed.`,
    };
  } catch (error) {
    if (error instanceof EntryError) {
      const code = aboutTexts.includes(error.code) ? 'TEXT_CHANGED' : 'LEAF_MISMATCH';
      return { code, message: `${named(stored)}: ${error.message}.` };
    }
    // A member that code relies on is gone or of another kind.
    return {
      code: 'LEAF_MISMATCH',
      message: `What is stored at this place has not the shape of an event.`,
    };
  }
}

const known = new Map<string, readonly string[]>();

/**
 * The free texts of an event, by its type and shape. Of a type or shape that this code doesn't
 * know, they are those that have a salt or a commitment: each declared text got one when it was
 * recorded, and a salt too many or too few gives another leaf.
 */
function declaredTexts(stored: StoredEvent): readonly string[] {
  const { type, schemaVersion } = stored;
  const shape = `${type}/${schemaVersion}`;
  const found = known.get(shape);
  if (found !== undefined) return found;
  const eventType = Object.hasOwn(catalogue, type)
    ? catalogue[type as keyof typeof catalogue]
    : undefined;
  const shapes = eventType === undefined ? [] : [eventType, ...eventType.older];
  if (eventType === undefined || !shapes.some((s) => s.schemaVersion === schemaVersion)) {
    const paths = [...Object.keys(stored.salts ?? {}), ...Object.keys(stored.commitments ?? {})];
    return [...new Set([...envelopeTexts, ...paths.map((path) => patternOf(stored, path))])];
  }
  const texts = textsOf(eventType, schemaVersion);
  known.set(shape, texts);
  return texts;
}

/** As a type would declare it: what holds for one item of a list holds for all. */
function patternOf(stored: StoredEvent, path: string): string {
  let at: unknown = stored;
  const steps = path.split('.').map((step) => {
    const isItem = Array.isArray(at);
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined;
    return isItem ? '*' : step;
  });
  return steps.join('.');
}

function named({ type, schemaVersion, stream }: StoredEvent): string {
  return `${type} of shape ${schemaVersion}, in ${stream}`;
}
