import type { RecordedEvent } from '../../events/index.js';
import type { Collections } from '../store/collections.js';
import { readPositions } from '../store/read.js';
import type { Outcome } from './request.js';

/** What a command recorded; it is read again only when the answer came from a receipt. */
export async function recordedEvents(
  collections: Collections,
  ledger: string,
  { events, positions }: Extract<Outcome, { readonly kind: 'recorded' }>,
): Promise<readonly RecordedEvent[]> {
  return events ?? readPositions(collections, ledger, positions);
}
