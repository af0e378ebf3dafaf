import DataLoader from 'dataloader';
import type { Db } from 'mongodb';
import type { Model, Row, States } from '../../domain/states.js';
import type { IdKind } from '../../domain/ids.js';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import { modelNames } from '../../projections/fold.js';
import type { FrozenPublication } from '../../projections/read-publications.js';
import { readPublications } from '../../projections/read-publications.js';
import { readHeads, readRows } from '../../projections/read-rows.js';
import type { ActorFacts } from '../../store/actors.js';
import { readActors } from '../../store/actors.js';
import type { LedgerHead } from '../../store/collections.js';

/** What one request has read so far: each row is read once, and in one query with its siblings. */
export interface Loaders {
  head(ledger: string): Promise<LedgerHead | undefined>;
  row<M extends Model>(model: M, id: string): Promise<Row<States[M]> | undefined>;
  /** What was last published of a quarter, by the id of its period. */
  publication(periodId: string): Promise<FrozenPublication | undefined>;
  /** Who stands behind an actor's id; undefined when nothing is known. */
  actor(id: string): Promise<ActorFacts | undefined>;
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

export function createLoaders(db: Db): Loaders {
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
  const publications = new DataLoader(async (periodIds: readonly string[]) => {
    const keys = periodIds.map((id) => {
      const [planId = '', quarter = ''] = id.split('/');
      return { ledger: ledgerOf('plan', planId) ?? '', planId, quarter };
    });
    return readPublications(db, keys);
  });
  const actors = new DataLoader(
    async (ids: readonly string[]) => {
      const known = await readActors(db, ids);
      return ids.map((id) => known.get(id));
    },
    { maxBatchSize: 1_000 },
  );
  const loaders = new Map(modelNames.map((model) => [model, rowLoader(model)]));

  return {
    head: (ledger) => heads.load(ledger),
    row: <M extends Model>(model: M, id: string) =>
      loaders.get(model)?.load(id) as Promise<Row<States[M]> | undefined>,
    publication: (periodId) => publications.load(periodId),
    actor: (id) => actors.load(id),
    clear() {
      actors.clearAll();
      heads.clearAll();
      publications.clearAll();
      for (const loader of loaders.values()) loader.clearAll();
    },
  };
}
