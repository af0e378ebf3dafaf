import type { Context } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import type { CommandLoop } from '../../commands/loop.js';
import type { LocalDate } from '../../domain/quarter.js';
import { dateInBogota } from '../../domain/quarter.js';
import { periodIdOf } from '../../domain/period.js';
import { reportIdOf, reportIdsOf } from '../../domain/report.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { Connection } from '../../store/connect.js';
import type { SumsCache } from '../../projections/trend/sums-cache.js';
import { actorFor } from '../identity/actor-for.js';
import type { Viewer } from '../identity/viewer.js';
import { execute } from './execute.js';
import { figuresOf } from './figures.js';
import { historyOf } from './history.js';
import { listsOf } from './lists.js';
import { ledgerOf } from './ledger.js';
import { officesOf } from './offices.js';
import { periodsOf } from './periods.js';
import type { Loaders } from './loaders.js';
import { createLoaders } from './loaders.js';
import type { ReportRows } from './views.js';
import { actionView, entityView, planView, reportView } from './views.js';

export interface ContextOptions {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Shared by all requests. */
  readonly sumsCache: SumsCache;
  /** One for everything that this request records. */
  readonly requestId: string;
  readonly now: Date;
}

async function readReport(loaders: Loaders, id: string): Promise<ReportRows | undefined> {
  const report = await loaders.row('reports', id);
  if (report === undefined) return undefined;
  const { planId, quarter } = report.state;
  const [plan, period] = await Promise.all([
    loaders.row('plans', planId),
    loaders.row('periods', periodIdOf(planId, quarter)),
  ]);
  if (plan === undefined) return undefined;
  return { report, plan, ...(period === undefined ? {} : { period }) };
}

/** The context of one request. */
export function createContext(options: ContextOptions): Context {
  const { connection, loop, viewer, requestId } = options;
  const { db } = connection;
  const loaders = createLoaders(db);
  const today: LocalDate = dateInBogota(options.now);

  const view = async <M extends Model, V>(
    model: M,
    id: string,
    show: (row: Row<States[M]>) => V,
  ) => {
    const row = await loaders.row(model, id);
    return row === undefined ? undefined : show(row);
  };
  const report = async (id: string) => {
    const rows = await readReport(loaders, id);
    return rows && reportView(rows, today);
  };

  return {
    figures: figuresOf(connection, loaders, options.sumsCache, today),
    entity: (id) => view('entities', id, entityView),
    plan: (id) => view('plans', id, planView),
    action: (id) => view('actions', id, actionView),
    async report(actionId, quarter) {
      const found = await report(reportIdOf(actionId, quarter));
      if (found?.quarter === quarter) return found;
      throw inputError({
        field: 'quarter',
        message: `${quarter} is not a quarter of the year of this action's plan.`,
        expected: found === undefined ? 'a quarter' : `a quarter of ${found.quarter.slice(0, 4)}`,
      });
    },
    async reportsOf(actionId) {
      const views = await Promise.all(reportIdsOf(actionId).map(report));
      return views.filter((found) => found !== undefined);
    },
    async weightOf(actionId) {
      // Any quarter of the action holds it: weights are set for a plan as a whole.
      const [first = ''] = reportIdsOf(actionId);
      const row = await loaders.row('reports', first);
      const { weight, withdrawn } = row?.state ?? {};
      return weight === undefined || !withdrawn ? weight : 0;
    },
    ...officesOf(loaders),
    ...periodsOf(loaders),
    ...listsOf(db, loaders),
    ...historyOf(db, loaders),
    ...ledgerOf(db, loaders),
    actor: (id) => loaders.actor(id),
    async execute(command) {
      const actor = await actorFor(viewer, command, loaders);
      return execute(command, { connection, loop, loaders, actor, correlationId: requestId });
    },
  };
}
