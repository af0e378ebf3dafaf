import type { Actor } from '../../../events/index.js';
import type { Context } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import type { CommandLoop } from '../../commands/loop.js';
import type { LocalDate } from '../../domain/quarter.js';
import { dateInBogota } from '../../domain/quarter.js';
import { reportIdOf, reportIdsOf } from '../../domain/report.js';
import type { Model, Row, States } from '../../domain/states.js';
import type { Connection } from '../../store/connect.js';
import { execute } from './execute.js';
import { historyOf } from './history.js';
import { listsOf } from './lists.js';
import { ledgerOf } from './ledger.js';
import { createLoaders } from './loaders.js';
import { actionView, entityView, officeView, planView, reportView } from './views.js';

export interface ContextOptions {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  readonly actor: Actor;
  /** One for everything that this request records. */
  readonly requestId: string;
  readonly now: Date;
}

/** The context of one request. */
export function createContext(options: ContextOptions): Context {
  const { connection, loop, actor, requestId } = options;
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
  const report = async (id: string) => view('reports', id, (row) => reportView(row, today));

  return {
    entity: (id) => view('entities', id, entityView),
    plan: (id) => view('plans', id, planView),
    action: (id) => view('actions', id, actionView),
    office: (id) => view('offices', id, officeView),
    async offices(ids) {
      const views = await Promise.all(ids.map((id) => view('offices', id, officeView)));
      return views.filter((office) => office !== undefined);
    },
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
    ...listsOf(db, loaders),
    ...historyOf(db, loaders),
    ...ledgerOf(db, loaders),
    execute: (command) =>
      execute(command, { connection, loop, loaders, actor, correlationId: requestId }),
  };
}
