import type { Context, Page, PageRequest } from '../../../schema/context.js';
import type { MomentView, OfMoment } from '../../../schema/views.js';
import type { Row } from '../../domain/states.js';
import { pageRows, valuesOf } from '../../projections/page-rows.js';
import { cursorsOf } from './cursors.js';
import type { ListOrder, listsOf } from './lists.js';
import { byName, newestYear } from './lists.js';
import type { Loaders } from './loaders.js';
import { officeView, ofMoment, planView } from './views.js';

type Lists = Pick<Context, 'plans' | 'officesOf'>;

/** The lists of current things, and the same lists as they were known at a moment. */
export function listsInTime(loaders: Loaders, now: ReturnType<typeof listsOf>): Lists {
  return {
    async plans(filter, page, when) {
      const { year, entityId } = filter;
      const at = await loaders.moment(entityId, when);
      if (at === undefined || entityId === undefined) return now.plans(filter, page);
      const all = (await loaders.pastRegisters(entityId, at)).all('plans');
      const rows = year === undefined ? all : all.filter(({ state }) => state.year === year);
      return pastPage({ rows, boundTo: ['plans', filter], ...newestYear }, at, page, planView);
    },
    async officesOf(entityId, page, when) {
      const at = await loaders.moment(entityId, when);
      if (at === undefined) return now.officesOf(entityId, page);
      const rows = (await loaders.pastRegisters(entityId, at)).all('offices');
      const boundTo = ['offices', entityId];
      return pastPage({ rows, boundTo, ...byName }, at, page, officeView);
    },
  };
}

/** A list as it was known at a moment: its rows, in no order yet. */
interface PastList<S> extends ListOrder {
  readonly rows: readonly Row<S>[];
  /** What its cursors hold for, beside the order and the position. */
  readonly boundTo: readonly unknown[];
}

function pastPage<S, V extends OfMoment>(
  { rows, order, values, boundTo }: PastList<S>,
  at: MomentView,
  page: PageRequest,
  view: (row: Row<S>) => V,
): Page<V> {
  const cursors = cursorsOf('past', values, ...boundTo, order, at.position);
  const found = pageRows(rows, order, cursors.boundsOf(page));
  const edges = found.docs.map((row) => ({
    cursor: cursors.cursorOf(valuesOf(order, row)),
    node: ofMoment(view(row), at),
  }));
  return { ...found, edges, countAll: () => Promise.resolve(rows.length) };
}
