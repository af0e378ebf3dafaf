import { randomBytes } from 'node:crypto';
import type { Catalogue, Envelope, EventType } from '../../events/index.js';
import { envelopeTexts } from '../../events/index.js';
import type { StoredEvent } from './collections.js';
import { entryBytes, leafHash } from './leaf.js';
import { saltTexts } from './commitments.js';

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

/** Salts the free texts of a new event and computes its leaf. @throws EntryError. */
export function seal(event: Unsealed, catalogue: Catalogue): StoredEvent {
  const eventType = catalogue[event.type];
  if (eventType === undefined) throw new Error(`"${event.type}" is not in the catalogue`);
  const { schemaVersion } = eventType;
  const texts = textsOf(eventType, schemaVersion);
  const salts = saltTexts(event, texts, randomBytes);
  const salted = { ...event, schemaVersion, ...(Object.keys(salts).length > 0 ? { salts } : {}) };
  return { ...salted, leafHash: leafHash(entryBytes(salted, texts)).toString('base64') };
}
