import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { RecordedEvent } from '../../../events/index.js';
import type { When } from '../../../schema/context.js';
import type { MomentView } from '../../../schema/views.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { IdKind } from '../../domain/ids.js';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import { modelNames } from '../../projections/fold.js';
import type { FrozenPublication, PublicationKey } from '../../projections/read-publications.js';
import { readPublications } from '../../projections/read-publications.js';
import { readHeads, readRows } from '../../projections/read-rows.js';
import type { ActorFacts } from '../../store/actors.js';
import { readActors } from '../../store/actors.js';
import type { Rows } from '../../projections/rows.js';
import type { LedgerHead } from '../../store/collections.js';
import { redactionLoader } from './redaction-loader.js';
import { createPastLoaders } from './past-loaders.js';

/**
 * What one request has read so far: each row is read once, and in one query with its siblings.
 * Keys carry the moment (now when left out), so that what was never passes for what is.
 */
export interface Loaders {
  head(ledger: string): Promise<LedgerHead | undefined>;
  /**
   * What was asked, as a position, found once; undefined is now. At position 0 when nothing was on
   * record by then, or no ledger is named: there every row is undefined.
   */
  moment(ledger: string | undefined, when: When): Promise<MomentView | undefined>;
  row<M extends Model>(model: M, id: string, at?: MomentView): Promise<Row<States[M]> | undefined>;
  /** A whole plan with its actions, reports and periods, and the entity's offices, at a moment. */
  pastPlan(planId: string, at: MomentView): Promise<Rows>;
  /** The plans and offices of an entity at a moment. */
  pastRegisters(ledger: string, at: MomentView): Promise<Rows>;
  /** What was last published of a quarter, by the id of its period. */
  publication(periodId: string, at?: MomentView): Promise<FrozenPublication | undefined>;
  /** Who stands behind an actor's id; undefined when nothing is known. */
  actor(id: string): Promise<ActorFacts | undefined>;
  /** What says that an entry was redacted, by `ledger:position`. */
  redactions(entryId: string): Promise<readonly RecordedEvent[]>;
  /** Forgets everything, so that reads after a command see what it did. */
  clear(): void;
}

const kinds: { readonly [M in Model]: IdKind | 'entity' } = {
  entities: 'entity',
  plans: 'plan',
  offices: 'office',
  actions: 'action',
  reports: 'action',
  periods: 'plan',
  imports: 'import',
};

export function ledgerOfRow(model: Model, id: string): string | undefined {
  const kind = kinds[model];
  if (kind !== 'entity') return ledgerOf(kind, id);
  return isLedgerName(id) ? id : undefined;
}

/** @param now what moments in the future are cut to. */
export function createLoaders(db: Db, now = new Date()): Loaders {
  const past = createPastLoaders(db, now);
  const heads = new DataLoader((ledgers: readonly string[]) => readHeads(db, ledgers), {
    maxBatchSize: 1_000,
  });
  const rowLoader = (model: Model) =>
    new DataLoader(
      async (ids: readonly string[]) => {
        const found = await Promise.all(
          ids.map(async (id) => {
            const ledger = ledgerOfRow(model, id);
            return { id, head: ledger === undefined ? undefined : await heads.load(ledger) };
          }),
        );
        const keys = found.flatMap(({ id, head }) => (head === undefined ? [] : [{ id, head }]));
        const rows = await readRows(db, model, keys);
        const byId = new Map(keys.map(({ id }, i) => [id, rows[i]]));
        return ids.map((id) => byId.get(id));
      },
      { maxBatchSize: 1_000 },
    );
  const publications = new DataLoader(
    (keys: readonly PublicationKey[]) => readPublications(db, keys),
    { cacheKeyFn: ({ planId, quarter, upTo }) => `${planId}/${quarter} ${upTo ?? ''}` },
  );
  const actors = actorLoader(db);
  const redactions = redactionLoader(db);
  const loaders = new Map(modelNames.map((model) => [model, rowLoader(model)]));

  return {
    head: (ledger) => heads.load(ledger),
    async moment(ledger, when) {
      return when && past.moment(ledger ?? '', when);
    },
    async row<M extends Model>(model: M, id: string, at?: MomentView) {
      if (at === undefined) {
        return loaders.get(model)?.load(id) as Promise<Row<States[M]> | undefined>;
      }
      const ledger = ledgerOfRow(model, id);
      return ledger === undefined ? undefined : past.row(model, { ledger, id, ...at });
    },
    pastPlan: (planId, { position }) => past.plan(planId, position),
    pastRegisters: (ledger, { position }) => past.registers(ledger, position),
    publication(periodId, at) {
      const [planId = '', quarter = ''] = periodId.split('/');
      const key = { ledger: ledgerOf('plan', planId) ?? '', planId, quarter };
      return publications.load(at === undefined ? key : { ...key, upTo: at.position });
    },
    actor: (id) => actors.load(id),
    redactions: (entryId) => redactions.load(entryId),
    clear() {
      redactions.clearAll();
      actors.clearAll();
      past.clear();
      heads.clearAll();
      publications.clearAll();
      for (const loader of loaders.values()) loader.clearAll();
    },
  };
}

function actorLoader(db: Db) {
  const readAll = async (ids: readonly string[]) => {
    const known = await readActors(db, ids);
    return ids.map((id) => known.get(id));
  };
  return new DataLoader(readAll, { maxBatchSize: 1_000 });
}
