import type { ActionCountsView, ActionPage } from '../../../schema/action-list.js';
import type { Context, Edge, Page, PageRequest } from '../../../schema/context.js';
import type { ActionView, MomentView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { plainText } from '../../domain/name-key.js';
import type { LocalDate, Quarter } from '../../domain/quarter.js';
import { yearOf } from '../../domain/quarter.js';
import type { FactsStore } from '../../projections/actions/current-facts.js';
import { currentFacts } from '../../projections/actions/current-facts.js';
import { readPlanFacts } from '../../projections/actions/facts.js';
import type { PlanFacts } from '../../projections/actions/facts.js';
import type { ActionOrder } from '../../projections/actions/order.js';
import { isText } from '../../projections/actions/order.js';
import type { ActionRequest } from '../../projections/actions/select.js';
import {
  countActions,
  quartersOf,
  selectActions,
  sliceOf,
} from '../../projections/actions/select.js';
import { momentOf } from '../../projections/trend/past-moment.js';
import { cursorsOf } from './cursors.js';
import { emptyPage, listsOf } from './lists.js';
import type { Loaders } from './loaders.js';
import { outsidePlan } from './moments.js';
import { actionView, officeView, ofMoment } from './views.js';

/** Some actions of a plan, as a list by a name of its own. */
export interface SomeActions {
  readonly name: string;
  readonly ids: readonly string[];
}

export interface ActionLists extends Pick<Context, 'actionsOf'> {
  /** By number. */
  someActions(planId: string, some: SomeActions, page: PageRequest): Promise<ActionPage>;
}

const byNumber: ActionOrder = { by: 'NUMBER', direction: 'ASC' };
const everything: ActionRequest = { condition: {}, orders: [byNumber] };

/** The lists of a plan's actions. `today` is the date that states are asked for. */
export function actionListsOf(store: FactsStore, loaders: Loaders, today: LocalDate): ActionLists {
  const lists = listsOf(store.db, loaders);

  const factsOf = async (planId: string, quarters: readonly Quarter[], at?: MomentView) => {
    const ledger = ledgerOf('plan', planId) ?? '';
    const head = await loaders.head(ledger);
    const facts =
      at === undefined
        ? head && (await currentFacts(store, head, planId, quarters))
        : await readPlanFacts(
            momentOf(await loaders.pastPlan(planId, at), ledger, at.position),
            planId,
            quarters,
          );
    if (facts !== undefined) requireQuarters(facts, quarters);
    return facts;
  };
  const countsOf =
    (planId: string, asked: Asked, ids?: readonly string[]) =>
    async (quarter: Quarter): Promise<ActionCountsView> => {
      const quarters = [...new Set([...quartersOf(asked.request), quarter])].sort();
      const facts = await factsOf(planId, quarters, asked.at);
      return countsIn(loaders, facts && only(facts, ids), { ...asked, quarter });
    };

  return {
    async actionsOf(planId, { filter, orderBy }, page, when) {
      const request = { condition: filter, orders: complete(orderBy) };
      const at = await loaders.moment(ledgerOf('plan', planId), when);
      const asked: Asked = { request, on: at?.on ?? today, ...(at === undefined ? {} : { at }) };
      const countsIn = countsOf(planId, asked);
      // What an index has in this order is read page by page, however big the plan is.
      if (at === undefined && JSON.stringify(request) === JSON.stringify(everything)) {
        return { ...(await lists.actionsByNumber(planId, page)), countsIn };
      }
      const facts = await factsOf(planId, quartersOf(request), at);
      if (facts === undefined) return { ...emptyPage, countsIn };
      return { ...(await pageIn(loaders, facts, asked, page)), countsIn };
    },

    async someActions(planId, some, page) {
      const countsIn = countsOf(planId, { request: everything, on: today }, some.ids);
      if (some.ids.length === 0) return { ...emptyPage, countsIn };
      return { ...(await lists.actionsByNumber(planId, page, some)), countsIn };
    },
  };
}

/** What is alike in all that it is ordered by stands by number. */
function complete(orderBy: readonly ActionOrder[]): readonly ActionOrder[] {
  return orderBy.some(({ by }) => by === 'NUMBER') ? orderBy : [...orderBy, byNumber];
}

interface Asked {
  readonly request: ActionRequest;
  readonly on: LocalDate;
  /** Now when left out. */
  readonly at?: MomentView;
}

async function pageIn(
  loaders: Loaders,
  facts: PlanFacts,
  { request, on, at }: Asked,
  page: PageRequest,
): Promise<Page<ActionView>> {
  const values = request.orders.map(({ by }) => (isText[by] ? 'text or null' : 'number or null'));
  const { planId } = facts.plan;
  const cursors = cursorsOf('listed actions', [...values, 'text'], planId, request, at?.position);
  const bounds = cursors.boundsOf(page);
  const selection = selectActions(facts, request, on);
  const { items, ...found } = sliceOf(selection, bounds);
  const edges = await Promise.all(
    items.map(async ({ action, values: own }): Promise<Edge<ActionView>> => {
      const row = await loaders
        .row('actions', action.actionId, at)
        .catch((error: unknown) => error as Error);
      const gone = new Error(`${action.actionId} is listed, but has no row`);
      const node =
        row instanceof Error ? row : row === undefined ? gone : ofMoment(actionView(row), at);
      return { cursor: cursors.cursorOf(own), node };
    }),
  );
  return { ...found, edges, countAll: () => Promise.resolve(selection.all.length) };
}

function countsIn(
  loaders: Loaders,
  facts: PlanFacts | undefined,
  { request, quarter, on, at }: Asked & { readonly quarter: Quarter },
): ActionCountsView {
  if (facts === undefined) {
    return { byState: new Map(), bySignal: new Map(), offices: () => Promise.resolve([]) };
  }
  // In no order: counts are the same in any.
  const all = selectActions(facts, { condition: request.condition, orders: [] }, on);
  const counts = countActions(facts, all, quarter, on);
  return {
    ...counts,
    async offices() {
      const found = await Promise.all(
        [...counts.byOffice].map(async ([id, count]) => {
          const row = id === undefined ? undefined : await loaders.row('offices', id, at);
          return row === undefined ? { count } : { office: ofMoment(officeView(row), at), count };
        }),
      );
      const nameOf = ({ office }: (typeof found)[number]) => plainText(office?.name ?? '\uffff');
      return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    },
  };
}

function only(facts: PlanFacts, ids: readonly string[] | undefined): PlanFacts {
  if (ids === undefined) return facts;
  const wanted = new Set(ids);
  return { ...facts, actions: facts.actions.filter(({ actionId }) => wanted.has(actionId)) };
}

function requireQuarters({ plan }: PlanFacts, quarters: readonly Quarter[]): void {
  const other = quarters.find((quarter) => yearOf(quarter) !== plan.year);
  if (other !== undefined) throw outsidePlan(plan.year, other, 'quarter');
}
