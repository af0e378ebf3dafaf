import type { Quarter } from '../../domain/quarter.js';
import type { ActionState, PeriodState, PlanState } from '../../domain/states.js';
import type { Moment } from '../trend/moment.js';
import type { Reports } from './quarter-facts.js';

/** What lists of a plan's actions are made from, all of one moment. */
export interface PlanFacts {
  readonly plan: PlanState;
  readonly periods: readonly PeriodState[];
  /** Where each merged office's actions count. */
  readonly merges: ReadonlyMap<string, string>;
  readonly actions: readonly ActionState[];
  /** Of the quarters that were asked for. */
  readonly reports: ReadonlyMap<Quarter, Reports>;
}

/** All but the reports. */
export type PlanPart = Omit<PlanFacts, 'reports'>;

/** A plan with its actions; undefined when there is no such plan at that moment. */
export async function readPlanPart(moment: Moment, planId: string): Promise<PlanPart | undefined> {
  const [plan] = await moment.statesById('plans', [planId]);
  if (plan === undefined) return undefined;
  const periods = await moment.states('periods', { planId });
  const actions = await moment.states('actions', { planId });
  return { plan, periods, merges: moment.merges, actions: actions.flatMap(mended) };
}

const unlisted = [
  ...(['narrative', 'evidence', 'recordedAt', 'actorId', 'alike'] as const),
  // Their action tells the same.
  ...(['officeIds', 'officeSet', 'fundingSource', 'associatedPlans'] as const),
];

/** The reports of a quarter of it. */
export async function readReports(
  moment: Moment,
  planId: string,
  quarter: Quarter,
): Promise<Reports> {
  const reports = await moment.states('reports', { planId, quarter }, unlisted);
  return new Map(reports.map((report) => [report.actionId, report]));
}

/** A plan at a moment, with the reports of these quarters. */
export async function readPlanFacts(
  moment: Moment,
  planId: string,
  quarters: readonly Quarter[],
): Promise<PlanFacts | undefined> {
  const part = await readPlanPart(moment, planId);
  if (part === undefined) return undefined;
  const reports = new Map<Quarter, Reports>();
  for (const quarter of quarters) reports.set(quarter, await readReports(moment, planId, quarter));
  return { ...part, reports };
}

/** A damaged row is still listed, as long as it tells which action it is; it fails where it is shown. */
function mended(state: ActionState): readonly ActionState[] {
  const { actionId, officeIds, associatedPlans }: { [F in keyof ActionState]?: unknown } = state;
  if (typeof actionId !== 'string') return [];
  if (Array.isArray(officeIds) && Array.isArray(associatedPlans)) return [state];
  return [{ ...state, officeIds: [], associatedPlans: [] }];
}
