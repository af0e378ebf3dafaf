import type { Context } from '../../../schema/context.js';
import { inputError } from '../../../schema/input-errors.js';
import type { MomentView, ReportView } from '../../../schema/views.js';
import { ledgerOf } from '../../domain/ids.js';
import { periodIdOf } from '../../domain/period.js';
import type { LocalDate } from '../../domain/quarter.js';
import { reportIdOf, reportIdsOf } from '../../domain/report.js';
import type { Loaders } from './loaders.js';
import { ofMoment, reportView } from './views.js';

type Port = Pick<Context, 'report' | 'quarterAsKnown' | 'reportsOf' | 'weightOf'> & {
  /** As it is now. */
  reportById(id: string): Promise<ReportView | undefined>;
};

/** @param today the date by which states are told, where no moment is asked for. */
export function reportsOf(loaders: Loaders, today: LocalDate): Port {
  const momentOf = (actionId: string, when: Parameters<Loaders['moment']>[1]) =>
    loaders.moment(ledgerOf('action', actionId), when);

  const report = async (id: string, at?: MomentView): Promise<ReportView | undefined> => {
    const found = await loaders.row('reports', id, at);
    if (found === undefined) return undefined;
    const { planId, quarter } = found.state;
    const [plan, period] = await Promise.all([
      loaders.row('plans', planId, at),
      loaders.row('periods', periodIdOf(planId, quarter), at),
    ]);
    if (plan === undefined) return undefined;
    const rows = { report: found, plan, ...(period === undefined ? {} : { period }) };
    return ofMoment(reportView(rows, at?.on ?? today), at);
  };

  const quarterAsKnown: Port['quarterAsKnown'] = async (actionId, quarter, when) => {
    const found = await report(reportIdOf(actionId, quarter), await momentOf(actionId, when));
    if (found === undefined || found.quarter === quarter) return found;
    throw ofAnotherYear(quarter, found);
  };

  return {
    quarterAsKnown,
    reportById: (id) => report(id),
    async report(...asked) {
      const found = await quarterAsKnown(...asked);
      if (found !== undefined) return found;
      throw ofAnotherYear(asked[1]);
    },
    async reportsOf(actionId, when) {
      const at = await momentOf(actionId, when);
      const views = await Promise.all(reportIdsOf(actionId).map((id) => report(id, at)));
      return views.filter((found) => found !== undefined);
    },
    async weightOf(actionId, when) {
      // Any quarter of the action holds it: weights are set for a plan as a whole.
      const [first = ''] = reportIdsOf(actionId);
      const row = await loaders.row('reports', first, await momentOf(actionId, when));
      const { weight, withdrawn } = row?.state ?? {};
      return weight === undefined || !withdrawn ? weight : 0;
    },
  };
}

function ofAnotherYear(quarter: string, found?: ReportView) {
  return inputError({
    field: 'quarter',
    message: `${quarter} is not a quarter of the year of this action's plan.`,
    expected: found === undefined ? 'a quarter' : `a quarter of ${found.quarter.slice(0, 4)}`,
  });
}
