import { defaultWindow } from '../../domain/due.js';
import type { LocalDate } from '../../domain/quarter.js';
import { quartersOf } from '../../domain/quarter.js';
import { stateAt } from '../../domain/report-state.js';
import type { PlanState } from '../../domain/states.js';
import type { Moment } from './moment.js';

/** The ids of a plan's actions with a quarter that is unreported and overdue on a date. */
export async function readOverdue(
  moment: Moment,
  { planId, year }: PlanState,
  on: LocalDate,
): Promise<readonly string[]> {
  const found = await moment.states('periods', { planId });
  const periods = new Map(found.map((period) => [period.quarter, period]));
  const passed = quartersOf(year).filter((quarter) => {
    const period = periods.get(quarter);
    return period?.status === 'CLOSED' || on > (period ?? defaultWindow(quarter)).closesAt;
  });
  // What is unreported has no percentage, which the index tells without looking at reports.
  const missing = { submission: null, percent: null };
  const where = { planId, quarter: { $in: passed }, withdrawn: false, ...missing };
  const unreported = await moment.states('reports', where);
  const overdue = unreported.filter(
    (report) => stateAt(report, on, periods.get(report.quarter)) === 'OVERDUE',
  );
  return [...new Set(overdue.map(({ actionId }) => actionId))];
}
