import type { Db, Document, Filter } from 'mongodb';
import type { Edge, Page, PageRequest, PlanFilterView } from '../../../schema/context.js';
import type { ActionView, OfficeView, PlanView } from '../../../schema/views.js';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { DocPage, Order, PageBounds } from '../../projections/page-rows.js';
import { pageDocs, valuesOf } from '../../projections/page-rows.js';
import { believedRow } from '../../projections/read-rows.js';
import type { RowDoc } from '../../projections/row-docs.js';
import { rowCollection } from '../../projections/row-docs.js';
import { activeModel } from '../../store/head.js';
import type { CursorValue } from './cursors.js';
import { cursorsOf } from './cursors.js';
import type { Loaders } from './loaders.js';
import type { OneList } from './pages.js';
import { actionView, officeView, planView } from './views.js';

export interface ListOrder {
  readonly order: Order;
  /** What the values of the order's fields are. */
  readonly values: readonly CursorValue[];
}

export const byNumber: ListOrder = {
  order: { 'state.numberKey': 1, id: 1 },
  values: ['text or null', 'text'],
};
export const byName: ListOrder = {
  order: { 'state.name': 1, id: 1 },
  values: ['text or null', 'text'],
};
export const newestYear: ListOrder = {
  order: { 'state.year': -1, 'state.titleKey': 1, id: 1 },
  values: ['number or null', 'text or null', 'text'],
};

export const emptyPage: Page<never> = {
  edges: [],
  hasNextPage: false,
  hasPreviousPage: false,
  countAll: () => Promise.resolve(0),
};

/** The lists of current things, each in one order and by one index. */
export function listsOf(db: Db, loaders: Loaders) {
  const scope = async (model: Model, ledger: string | undefined) => {
    const head = ledger === undefined ? undefined : await loaders.head(ledger);
    return head && { ledger: head._id, generation: activeModel(head, model).generation };
  };

  return {
    async plans(filter: PlanFilterView, page: PageRequest): Promise<Page<PlanView>> {
      const { year, entityId } = filter;
      const own =
        entityId === undefined
          ? await readGenerations(db)
          : await scope('plans', isLedgerName(entityId) ? entityId : undefined);
      if (own === undefined) return emptyPage;
      const plans = { ...(year === undefined ? {} : { 'state.year': year }), ...own };
      const source = allOf(db, 'plans', plans, newestYear.order);
      const list = { source, boundTo: [filter], ...newestYear };
      return pageOf({ db, loaders }, 'plans', list, page, planView);
    },

    /** All actions of a plan, or some, as a list by a name of its own. */
    async actionsByNumber(
      planId: string,
      page: PageRequest,
      some?: { readonly name: string; readonly ids: readonly string[] },
    ): Promise<Page<ActionView>> {
      const own = await scope('actions', ledgerOf('plan', planId));
      if (own === undefined) return emptyPage;
      const list = { boundTo: [planId, some?.name], ...byNumber };
      if (some === undefined) {
        const of = { collection: 'actions', field: 'state.planId', filter: own, ...byNumber };
        const source = partOf(loaders, { list: of, id: planId });
        return pageOf({ db, loaders }, 'actions', { ...list, source }, page, actionView);
      }
      // Which they are may change from page to page, and a cursor still holds.
      const filter = { ...own, 'state.planId': planId, id: { $in: some.ids } };
      const source = allOf(db, 'actions', filter, list.order);
      return pageOf({ db, loaders }, 'actions', { ...list, source }, page, actionView);
    },

    async officesOf(entityId: string, page: PageRequest): Promise<Page<OfficeView>> {
      const own = await scope('offices', isLedgerName(entityId) ? entityId : undefined);
      if (own === undefined) return emptyPage;
      const source = allOf(db, 'offices', own, byName.order);
      const list = { source, boundTo: [entityId], ...byName };
      return pageOf({ db, loaders }, 'offices', list, page, officeView);
    },
  };
}

/**
 * Plans of any ledger, without those of generations that a rebuild has left or not yet reached.
 * Most ledgers read the same generation, so naming the others is short.
 */
async function readGenerations(db: Db): Promise<Document> {
  const field = 'models.plans.generation';
  const groups = await db
    .collection('ledgers')
    .aggregate<{ _id: number; count: number; ledgers: string[] }>([
      { $group: { _id: `$${field}`, ledgers: { $push: '$_id' } } },
    ])
    .toArray();
  if (groups.length <= 1) return groups[0] === undefined ? {} : { generation: groups[0]._id };
  return { $or: groups.map(({ _id, ledgers }) => ({ generation: _id, ledger: { $in: ledgers } })) };
}

/** Where the documents of a list come from. */
interface Source {
  page(bounds: PageBounds): Promise<DocPage<RowDoc>>;
  count(): Promise<number>;
}

function allOf(db: Db, model: Model, filter: Document, order: Order): Source {
  const collection = rowCollection<Model>(db, model);
  return {
    page: (bounds) => pageDocs(collection, filter as Filter<RowDoc>, order, bounds),
    count: () => collection.countDocuments(filter),
  };
}

/** One list of several alike, which are read together. */
const partOf = ({ pages }: Loaders, of: OneList): Source => ({
  page: async (bounds) => (await pages.page(of, bounds)) as DocPage<RowDoc>,
  count: () => pages.count(of),
});

interface ListQuery extends ListOrder {
  readonly source: Source;
  /** What its cursors hold for: a rebuild changes the documents, but not what the list is of. */
  readonly boundTo: readonly unknown[];
}

async function pageOf<M extends Model, V>(
  { db, loaders }: { readonly db: Db; readonly loaders: Loaders },
  model: M,
  { source, order, values, boundTo }: ListQuery,
  page: PageRequest,
  view: (row: Row<States[M]>) => V,
): Promise<Page<V>> {
  const cursors = cursorsOf(model, values, ...boundTo, order);
  const found = await source.page(cursors.boundsOf(page));
  const edges = await Promise.all(
    found.docs.map(async (doc): Promise<Edge<V>> => {
      const cursor = cursors.cursorOf(valuesOf(order, doc));
      const node = believedRow(db, model, doc).then((row) => {
        loaders.known(model, row);
        return view(row);
      });
      return { cursor, node: await node.catch((error: unknown) => error as Error) };
    }),
  );
  return { ...found, edges, countAll: () => source.count() };
}
