import type { LocalDate, Quarter } from '../../domain/quarter.js';
import { stateAt } from '../../domain/report-state.js';
import type { PlanState, ReportState } from '../../domain/states.js';
import { alikeRows } from './alike-rows.js';
import { officesOf } from './basis.js';
import { groupSums } from './group-sums.js';
import type { Moment } from './moment.js';
import { readBases } from './moment.js';
import { addUp, figuresOf } from './sums.js';

/** How one office answered for a quarter; it gets full credit for each of its actions. */
export interface Scorecard {
  readonly officeId: string;
  readonly name: string;
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  /** Reports of which the record doesn't tell when they were made: from a plan file. */
  readonly unknown: number;
  readonly missing: number;
  readonly approved: number;
  readonly returned: number;
  /** Basis points; absent where nothing was due, or nothing reported. */
  readonly progress?: number;
}

/** The scorecards of all offices that answer for an action of the plan, by name. */
export async function readScorecards(
  moment: Moment,
  plan: PlanState,
  on: LocalDate,
  quarter: Quarter,
): Promise<readonly Scorecard[]> {
  const { planId } = plan;
  const [basis] = await readBases(moment, [plan], () => [quarter]);
  if (basis === undefined) return [];
  const where = { planId, quarter, withdrawn: false };
  const reports = await moment.states('reports', where);
  const offices = await moment.states('offices', {});
  const grouping = { dimensions: ['OFFICE'], filter: {}, on, merges: moment.merges } as const;
  const { groups } = groupSums(alikeRows(reports, planId, grouping), basis, grouping);
  const sums = new Map(groups.get('OFFICE')?.map((group) => [group.key, group.sums]));
  const period = basis.quarters[0]?.period;
  const mine = byOffice(reports, moment.merges);
  return offices
    .flatMap(({ officeId, name }): Scorecard[] => {
      const own = mine.get(officeId);
      if (own === undefined) return [];
      const { due, missing, progress } = figuresOf(sums.get(officeId) ?? addUp([]));
      const count = (wanted: (report: ReportState) => boolean) => own.filter(wanted).length;
      return [
        {
          officeId,
          name,
          due,
          onTime: count(({ timeliness }) => timeliness === 'ON_TIME'),
          late: count(({ timeliness }) => timeliness === 'LATE'),
          unknown: count(({ timeliness }) => timeliness === 'UNKNOWN'),
          missing,
          approved: count(({ submission }) => submission === 'APPROVED'),
          returned: count((report) => stateAt(report, on, period) === 'RETURNED'),
          ...(progress === undefined ? {} : { progress }),
        },
      ];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'es'));
}

function byOffice(reports: readonly ReportState[], merges: ReadonlyMap<string, string>) {
  const groups = new Map<string, ReportState[]>();
  for (const report of reports) {
    for (const id of officesOf(report.officeIds, merges)) {
      groups.set(id, [...(groups.get(id) ?? []), report]);
    }
  }
  return groups;
}
