import type { StoredEvent } from '../store/collections.js';
import type { Break, BreakCode } from './breaks.js';
import { checkLeaf } from './leaf-check.js';

export interface EventCheck {
  /** The event's leaf, or how it breaks the ledger. Events come in order of position. */
  check(stored: StoredEvent): Uint8Array | Break;
  /** To be asked when all events were checked. */
  unexplained(): Break | undefined;
  readonly redacted: number;
  /** Entries of which a text is on record as redacted and is still there. */
  readonly unredacted: number;
}

/**
 * Checks the events of one ledger, one after the other. It remembers the version of each stream,
 * and the redacted entries; nothing else grows with the log.
 */
export function createEventCheck(ledger: string): EventCheck {
  const versions = new Map<string, number>();
  /** By entry, the texts that are gone and of which no event says so yet. */
  const unexplained = new Map<number, Set<string>>();
  /** By entry, the texts that are gone. */
  const gone = new Map<number, ReadonlySet<string>>();
  const unredacted = new Set<number>();
  let expected = 1;
  const broken = (code: BreakCode, message: string): Break => ({
    code,
    ledger,
    position: expected,
    message,
  });

  const explain = ({ position, fields }: StoredEvent['data']) => {
    const at = Number(position);
    for (const field of Array.isArray(fields) ? fields.map(String) : []) {
      unexplained.get(at)?.delete(field);
      if (gone.get(at)?.has(field) !== true) unredacted.add(at);
    }
    if (unexplained.get(at)?.size === 0) unexplained.delete(at);
  };

  return {
    check(stored) {
      const { position, stream, streamVersion } = stored;
      if (position !== expected) return broken('POSITION_GAP', gap(expected, position));
      const leaf = checkLeaf(stored);
      if (!(leaf instanceof Uint8Array)) return broken(leaf.code, leaf.message);
      const version = (versions.get(stream) ?? 0) + 1;
      if (streamVersion !== version) {
        const message = `Expected version ${version} of ${stream}, got ${streamVersion}.`;
        return broken('STREAM_GAP', message);
      }
      versions.set(stream, version);
      const paths = Object.keys(stored.commitments ?? {});
      if (paths.length > 0) {
        gone.set(position, new Set(paths));
        unexplained.set(position, new Set(paths));
      }
      if (stored.type === 'EntryRedacted') explain(stored.data);
      expected += 1;
      return leaf;
    },
    unexplained() {
      const [position] = unexplained.keys();
      if (position === undefined) return undefined;
      const message = 'A text of this entry was removed, and no EntryRedacted event says so.';
      return { code: 'REDACTION_UNEXPLAINED', ledger, position, message };
    },
    get redacted() {
      return gone.size;
    },
    get unredacted() {
      return unredacted.size;
    },
  };
}

/** Messages show numbers of the place only: whatever else stands there may be anything. */
function gap(expected: number, came: unknown): string {
  if (typeof came !== 'number') return `Expected position ${expected}, got one that is no number.`;
  if (came < expected) return `Expected position ${expected}, got ${came}, a second time.`;
  const last = Math.ceil(came) - 1;
  const missing = last > expected ? `${expected} to ${last} are` : `${expected} is`;
  return `Position ${missing} missing; the next one is ${came}.`;
}
