import type { QuarterTargets } from '../../events/index.js';
import { redactedText } from '../../events/index.js';
import { fieldsOf } from '../domain/action-fields.js';
import { periodIdOf } from '../domain/period.js';
import { policyOf } from '../domain/publication.js';
import type { LocalDate, Quarter } from '../domain/quarter.js';
import { quartersOf } from '../domain/quarter.js';
import { reportIdsOf } from '../domain/report.js';
import { stateAt } from '../domain/report-state.js';
import type { ActionState } from '../domain/states.js';
import type { Change, Values } from './changes.js';
import { differing, percents } from './changes.js';
import type { Rows } from './rows.js';

/** A plan as it was known at a moment, and the date by which its states are told. */
export interface PlanMoment {
  readonly rows: Rows;
  readonly on: LocalDate;
}

/** A field that differs; of a quarter, or of the plan or action as a whole. */
export type DiffChange = Change & { readonly quarter?: Quarter };

export interface ActionDiff {
  readonly kind: 'ADDED' | 'WITHDRAWN' | 'CHANGED';
  readonly actionId: string;
  readonly numberKey: string;
  readonly changes: readonly DiffChange[];
}

/** What a plan's own fields and periods differ in; everything where it was not on record before. */
export function planChanges(planId: string, a: PlanMoment, b: PlanMoment): readonly DiffChange[] {
  const year = b.rows.get('plans', planId)?.year;
  const quarters = year === undefined ? [] : quartersOf(year);
  return [
    ...differing(planValues(a.rows, planId), planValues(b.rows, planId)),
    ...quarters.flatMap((quarter) => {
      const id = periodIdOf(planId, quarter);
      return ofQuarter(quarter, differing(periodValues(a.rows, id), periodValues(b.rows, id)));
    }),
  ];
}

/** What each action differs in; those that are the same are left out. In no order. */
export function actionDiffs(a: PlanMoment, b: PlanMoment): readonly ActionDiff[] {
  return b.rows.all('actions').flatMap(({ id, state: after }): ActionDiff[] => {
    const before = a.rows.get('actions', id);
    const changes = [
      ...differing(actionValues(a, before), actionValues(b, after)),
      ...quartersOf(after.year).flatMap((quarter, i) => {
        const reportId = reportIdsOf(id)[i] ?? '';
        return ofQuarter(quarter, differing(reportValues(a, reportId), reportValues(b, reportId)));
      }),
    ];
    if (changes.length === 0) return [];
    const withdrawn = after.withdrawn && before?.withdrawn === false;
    const kind = before === undefined ? 'ADDED' : withdrawn ? 'WITHDRAWN' : 'CHANGED';
    return [{ kind, actionId: id, numberKey: after.numberKey, changes }];
  });
}

function ofQuarter(quarter: Quarter, changes: readonly Change[]): readonly DiffChange[] {
  return changes.map((change) => ({ ...change, quarter }));
}

function planValues(rows: Rows, planId: string): Values {
  const plan = rows.get('plans', planId);
  if (plan === undefined) return {};
  const { year, title, objective, percentMode, planVersion } = plan;
  return { year, title, objective, percentMode, planVersion, ...percents({ ...policyOf(plan) }) };
}

function periodValues(rows: Rows, id: string): Values {
  const state = rows.get('periods', id);
  if (state === undefined) return {};
  const { status, cutoff, opensAt, closesAt, act, publicationHash } = state;
  return { period: status.toLowerCase(), cutoff, opensAt, closesAt, act, publicationHash };
}

function actionValues({ rows }: PlanMoment, state: ActionState | undefined): Values {
  if (state === undefined) return {};
  // Any quarter of the action holds its weight.
  const weight = rows.get('reports', reportIdsOf(state.actionId)[0] ?? '')?.weight;
  const targets: QuarterTargets = state.quarterTargets;
  return {
    ...fieldsOf(state),
    ...percents({ ...targets, weight }),
    withdrawn: state.withdrawn ? 'yes' : 'no',
  };
}

function reportValues({ rows, on }: PlanMoment, id: string): Values {
  const report = rows.get('reports', id);
  if (report === undefined) return {};
  const { planId, quarter, percent, quantity, narrative, timeliness, evidence } = report;
  const titles = evidence.map(({ evidenceId, title }) =>
    title === redactedText ? evidenceId : title,
  );
  return {
    ...{ percent, quantity, narrative },
    state: stateAt(report, on, rows.get('periods', periodIdOf(planId, quarter))),
    timeliness,
    evidence: titles.length === 0 ? undefined : titles,
  };
}
