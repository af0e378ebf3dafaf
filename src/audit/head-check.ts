import type { Collections, LedgerHead } from '../store/collections.js';
import { frontierOf } from '../store/head.js';
import type { Break } from './breaks.js';
import type { LogFindings } from './log-check.js';

/** Whether the head is that of the events that were found good. */
export function checkHead(head: LedgerHead, { frontier, last }: LogFindings): Break | undefined {
  const { _id: ledger, position } = head;
  if (frontier.size < position) {
    const first = frontier.size + 1;
    const missing = first === position ? `${first} is` : `${first} to ${position} are`;
    const message = `Position ${missing} missing: the head tells of ${position} events.`;
    return { code: 'POSITION_GAP', ledger, position: first, message };
  }
  const wrong = (message: string): Break => ({ code: 'HEAD_WRONG', ledger, position, message });
  if (!sameHashes(head, frontier.hashes)) {
    return wrong(`The head's tree isn't that of the ${position} events.`);
  }
  const time: unknown = head.recordedAt;
  const sameTime = time instanceof Date && time.getTime() === last?.recordedAt.getTime();
  if (last !== undefined && !sameTime) {
    return wrong(`The head's time isn't that of the last event.`);
  }
  return undefined;
}

/** An event after the last one that the head tells of, or one that stands at no place. */
export async function checkBeyondHead(
  { events, ledgers }: Collections,
  ledger: string,
): Promise<Break | undefined> {
  // Read before the head: what is appended meanwhile is never beyond it.
  const last = await events.findOne({ ledger }, { sort: { position: -1 } });
  const head = await ledgers.findOne({ _id: ledger });
  const position: unknown = last?.position;
  const known = head?.position ?? 0;
  if (last === null || (typeof position === 'number' && position <= known)) return undefined;
  const where = typeof position === 'number' ? `position ${position}` : 'no position';
  const message = `There is an event at ${where}, and the head tells of ${known} events.`;
  return { code: 'HEAD_WRONG', ledger, position: known + 1, message };
}

function sameHashes(head: LedgerHead, hashes: readonly Uint8Array[]): boolean {
  try {
    const kept = frontierOf(head).hashes;
    return (
      kept.length === hashes.length &&
      hashes.every((hash, i) => Buffer.compare(hash, kept[i] ?? new Uint8Array()) === 0)
    );
  } catch {
    // No list of hashes at all.
    return false;
  }
}
