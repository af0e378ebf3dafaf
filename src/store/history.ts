import type { Filter } from 'mongodb';
import type { StoredEvent } from './collections.js';

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
  readonly hasReason?: boolean;
  /** Of events that say so: changes of reports. */
  readonly afterCutoff?: boolean;
  /** Inclusive. */
  readonly recordedFrom?: Date;
  /** Exclusive. */
  readonly recordedTo?: Date;
  /** Only entries up to this position. */
  readonly upTo?: number;
}

export function historyFilter(ledger: string, query: HistoryQuery): Filter<StoredEvent> {
  const { planId, actionId, officeId, quarter, importId, types, actorId } = query;
  const { role, hasReason, afterCutoff, field, upTo } = query;
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
    $or: field === undefined ? undefined : placesOf(field),
    type: types === undefined ? undefined : { $in: [...types] },
    recordedAt: timeRange(query),
    position: upTo === undefined ? undefined : { $lte: upTo },
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

function timeRange({ recordedFrom, recordedTo }: HistoryQuery) {
  if (recordedFrom === undefined && recordedTo === undefined) return undefined;
  return {
    ...(recordedFrom === undefined ? {} : { $gte: recordedFrom }),
    ...(recordedTo === undefined ? {} : { $lt: recordedTo }),
  };
}
