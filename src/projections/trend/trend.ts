import DataLoader from 'dataloader';
import type { Db, MongoClient } from 'mongodb';
import { readHeads } from '../read-rows.js';
import type { TrendRequest } from './basis.js';
import type { LedgerSums } from './ledger-sums.js';
import { ledgerSums } from './ledger-sums.js';
import type { Moment, Where } from './moment.js';
import type { TrendPoint } from './points.js';
import { pointsOf } from './points.js';
import { readSnapshot } from './snapshot.js';
import type { SumsCache } from './sums-cache.js';
import { inSnapshot } from '../../store/transaction.js';

export interface Trend {
  /** By dimension as asked, then quarter, then label. */
  readonly points: readonly TrendPoint[];
  /** Each action once; by quarter. */
  readonly total: readonly TrendPoint[];
  /** For each ledger the position whose figures these are. */
  readonly positions: Readonly<Record<string, number>>;
}

export interface TrendStore {
  readonly client: MongoClient;
  readonly db: Db;
  readonly cache: SumsCache;
}

/** Ledgers that are read in one snapshot: enough to save queries, few enough to share the work. */
const together = 13;

/**
 * The trend of the plans of these ledgers whose states have these values, e.g. `{ planId }` or
 * `{ year: { $in: […] } }`: the sums of each, added up.
 */
export async function readTrend(
  { client, db, cache }: TrendStore,
  ledgers: readonly string[],
  plans: Where,
  request: TrendRequest,
): Promise<Trend> {
  const read = (missed: readonly string[]) =>
    inSnapshot(client, async (session) => {
      const found = new Map<string, LedgerSums>();
      for (const moment of await readSnapshot(db, session, missed)) {
        for (const sums of await ledgerSums(moment, plans, request)) found.set(sums.ledger, sums);
      }
      return missed.map((ledger) => found.get(ledger) ?? new Error(`No ledger "${ledger}"`));
    });
  const loader = new DataLoader(read, { maxBatchSize: together, cache: false });
  const heads = await readHeads(db, ledgers);
  const sums = await Promise.all(
    heads.flatMap((head) =>
      head === undefined ? [] : [cache.get(head, [plans, request], () => loader.load(head._id))],
    ),
  );
  const positions = Object.fromEntries(sums.map(({ ledger, position }) => [ledger, position]));
  return { ...trendOf(sums, request), positions };
}

/** The trend of plans as they were known at a position. */
export async function trendAsOf(
  moment: Moment,
  plans: Where,
  request: TrendRequest,
): Promise<Omit<Trend, 'positions'>> {
  return trendOf(await ledgerSums(moment, plans, request), request);
}

function trendOf(
  parts: readonly LedgerSums[],
  { groupBy, from }: TrendRequest,
): Omit<Trend, 'positions'> {
  // Ledgers that were read together share their names.
  const names = new Map([...new Set(parts.map((part) => part.names))].flatMap((map) => [...map]));
  // The quarter before the first was read for the sake of the first one's change.
  const wanted = ({ quarter }: TrendPoint) => from === undefined || quarter >= from;
  const plans = parts.flatMap((part) => part.plans);
  const total = plans.flatMap((sums) => sums.total);
  const points = groupBy.flatMap((dimension) => {
    const groups = plans.flatMap((sums) => sums.groups.get(dimension) ?? []);
    return pointsOf(dimension, groups, names).filter(wanted);
  });
  return { points, total: pointsOf(undefined, total, names).filter(wanted) };
}
