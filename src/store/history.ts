import type { Filter } from 'mongodb';
import type { Collections, StoredEvent } from './collections.js';

/** Which events of one ledger a history shows: those that meet all that is given. */
export interface HistoryQuery {
  readonly planId?: string;
  readonly actionId?: string;
  readonly officeId?: string;
  readonly quarter?: string;
  readonly importId?: string;
  readonly types?: readonly string[];
  readonly actorId?: string;
  readonly role?: string;
  /** The name of a field that an event set or changed: letters and digits only. */
  readonly field?: string;
  /** Event types that count as changing the field, whatever their data has. */
  readonly changedBy?: readonly string[];
  readonly hasReason?: boolean;
  /** Of events that say so: changes of reports. */
  readonly afterCutoff?: boolean;
  /** Only entries from this position on. */
  readonly from?: number;
  /** Only entries up to this position. */
  readonly upTo?: number;
}

export function historyFilter(ledger: string, query: HistoryQuery): Filter<StoredEvent> {
  const { planId, actionId, officeId, quarter, importId, types, actorId } = query;
  const { role, hasReason, afterCutoff, field } = query;
  const equal = {
    'subject.planId': planId,
    'subject.actionId': actionId,
    'subject.officeIds': officeId,
    'subject.quarter': quarter,
    'subject.importId': importId,
    'actor.id': actorId,
    'actor.role': role,
    reason: hasReason === undefined ? undefined : { $exists: hasReason },
    'data.afterCutoff': afterCutoff,
    $or: field === undefined ? undefined : [...placesOf(field), ...ofTypes(query.changedBy)],
    type: types === undefined ? undefined : { $in: [...types] },
    position: placesWithin(query),
  };
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  return { ledger, ...Object.fromEntries(given) };
}

/** A field stands in the data itself, or on either side of a change. */
function placesOf(field: string) {
  const name = field === 'offices' ? 'officeIds' : field;
  return ['data', 'data.before', 'data.after'].map((place) => ({
    [`${place}.${name}`]: { $exists: true },
  }));
}

const ofTypes = (types: readonly string[] | undefined) =>
  types === undefined ? [] : [{ type: { $in: [...types] } }];

function placesWithin({ from, upTo }: HistoryQuery) {
  if (from === undefined && upTo === undefined) return undefined;
  return {
    ...(from === undefined ? {} : { $gte: from }),
    ...(upTo === undefined ? {} : { $lte: upTo }),
  };
}

export interface TimeRange {
  /** Inclusive. */
  readonly recordedFrom?: Date;
  /** Exclusive. */
  readonly recordedTo?: Date;
}

/** Both ends are inclusive, and left open when left out; there is nothing when `from` > `upTo`. */
export type PositionRange = Pick<HistoryQuery, 'from' | 'upTo'>;

/**
 * The places of what was recorded within a time: `recordedAt` never falls from one position to the
 * next, so each end is one look-up. By the times themselves, a page of long ago would read
 * everything that was recorded since.
 */
export async function positionsWithin(
  { events }: Collections,
  ledger: string,
  { recordedFrom, recordedTo }: TimeRange,
): Promise<PositionRange> {
  const projection = { _id: 0, position: 1 } as const;
  const [first, last] = await Promise.all([
    recordedFrom &&
      events.findOne(
        { ledger, recordedAt: { $gte: recordedFrom } },
        { sort: { recordedAt: 1, position: 1 }, projection },
      ),
    recordedTo &&
      events.findOne(
        { ledger, recordedAt: { $lt: recordedTo } },
        { sort: { recordedAt: -1, position: -1 }, projection },
      ),
  ]);
  return {
    ...(first === undefined ? {} : { from: first?.position ?? Number.MAX_SAFE_INTEGER }),
    ...(last === undefined ? {} : { upTo: last?.position ?? 0 }),
  };
}
