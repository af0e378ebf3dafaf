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
  /** Inclusive. */
  readonly recordedFrom?: Date;
  /** Exclusive. */
  readonly recordedTo?: Date;
}

export function historyFilter(ledger: string, query: HistoryQuery): Filter<StoredEvent> {
  const { planId, actionId, officeId, quarter, importId, types, actorId } = query;
  const equal = {
    'subject.planId': planId,
    'subject.actionId': actionId,
    'subject.officeIds': officeId,
    'subject.quarter': quarter,
    'subject.importId': importId,
    'actor.id': actorId,
    type: types === undefined ? undefined : { $in: [...types] },
    recordedAt: timeRange(query),
  };
  const given = Object.entries(equal).filter(([, value]) => value !== undefined);
  return { ledger, ...Object.fromEntries(given) };
}

function timeRange({ recordedFrom, recordedTo }: HistoryQuery) {
  if (recordedFrom === undefined && recordedTo === undefined) return undefined;
  return {
    ...(recordedFrom === undefined ? {} : { $gte: recordedFrom }),
    ...(recordedTo === undefined ? {} : { $lt: recordedTo }),
  };
}
