import type { Timeliness } from '../../../events/index.js';
import type { LocalDate } from '../../domain/quarter.js';
import type { FiguredReport, ReportFigures } from '../../domain/report-figures.js';
import { figuresOf } from '../../domain/report-figures.js';
import type { PeriodState, PlanState, ReportState } from '../../domain/states.js';

/** What lists look at in an action's report of a quarter; percentages in basis points. */
export interface ReportFacts extends ReportFigures {
  readonly percent?: number;
  readonly timeliness?: Timeliness;
  readonly weight?: number;
}

/** By an action's id; undefined where the report isn't there or is damaged. */
export type QuarterFacts = (actionId: string) => ReportFacts | undefined;

/** A report without what lists don't look at: most of what it weighs. */
export type ListedReport = FiguredReport & Pick<ReportState, 'actionId' | 'timeliness' | 'weight'>;

/** The reports of one quarter by their actions. */
export type Reports = ReadonlyMap<string, ListedReport>;

/** The facts of one quarter on a date, each derived when it is first looked at. */
export function quarterFacts(
  reports: Reports,
  plan: PlanState,
  period: PeriodState | undefined,
  on: LocalDate,
): QuarterFacts {
  const known = new Map<string, ReportFacts | undefined>();
  return (actionId) => {
    if (!known.has(actionId)) known.set(actionId, factsOf(reports.get(actionId), plan, period, on));
    return known.get(actionId);
  };
}

function factsOf(
  report: ListedReport | undefined,
  plan: PlanState,
  period: PeriodState | undefined,
  on: LocalDate,
): ReportFacts | undefined {
  if (report === undefined) return undefined;
  const { percent, timeliness, weight } = report;
  try {
    return {
      ...figuresOf(report, plan, period, on),
      ...(percent === undefined ? {} : { percent }),
      ...(timeliness === undefined ? {} : { timeliness }),
      ...(weight === undefined ? {} : { weight }),
    };
  } catch {
    // A damaged row fails where it is shown; a list of its siblings doesn't.
    return undefined;
  }
}
