import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { When } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import type { MomentView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { dateInBogota } from '../../domain/quarter.js';
import type { Model, Row, States } from '../../domain/states.js';
import { lastAsOf, planAsOfEach, registersAsOf } from '../../projections/as-of.js';
import { models } from '../../projections/fold.js';
import type { Rows } from '../../projections/rows.js';
import { streamsAsOf } from '../../projections/streams-as-of.js';
import type { Collections } from '../../store/collections.js';
import { collectionsOf } from '../../store/collections.js';

/** Whole plans are held in memory, so one request may look at so many of them (or moments). */
const maxPlans = 20;

/** What one request has read of the past: each thing at each position is folded once. */
export interface PastLoaders {
  /** At position 0 when nothing was on record by then, or there is no such ledger. */
  moment(ledger: string, when: NonNullable<When>): Promise<MomentView>;
  row<M extends Model>(
    model: M,
    at: { readonly ledger: string; readonly id: string; readonly position: number },
  ): Promise<Row<States[M]> | undefined>;
  /**
   * A whole plan; what is asked of it afterwards reads nothing more.
   * @throws inputError for more plans and moments than one request may hold.
   */
  plan(planId: string, position: number): Promise<Rows>;
  /** The plans and offices of an entity. */
  registers(ledger: string, position: number): Promise<Rows>;
  clear(): void;
}

/** What loaders are keyed by: the position is part of it, so that moments never mix. */
interface AtPosition {
  readonly ledger: string;
  readonly name: string;
  readonly position: number;
}

interface Asked {
  readonly ledger: string;
  readonly when: NonNullable<When>;
}

const placeOf = (ledger: string, position: number) => `${ledger}@${position}`;
const cacheKeyFn = ({ ledger, name, position }: AtPosition) =>
  `${placeOf(ledger, position)} ${name}`;

export function createPastLoaders(db: Db, now: Date): PastLoaders {
  const collections = collectionsOf(db);
  // Moments that are asked for together are found together, so that what follows is read together.
  const moments = new DataLoader(
    (keys: readonly Asked[]) => Promise.all(keys.map((key) => findMoment(collections, key, now))),
    { cacheKeyFn: (key: Asked) => JSON.stringify(key) },
  );
  const streams = new DataLoader(
    (keys: readonly AtPosition[]) =>
      streamsAsOf(
        collections,
        keys.map(({ name, ...at }) => ({ ...at, stream: name })),
      ),
    { cacheKeyFn, maxBatchSize: 1_000 },
  );
  const registers = new DataLoader(
    (keys: readonly AtPosition[]) =>
      Promise.all(keys.map(({ ledger, position }) => registersAsOf(collections, ledger, position))),
    { cacheKeyFn },
  );
  const plans = createPlans(collections);

  return {
    moment(ledger, when) {
      return 'on' in when ? Promise.resolve(when) : moments.load({ ledger, when });
    },
    async row(model, { ledger, id, position }) {
      for (const plan of plans.heldAt(ledger, position)) {
        const row = (await plan).row(model, id);
        if (row !== undefined) return row;
      }
      const name = models[model].streamOf(id);
      return (await streams.load({ ledger, name, position })).row(model, id);
    },
    plan: (planId, position) => plans.load(planId, position),
    registers: (ledger, position) => registers.load({ ledger, name: '', position }),
    clear() {
      moments.clearAll();
      plans.clear();
      streams.clearAll();
      registers.clearAll();
    },
  };
}

/** Plans at positions: of one plan at several, the log is read once. */
function createPlans(collections: Collections) {
  const held = new Map<string, Map<string, Promise<Rows>>>();
  let count = 0;
  const loader = new DataLoader(
    async (keys: readonly AtPosition[]) => {
      const found = new Map<string, Rows>();
      for (const name of new Set(keys.map((key) => key.name))) {
        const ofPlan = keys.filter((key) => key.name === name);
        const sorted = ofPlan.toSorted((a, b) => a.position - b.position);
        const positions = sorted.map(({ position }) => position);
        const each = await planAsOfEach(collections, sorted[0]?.ledger ?? '', name, positions);
        for (const [i, rows] of each.entries()) {
          const key = sorted[i];
          if (key !== undefined) found.set(cacheKeyFn(key), rows);
        }
      }
      return keys.map((key) => found.get(cacheKeyFn(key)) ?? new Error('every plan is folded'));
    },
    { cacheKeyFn },
  );
  return {
    heldAt: (ledger: string, position: number) =>
      held.get(placeOf(ledger, position))?.values() ?? [],
    async load(planId: string, position: number): Promise<Rows> {
      const ledger = ledgerOf('plan', planId) ?? '';
      const place = placeOf(ledger, position);
      const here = held.get(place) ?? new Map<string, Promise<Rows>>();
      const known = here.get(planId);
      if (known !== undefined) return known;
      count += 1;
      if (count > maxPlans) throw tooMany();
      const rows = loader.load({ ledger, name: planId, position });
      held.set(place, here.set(planId, rows));
      return rows;
    },
    clear() {
      held.clear();
      loader.clearAll();
      count = 0;
    },
  };
}

async function findMoment(
  collections: Collections,
  { ledger, when }: Asked,
  now: Date,
): Promise<MomentView> {
  const last = await lastAsOf(collections, ledger, when);
  const { position, recordedAt } = last ?? { position: 0, recordedAt: now };
  if (!('at' in when)) return { position, on: dateInBogota(recordedAt) };
  // What will have been overdue one day, nobody knows yet.
  return { position, on: dateInBogota(when.at < now ? when.at : now) };
}

function tooMany() {
  return inputError({
    field: 'asOf',
    message: `One request may look at ${maxPlans} whole plans as of a moment; the same plan at another moment counts again. Ask for the others in another request.`,
    expected: `at most ${maxPlans}`,
  });
}
