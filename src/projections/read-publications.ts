import type { Db } from 'mongodb';
import type { Publication } from '../domain/publication.js';
import type { Quarter } from '../domain/quarter.js';
import type { StoredPublication } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';

/** A quarter of a plan, by its ledger. */
export interface PublicationKey {
  readonly ledger: string;
  readonly planId: string;
  readonly quarter: Quarter;
  /** Only closings up to this position. */
  readonly upTo?: number;
}

/** Frozen figures with the place of the `PeriodClosed` that carries their hash. */
export type FrozenPublication = Omit<StoredPublication, 'publication'> & {
  readonly publication: Publication;
};

/**
 * What was published of each quarter at its last closing, in the order of the keys and in one
 * query; undefined where there was no closing.
 */
export async function readPublications(
  db: Db,
  keys: readonly PublicationKey[],
): Promise<readonly (FrozenPublication | undefined)[]> {
  if (keys.length === 0) return [];
  const found = await collectionsOf(db)
    .publications.find({
      $or: keys.map(({ ledger, planId, quarter }) => ({
        ledger,
        'publication.planId': planId,
        'publication.quarter': quarter,
      })),
    })
    .sort({ position: 1 })
    .toArray();
  const closings = new Map<string, FrozenPublication[]>();
  for (const { ledger, position, recordedAt, publication } of found) {
    const frozen = { ledger, position, recordedAt, publication: publication as Publication };
    const key = keyOf({ ledger, ...publication });
    closings.set(key, [...(closings.get(key) ?? []), frozen]);
  }
  return keys.map((key) =>
    closings.get(keyOf(key))?.findLast(({ position }) => position <= (key.upTo ?? Infinity)),
  );
}

function keyOf({ ledger, planId, quarter }: PublicationKey): string {
  return `${ledger} ${planId} ${quarter}`;
}
