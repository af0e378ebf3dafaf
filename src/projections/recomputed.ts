import type { RecordedEvent } from '../../events/index.js';
import { periodIdOf } from '../domain/period.js';
import type { Publication } from '../domain/publication.js';
import { publicationOf } from '../domain/publication.js';
import { dateInBogota } from '../domain/quarter.js';
import type { Collections } from '../store/collections.js';
import { decode } from '../store/decode.js';
import { foldOne, onlyInto } from './rebuild-fold.js';
import type { Rows } from './rows.js';
import { createRows } from './rows.js';

/** A closing on record, with what the events before it say that was published. */
export interface Recomputed {
  readonly closing: RecordedEvent<'PeriodClosed'>;
  /** Absent where the events before it have no such plan or no such period. */
  readonly publication?: Publication;
}

/** A plan of which a quarter was closed, and where the last time. */
export interface ClosedPlan {
  readonly planId: string;
  readonly lastClosing: number;
}

/** The plans of a ledger of which a quarter was closed up to a position. */
export async function* plansWithClosings(
  { events }: Collections,
  ledger: string,
  upTo: number,
): AsyncGenerator<ClosedPlan> {
  const closings = { ledger, type: 'PeriodClosed', position: { $lte: upTo } };
  const plans = events.aggregate<ClosedPlan>([
    { $match: closings },
    { $group: { _id: '$subject.planId', lastClosing: { $max: '$position' } } },
    { $project: { _id: 0, planId: '$_id', lastClosing: 1 } },
  ]);
  yield* plans;
}

/**
 * The closings of a plan up to a position, in order, with the publication of each computed anew
 * from the events before it: the plan's history is read once, by its index.
 * @throws Fault EVENT_UNREADABLE naming the position.
 */
export async function* recomputedPublications(
  { events }: Collections,
  ledger: string,
  planId: string,
  upTo: number,
): AsyncGenerator<Recomputed> {
  const rows = createRows();
  // A plan's history tells of redactions too; their stream, the entity's, isn't read here.
  const sink = onlyInto(rows, (model) => model !== 'entities');
  const filter = { ledger, 'subject.planId': planId, position: { $lte: upTo } };
  const cursor = events.find(filter, { sort: { position: 1 }, batchSize: 1_000 });
  for await (const stored of cursor) {
    const event = decode(stored);
    if (event.type === 'PeriodClosed') yield recomputed(event, rows);
    foldOne(event, sink);
  }
}

/** What a closing published, by the rows that the events before it fold to. */
export function recomputed(closing: Recomputed['closing'], rows: Rows): Recomputed {
  const { planId, quarter } = closing.data;
  const plan = rows.get('plans', planId);
  const period = rows.get('periods', periodIdOf(planId, quarter));
  if (plan === undefined || period === undefined) return { closing };
  const asOf = { position: closing.position - 1, on: dateInBogota(closing.recordedAt) };
  return { closing, publication: publicationOf(plan, period, rows, asOf) };
}
