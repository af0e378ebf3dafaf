import type { ClientSession, Db, Document } from 'mongodb';
import { ledgerOf } from '../../domain/ids.js';
import type { Model, States } from '../../domain/states.js';
import type { LedgerHead } from '../../store/collections.js';
import { collectionsOf } from '../../store/collections.js';
import { activeModel, requireModels } from '../../store/head.js';
import { models } from '../fold.js';
import { docIdOf, figuresIndex, rowCollection } from '../row-docs.js';
import { mergesOf } from './basis.js';
import type { AlikeRows } from './alike-rows.js';
import { groupSums } from './group-sums.js';
import type { Moment, Where } from './moment.js';
import { kinds } from './moment.js';
import type { AlikeDoc } from './pipeline.js';
import { alikeOf, alikePipeline } from './pipeline.js';

/**
 * One moment of each of these ledgers that there is: everything is read in one snapshot, so that
 * positions are exact. Ledgers whose rows are of the same generations come together.
 */
export async function readSnapshot(
  db: Db,
  session: ClientSession,
  ledgers: readonly string[],
): Promise<readonly Moment[]> {
  const filter = { _id: { $in: [...ledgers] } };
  const heads = await collectionsOf(db).ledgers.find(filter, { session }).toArray();
  const alike = new Map<string, [LedgerHead, ...LedgerHead[]]>();
  for (const head of heads) {
    // Figures over rows that another version of the code folded would be wrong without a sign.
    requireModels(head, models);
    const generations = JSON.stringify(Object.entries(head.models).sort());
    alike.set(generations, [head, ...(alike.get(generations) ?? [])]);
  }
  const moments: Moment[] = [];
  for (const group of alike.values()) moments.push(await momentOfHeads(db, session, group));
  return moments;
}

async function momentOfHeads(
  db: Db,
  session: ClientSession,
  heads: readonly [LedgerHead, ...LedgerHead[]],
): Promise<Moment> {
  const [first] = heads;
  const ledgers = heads.map(({ _id }) => _id);
  const generationOf = (model: Model) => activeModel(first, model).generation;
  const scope = (model: Model) => ({ ledger: { $in: ledgers }, generation: generationOf(model) });
  const find = async <M extends Model>(
    model: M,
    filter: Document,
    without: readonly string[] = [],
  ) => {
    const projection = Object.fromEntries(without.map((field) => [`state.${field}`, 0]));
    const options = { session, projection };
    const docs = await rowCollection<Model>(db, model).find(filter, options).toArray();
    return docs.map((doc) => doc.state as States[M]);
  };
  const states = <M extends Model>(model: M, where: Where, without?: readonly string[]) => {
    const named = Object.entries(where).map(([name, value]) => [`state.${name}`, value] as const);
    const fields: Document = Object.fromEntries(named);
    return find(model, { ...scope(model), ...fields }, without);
  };
  const merges = mergesOf(await states('offices', { mergedInto: { $exists: true } }));
  const reports = rowCollection(db, 'reports');

  return {
    positions: new Map(heads.map(({ _id, position }) => [_id, position])),
    merges,
    states,
    async statesById(model, ids) {
      if (ids.length === 0) return [];
      const docIds = ids.map((id) =>
        docIdOf(ledgerOf(kinds[model], id) ?? '', generationOf(model), id),
      );
      return find(model, { _id: { $in: docIds } });
    },
    countActions({ planId, year }) {
      // Every action has one row in each quarter.
      const quarter = `${year}-Q1`;
      const where = { 'state.planId': planId, 'state.quarter': quarter, 'state.withdrawn': false };
      return reports.countDocuments({ ...scope('reports'), ...where }, { session });
    },
    async sums(plans, grouping) {
      const here = { ...grouping, merges };
      const docs = await reports
        .aggregate<AlikeDoc>(alikePipeline(plans, here, scope('reports')), {
          session,
          hint: figuresIndex,
          batchSize: 10_000,
        })
        .toArray();
      const rows = new Map<string, AlikeRows[]>(plans.map(({ planId }) => [planId, []]));
      for (const doc of docs) rows.get(doc._id.planId)?.push(alikeOf(doc));
      return plans.map((plan) => groupSums(rows.get(plan.planId) ?? [], plan, here));
    },
  };
}
