import type { PublishedAction, QuarterFigures } from '../../domain/publication.js';
import { quarterFigures } from '../../domain/publication.js';
import type { LocalDate, Quarter } from '../../domain/quarter.js';
import type { PlanState } from '../../domain/states.js';
import type { Moment } from './moment.js';
import { readBases } from './moment.js';

/** What is on record now for a quarter, in the form in which it would be published. */
export async function figuresNow(
  moment: Moment,
  plan: PlanState,
  quarter: Quarter,
  on: LocalDate,
): Promise<QuarterFigures | undefined> {
  const [measure] = await readBases(moment, [plan], () => [quarter]);
  const [basis] = measure?.quarters ?? [];
  if (basis === undefined) return undefined;
  const where = { planId: plan.planId, quarter };
  const reports = await moment.states('reports', where);
  return quarterFigures(plan, reports, { ...basis, signalPolicy: basis.policy, on });
}

/** One action in two quarters. */
export interface ComparedAction {
  readonly actionId: string;
  /** Absent where the action is not in that quarter's figures. */
  readonly a?: PublishedAction;
  readonly b?: PublishedAction;
  /** Percent in b minus that in a, in basis points; absent where either is. */
  readonly change?: number;
}

export function compareQuarters(a: QuarterFigures, b: QuarterFigures): readonly ComparedAction[] {
  const inA = new Map(a.actions.map((action) => [action.actionId, action]));
  const inB = new Map(b.actions.map((action) => [action.actionId, action]));
  return [...new Set([...inA.keys(), ...inB.keys()])].map((actionId) => {
    const [one, other] = [inA.get(actionId), inB.get(actionId)];
    const known = one?.percent !== undefined && other?.percent !== undefined;
    return {
      actionId,
      ...(one === undefined ? {} : { a: one }),
      ...(other === undefined ? {} : { b: other }),
      ...(known ? { change: (other.percent ?? 0) - (one.percent ?? 0) } : {}),
    };
  });
}
