import { canonicalJson } from './canonical.js';
import { commitmentsOf } from './commitments.js';
import type { Committed } from './commitments.js';
import { EntryError } from './entry-error.js';
import { sha256 } from './sha256.js';
import { replaceAt } from './texts.js';

/** Two length bytes, as the entries of a tiled log are framed (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

/** An event as the leaf sees it. Other members count too: whatever is stored is proven. */
export interface LeafInput extends Committed {
  readonly _id?: unknown;
  readonly ledger: string;
  readonly position: number;
  readonly stream: string;
  readonly streamVersion: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly subject: object;
  readonly data: object;
  readonly actor: { readonly id: string; readonly role: string };
  readonly recordedAt: Date;
  readonly occurredOn?: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly reason?: string;
  readonly source?: object;
  readonly leafHash?: unknown;
}

/**
 * What the log promises of an event: the envelope without `_id`, `salts`, `commitments` and
 * `leafHash`, `recordedAt` as text, and `{"sha256": …}` in place of every declared text. It is an
 * object so that no text, whatever its letters, can pass for a commitment. A redacted text gives
 * the same entry as before its redaction.
 * @param texts the free texts that this type declares at this schemaVersion, and those of the
 * envelope (`reason`, `source.raw`); never to change for a schemaVersion, or old leaves break.
 * @throws EntryError as `commitmentsOf`; BAD_RECORDED_AT.
 */
export function entryOf(envelope: LeafInput, texts: readonly string[]): object {
  const { _id, salts: _s, commitments: _c, leafHash: _l, ...inside } = envelope;
  const recordedAt = timeText(envelope.recordedAt);
  const places: Record<string, unknown> = {};
  for (const [path, sha256] of Object.entries(commitmentsOf(envelope, texts))) {
    places[path] = { sha256 };
  }
  places['recordedAt'] = recordedAt;
  return replaceAt(inside, places);
}

/**
 * The entry as text: its canonical JSON, of at most 65,535 bytes in UTF-8.
 * @throws EntryError as `entryOf` and `canonicalJson`; ENTRY_TOO_LARGE with both sizes.
 */
export function entryText(envelope: LeafInput, texts: readonly string[]): string {
  const text = canonicalJson(entryOf(envelope, texts));
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > MAX_ENTRY_BYTES) {
    const where = `${envelope.type} in ${envelope.stream}`;
    const limit = `an entry of at most ${MAX_ENTRY_BYTES} bytes`;
    throw new EntryError('ENTRY_TOO_LARGE', where, limit, `${bytes} bytes`);
  }
  return text;
}

/** SHA-256(0x00 ‖ entry in UTF-8), 32 bytes: RFC 6962, section 2.1. */
export function leafHash(entry: string): Buffer {
  // A text is hashed as its UTF-8; as bytes of our own it would be copied twice on the way.
  return sha256(`\0${entry}`);
}

/** `YYYY-MM-DDTHH:mm:ss.sssZ`; a year beyond 9999 would need more than the fixed width. */
function timeText(time: Date): string {
  const text = time instanceof Date && Number.isFinite(time.getTime()) ? time.toISOString() : '';
  if (text.length !== 24) {
    throw new EntryError('BAD_RECORDED_AT', 'recordedAt', 'a Date of the years 0 to 9999', 'none');
  }
  return text;
}
