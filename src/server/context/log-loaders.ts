import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { DataOf, RecordedEvent } from '../../../events/index.js';
import type { WeightsPlace } from '../../projections/weights-before.js';
import { weightsBefore } from '../../projections/weights-before.js';
import type { StoredEvent } from '../../store/collections.js';
import { collectionsOf } from '../../store/collections.js';
import { readEntries } from '../../store/entries.js';
import type { PositionRange, TimeRange } from '../../store/history.js';
import { positionsWithin } from '../../store/history.js';
import { redactionLoader } from './redaction-loader.js';

/** What one request has read of the log itself, by places. */
export interface LogLoaders {
  /** What says that an entry was redacted, by `ledger:position`. */
  redactions(entryId: string): Promise<readonly RecordedEvent[]>;
  /** The places of what was recorded within a time. */
  positionsWithin(ledger: string, times: TimeRange): Promise<PositionRange>;
  /** The weights that a plan had before a place; undefined when none were set. */
  weightsBefore(place: WeightsPlace): Promise<DataOf<'PlanWeightsSet'>['weights'] | undefined>;
  /** One entry of the log by its place. */
  entry(ledger: string, position: number): Promise<StoredEvent | undefined>;
  /** Forgets everything. */
  clear(): void;
}

export function createLogLoaders(db: Db): LogLoaders {
  const collections = collectionsOf(db);
  const redactions = redactionLoader(db);
  const entries = new DataLoader(
    (places: readonly { readonly ledger: string; readonly position: number }[]) =>
      readEntries(db, places),
    { maxBatchSize: 1_000, cacheKeyFn: ({ ledger, position }) => `${ledger}:${position}` },
  );
  // Of lists alike the same times are asked, and their pages are read together once they are known.
  const ranges = new DataLoader(
    (keys: readonly (TimeRange & { readonly ledger: string })[]) =>
      Promise.all(keys.map(({ ledger, ...times }) => positionsWithin(collections, ledger, times))),
    { cacheKeyFn: (key) => JSON.stringify(key) },
  );
  const weights = new DataLoader(
    (places: readonly WeightsPlace[]) => weightsBefore(collections, places),
    { cacheKeyFn: ({ planId, position }) => `${planId} ${position}` },
  );
  return {
    redactions: (entryId) => redactions.load(entryId),
    async positionsWithin(ledger, { recordedFrom, recordedTo }) {
      if (recordedFrom === undefined && recordedTo === undefined) return {};
      return ranges.load({
        ledger,
        ...(recordedFrom && { recordedFrom }),
        ...(recordedTo && { recordedTo }),
      });
    },
    weightsBefore: (place) => weights.load(place),
    entry: (ledger, position) => entries.load({ ledger, position }),
    clear() {
      for (const loader of [redactions, entries, ranges, weights]) loader.clearAll();
    },
  };
}
