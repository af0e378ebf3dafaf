import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import { commitmentsOf } from './commitments.js';
import type { Committed } from './commitments.js';
import { EntryError } from './entry-error.js';
import { replaceAt } from './texts.js';

/** Two length bytes, as the entries of a tiled log are framed (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

const LEAF_PREFIX = Buffer.from([0x00]);
const OUTSIDE_THE_ENTRY: readonly string[] = ['_id', 'salts', 'commitments', 'leafHash'];

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
  const inside = Object.entries(envelope).filter(([name]) => !OUTSIDE_THE_ENTRY.includes(name));
  const recordedAt = timeText(envelope.recordedAt);
  const hashes = Object.entries(commitmentsOf(envelope, texts));
  const places = Object.fromEntries(hashes.map(([path, sha256]) => [path, { sha256 }]));
  return replaceAt(Object.fromEntries(inside), { ...places, recordedAt });
}

/**
 * The entry as bytes: UTF-8 of its canonical JSON, at most 65,535.
 * @throws EntryError as `entryOf` and `canonicalJson`; ENTRY_TOO_LARGE with both sizes.
 */
export function entryBytes(envelope: LeafInput, texts: readonly string[]): Buffer {
  const bytes = Buffer.from(canonicalJson(entryOf(envelope, texts)), 'utf8');
  if (bytes.length > MAX_ENTRY_BYTES) {
    const where = `${envelope.type} in ${envelope.stream}`;
    const limit = `an entry of at most ${MAX_ENTRY_BYTES} bytes`;
    throw new EntryError('ENTRY_TOO_LARGE', where, limit, `${bytes.length} bytes`);
  }
  return bytes;
}

/** SHA-256(0x00 ‖ entry), 32 bytes: RFC 6962, section 2.1. */
export function leafHash(entry: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([LEAF_PREFIX, entry]), 'buffer');
}

/** `YYYY-MM-DDTHH:mm:ss.sssZ`; a year beyond 9999 would need more than the fixed width. */
function timeText(time: Date): string {
  const text = time instanceof Date && Number.isFinite(time.getTime()) ? time.toISOString() : '';
  if (text.length !== 24) {
    throw new EntryError('BAD_RECORDED_AT', 'recordedAt', 'a Date of the years 0 to 9999', 'none');
  }
  return text;
}
