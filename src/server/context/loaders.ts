import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { When } from '../../../schema/context.js';
import type { MomentView } from '../../../schema/views.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { IdKind } from '../../domain/ids.js';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import type { FrozenPublication, PublicationKey } from '../../projections/read-publications.js';
import { readPublications } from '../../projections/read-publications.js';
import { readAnyRows, readHeads } from '../../projections/read-rows.js';
import type { ActorFacts } from '../../store/actors.js';
import { readActors } from '../../store/actors.js';
import type { Rows } from '../../projections/rows.js';
import type { LedgerHead } from '../../store/collections.js';
import type { LogLoaders } from './log-loaders.js';
import { createLogLoaders } from './log-loaders.js';
import type { Pages } from './pages.js';
import { createPages } from './pages.js';
import { createPastLoaders } from './past-loaders.js';

/**
 * What one request has read so far: each row is read once, and in one query with its siblings.
 * Keys carry the moment (now when left out), so that what was never passes for what is.
 */
export interface Loaders extends LogLoaders {
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
  /** A row of now that was read already, as part of a list. */
  known<M extends Model>(model: M, row: Row<States[M]>): void;
  /** What was last published of a quarter, by the id of its period. */
  publication(periodId: string, at?: MomentView): Promise<FrozenPublication | undefined>;
  /** Who stands behind an actor's id; undefined when nothing is known. */
  actor(id: string): Promise<ActorFacts | undefined>;
  /** Parts of lists, those of many things alike in one command. */
  readonly pages: Pages;
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
  const rows = rowLoader(db, (ledger) => heads.load(ledger));
  const publications = new DataLoader(
    (keys: readonly PublicationKey[]) => readPublications(db, keys),
    { cacheKeyFn: ({ planId, quarter, upTo }) => `${planId}/${quarter} ${upTo ?? ''}` },
  );
  const [actors, pages, log] = [actorLoader(db), createPages(db), createLogLoaders(db)];

  return {
    ...log,
    head: (ledger) => heads.load(ledger),
    async moment(ledger, when) {
      return when && past.moment(ledger ?? '', when);
    },
    async row<M extends Model>(model: M, id: string, at?: MomentView) {
      if (at === undefined) return rows.load({ model, id }) as Promise<Row<States[M]> | undefined>;
      const ledger = ledgerOfRow(model, id);
      return ledger === undefined ? undefined : past.row(model, { ledger, id, ...at });
    },
    known(model, row) {
      rows.prime({ model, id: row.id }, row);
    },
    pastPlan: (planId, { position }) => past.plan(planId, position),
    pastRegisters: (ledger, { position }) => past.registers(ledger, position),
    publication(periodId, at) {
      const [planId = '', quarter = ''] = periodId.split('/');
      const key = { ledger: ledgerOf('plan', planId) ?? '', planId, quarter };
      return publications.load(at === undefined ? key : { ...key, upTo: at.position });
    },
    actor: (id) => actors.load(id),
    pages,
    clear() {
      for (const loader of [heads, rows, publications, actors]) loader.clearAll();
      log.clear();
      past.clear();
      pages.clear();
    },
  };
}

interface RowName {
  readonly model: Model;
  readonly id: string;
}

const nameOf = ({ model, id }: RowName) => `${model} ${id}`;

/** One for all models: what a page shows of offices, reports and plans is one command. */
function rowLoader(db: Db, headOf: Loaders['head']) {
  return new DataLoader<RowName, Row<States[Model]> | undefined, string>(
    async (names) => {
      const found = await Promise.all(
        names.map(async ({ model, id }) => {
          const ledger = ledgerOfRow(model, id);
          const head = ledger === undefined ? undefined : await headOf(ledger);
          return { model, id, head };
        }),
      );
      const keys = found.flatMap(({ head, ...name }) => (head ? [{ ...name, head }] : []));
      const read = await readAnyRows(db, keys);
      const byName = new Map(keys.map((key, i) => [nameOf(key), read[i]]));
      return names.map((name) => byName.get(nameOf(name)));
    },
    { maxBatchSize: 10_000, cacheKeyFn: nameOf },
  );
}

function actorLoader(db: Db) {
  const readAll = async (ids: readonly string[]) => {
    const known = await readActors(db, ids);
    return ids.map((id) => known.get(id));
  };
  return new DataLoader(readAll, { maxBatchSize: 1_000 });
}
