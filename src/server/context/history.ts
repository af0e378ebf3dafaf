import type { Db } from 'mongodb';
import type { HistoryOrder } from '../../../schema/history.input.js';
import type {
  Edge,
  HistoryFilterView,
  HistoryScope,
  Page,
  PageRequest,
  When,
} from '../../../schema/context.js';
import type { HistoryEntryView, MomentView, SubjectView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { eventsThatChange } from '../../projections/changed-fields.js';
import type { DocPage } from '../../projections/page-rows.js';
import { pageDocs } from '../../projections/page-rows.js';
import type { StoredEvent } from '../../store/collections.js';
import { collectionsOf } from '../../store/collections.js';
import { decode } from '../../store/decode.js';
import type { HistoryQuery, PositionRange, TimeRange } from '../../store/history.js';
import { historyFilter } from '../../store/history.js';
import { cursorsOf } from './cursors.js';
import { emptyPage } from './lists.js';
import type { Loaders } from './loaders.js';
import type { OneList } from './pages.js';

/** Above this, entries aren't counted one by one. */
const maxCount = 10_000;

export function historyOf(db: Db, loaders: Loaders) {
  const { events } = collectionsOf(db);

  return {
    async history(
      of: HistoryScope,
      wanted: HistoryFilterView,
      order: HistoryOrder,
      page: PageRequest,
      when?: When,
    ): Promise<Page<HistoryEntryView>> {
      const where = await whereRecorded(loaders, of, wanted);
      // Where there is no such ledger nothing is found: its head is read only to count.
      const ledger = where && ledgerOfScope(where.scope);
      if (where === undefined || ledger === undefined) return emptyPage;
      const { scope, filter } = where;
      const { entityId: _, ...about } = { entityId: '', ...scope };
      const at = await loaders.moment(ledger, when);
      const upTo = at === undefined ? {} : { upTo: at.position };
      const { recordedFrom, recordedTo, ...facts } = filter;
      const direction = order === 'NEWEST' ? -1 : 1;
      // Cursors are bound to the times that were asked for: their places move meanwhile.
      const times = (recordedFrom ?? recordedTo) ? [{ recordedFrom, recordedTo }] : [];
      const asked = historyFilter(ledger, { ...facts, ...about, ...upTo });
      const cursors = cursorsOf('history', ['number'], asked, direction, ...times);
      const bounds = cursors.boundsOf(page);
      const range = within(await loaders.positionsWithin(ledger, filter), upTo);
      const query = historyFilter(ledger, { ...facts, ...about, ...range });
      const one = listOfOne(ledger, scope, { ...facts, ...range }, direction);
      const found =
        one === undefined
          ? await pageDocs(events, query, { position: direction }, bounds)
          : ((await loaders.pages.page(one, bounds)) as unknown as DocPage<StoredEvent>);
      return {
        ...found,
        edges: found.docs.map((stored) => edgeOf(stored, cursors.cursorOf([stored.position]), at)),
        async countAll() {
          const others = Object.keys(query).filter((name) => name !== 'position');
          if (others.length === 1) return placesIn(range, (await loaders.head(ledger))?.position);
          if (one !== undefined && others.length === 2 && 'actionId' in scope) {
            return loaders.pages.count(one);
          }
          const count = await events.countDocuments(query, { limit: maxCount + 1 });
          return count > maxCount ? null : count;
        },
      };
    },

    async entry(entityId: string, position: number, when?: When) {
      const stored = await loaders.entry(entityId, position);
      return stored && entryOf(stored, await loaders.moment(entityId, when));
    },

    redactionsOf: (entry: HistoryEntryView) =>
      loaders.redactions(`${entry.ledger}:${entry.position}`),
  };
}

/**
 * Where the entries are that change a field. An action's weight is set with those of all actions of
 * its plan, in entries about the plan: all of them, since one that leaves an action out changes it.
 * Undefined where nothing can be: a filter for another plan or action than that of the scope.
 */
async function whereRecorded(
  loaders: Loaders,
  scope: HistoryScope,
  filter: HistoryFilterView,
): Promise<
  { readonly scope: HistoryScope; readonly filter: HistoryQuery & TimeRange } | undefined
> {
  if (contradicts(scope, filter)) return undefined;
  const { field, ...others } = filter;
  if (field === undefined) return { scope, filter };
  if (field === 'weight' && 'actionId' in scope) {
    const action = await loaders.row('actions', scope.actionId);
    if (action === undefined) return { scope, filter };
    const { actionId: _, types, ...rest } = others;
    const which = types?.filter((type) => type === 'PlanWeightsSet') ?? ['PlanWeightsSet'];
    return { scope: { planId: action.state.planId }, filter: { ...rest, types: which } };
  }
  const changedBy = eventsThatChange.get(field);
  return { scope, filter: { ...filter, ...(changedBy && { changedBy }) } };
}

/** What lies in both: recorded within a time, and known at a moment. */
function within({ from, upTo }: PositionRange, moment: PositionRange): PositionRange {
  const ends = [upTo, moment.upTo].filter((end) => end !== undefined);
  return {
    ...(from === undefined ? {} : { from }),
    ...(ends.length === 0 ? {} : { upTo: Math.min(...ends) }),
  };
}

/** How many there are: positions have no gaps. */
function placesIn({ from = 1, upTo }: PositionRange, last = 0): number {
  return Math.max(0, (upTo ?? last) - from + 1);
}

/** The history of one thing, which is read together with those of others like it. */
function listOfOne(
  ledger: string,
  scope: HistoryScope,
  filter: HistoryQuery,
  direction: 1 | -1,
): OneList | undefined {
  const [name = '', id = ''] = Object.entries(scope)[0] ?? [];
  const field = fieldsOfScope.get(name);
  if (field === undefined) return undefined;
  const others = Object.entries(filter).filter(([other]) => other !== name);
  const rest = { ...historyFilter(ledger, Object.fromEntries(others)), ledger };
  const list = { collection: 'events', field, filter: rest, order: { position: direction } };
  return { list, id };
}

const fieldsOfScope = new Map([
  ['planId', 'subject.planId'],
  ['actionId', 'subject.actionId'],
  ['officeId', 'subject.officeIds'],
]);

function ledgerOfScope(scope: HistoryScope): string | undefined {
  if ('entityId' in scope) return scope.entityId;
  if ('planId' in scope) return ledgerOf('plan', scope.planId);
  if ('officeId' in scope) return ledgerOf('office', scope.officeId);
  return ledgerOf('action', scope.actionId);
}

function contradicts(scope: object, filter: HistoryFilterView): boolean {
  const asked = new Map(Object.entries(filter));
  return Object.entries(scope).some(([name, id]) => asked.has(name) && asked.get(name) !== id);
}

/** An entry that can't be read is an error in its place; its siblings still arrive. */
function edgeOf(stored: StoredEvent, cursor: string, at?: MomentView): Edge<HistoryEntryView> {
  try {
    return { cursor, node: entryOf(stored, at) };
  } catch (error) {
    return { cursor, node: error as Error };
  }
}

/** Its links lead to the moment that it was read at. */
function entryOf(stored: StoredEvent, at: MomentView | undefined): HistoryEntryView {
  const event = decode(stored);
  if (at === undefined) return event;
  const subject: SubjectView = { ...event.subject, asOf: at };
  return { ...event, subject, asOf: at };
}
