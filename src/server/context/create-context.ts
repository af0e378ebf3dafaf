import type { Context, When } from '../../../schema/context.js';
import type { OfMoment } from '../../../schema/views.js';
import type { CommandLoop } from '../../commands/loop.js';
import type { LocalDate } from '../../domain/quarter.js';
import { dateInBogota } from '../../domain/quarter.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { Connection } from '../../store/connect.js';
import type { FactsCache } from '../../projections/actions/facts-cache.js';
import type { SumsCache } from '../../projections/trend/sums-cache.js';
import { actorFor } from '../identity/actor-for.js';
import type { Access } from '../identity/access.js';
import { actionListsOf } from './action-lists.js';
import { changesIn } from './changes.js';
import { execute } from './execute.js';
import { figuresOf } from './figures.js';
import { historyOf } from './history.js';
import { listsOf } from './lists.js';
import { ledgerOf } from './ledger.js';
import { listsInTime } from './past-lists.js';
import { nodesOf } from './nodes.js';
import { planDiffsOf } from './plan-diffs.js';
import { officesOf } from './offices.js';
import { peopleOf } from './people.js';
import { periodsOf } from './periods.js';
import { createLoaders, ledgerOfRow } from './loaders.js';
import { reportsOf } from './reports.js';
import { actionView, entityView, ofMoment, planView } from './views.js';

export interface ContextOptions {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** Who asks, and what they may. */
  readonly access: Access;
  /** Shared by all requests. */
  readonly sumsCache: SumsCache;
  readonly factsCache: FactsCache;
  /** Where the request came from. */
  readonly address: string;
  /** One for everything that this request records. */
  readonly requestId: string;
  readonly now: Date;
}

/** The context of one request. */
export function createContext(options: ContextOptions): Context {
  const { connection, loop, access, requestId } = options;
  const { db } = connection;
  const loaders = createLoaders(db, options.now);
  const today: LocalDate = dateInBogota(options.now);

  const view = async <M extends Model, V extends OfMoment>(
    model: M,
    id: string,
    when: When,
    show: (row: Row<States[M]>) => V,
  ) => {
    const at = await loaders.moment(ledgerOfRow(model, id), when);
    const row = await loaders.row(model, id, at);
    return row === undefined ? undefined : ofMoment(show(row), at);
  };

  const facts = { ...connection, cache: options.factsCache };
  const actions = actionListsOf(facts, loaders, today);
  const own = {
    entity: (id: string, when?: When) => view('entities', id, when, entityView),
    plan: (id: string, when?: When) => view('plans', id, when, planView),
    action: (id: string, when?: When) => view('actions', id, when, actionView),
    ...reportsOf(loaders, today),
    ...officesOf(loaders),
    ...periodsOf(loaders),
    ...historyOf(db, loaders),
  };
  return {
    ...own,
    ...nodesOf(loaders, own),
    figures: figuresOf(connection, loaders, options.sumsCache, today, actions),
    ...listsInTime(loaders, listsOf(db, loaders)),
    actionsOf: (...asked) => actions.actionsOf(...asked),
    ...changesIn(loaders),
    ...planDiffsOf(loaders),
    ...ledgerOf(db, loaders),
    ...peopleOf(options, loaders),
    async execute(command) {
      const actor = await actorFor(access, command, loaders);
      return execute(command, { connection, loop, loaders, actor, correlationId: requestId });
    },
  };
}
