import { randomBytes } from 'node:crypto';
import { BSON } from 'mongodb';
import type { Catalogue, Envelope, EventType } from '../../events/index.js';
import { envelopeTexts } from '../../events/index.js';
import type { StoredEvent } from './collections.js';
import { entryText, leafHash } from './leaf.js';
import { saltTexts } from './commitments.js';
import { EntryError } from './entry-error.js';

/** An event is read, folded and shown whole: a text beyond this belongs in a file of evidence. */
const maxDocumentBytes = 256 * 1024;

/** An event with everything but what proves it. */
export type Unsealed = Omit<Envelope, 'salts' | 'commitments' | 'leafHash' | 'schemaVersion'> & {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The free texts of an event at one shape version, as paths from the envelope. */
export function textsOf(eventType: EventType, schemaVersion: number): readonly string[] {
  const shapes = [eventType, ...eventType.older];
  const texts = shapes.find((shape) => shape.schemaVersion === schemaVersion)?.texts ?? [];
  return [...envelopeTexts, ...texts.map((path) => `data.${path}`)];
}

/**
 * Salts the free texts of a new event and computes its leaf.
 * @throws EntryError; DOCUMENT_TOO_LARGE with both sizes when it is more than 256 KB.
 */
export function seal(event: Unsealed, catalogue: Catalogue): StoredEvent {
  const eventType = catalogue[event.type];
  if (eventType === undefined) throw new Error(`"${event.type}" is not in the catalogue`);
  const { schemaVersion } = eventType;
  const texts = textsOf(eventType, schemaVersion);
  const salts = saltTexts(event, texts, randomBytes);
  const salted = { ...event, schemaVersion, ...(Object.keys(salts).length > 0 ? { salts } : {}) };
  const sealed = { ...salted, leafHash: leafHash(entryText(salted, texts)).toString('base64') };
  const bytes = BSON.calculateObjectSize(sealed);
  if (bytes > maxDocumentBytes) {
    const where = `${event.type} in ${event.stream}`;
    const limit = `a document of at most ${maxDocumentBytes} bytes`;
    throw new EntryError('DOCUMENT_TOO_LARGE', where, limit, `${bytes} bytes`);
  }
  return sealed;
}
