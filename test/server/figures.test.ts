import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../../src/importer/import-file.js';
import { loadPlanFile } from '../../src/importer/load-plan-file.js';
import type { Api, SmallPlan } from '../support/api.js';
import {
  actionFields,
  addAction,
  mutate,
  registerOffice,
  smallPlan,
  startApi,
} from '../support/api.js';
import { askTrend, coloursOf } from '../support/figures.js';
import { localActor } from '../support/ledger.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const q1 = '2024-Q1';
const report = (actionId = '', quarter = q1, percent = 0, more = {}) =>
  mutate(api, 'reportProgress', { actionId, quarter, percent, ...more });
/** The total of each quarter, in one measure. */
const totals = async (planId: string, measure: 'progress' | 'completeness' | 'change' | 'due') =>
  (await askTrend(api, planId)).total.map((point) => point[measure]);
const weigh = ({ planId, actionIds }: SmallPlan, ...weights: number[]) =>
  mutate(api, 'setPlanWeights', {
    planId,
    weights: actionIds.map((actionId, i) => ({ actionId, weight: weights[i] ?? 0 })),
  });

describe('the trend of the example plan', () => {
  let planId = '';
  beforeAll(async () => {
    const file = await loadPlanFile('examples/plan-de-accion-2024.tsv');
    const entity = { entityId: 'rmbc', entityName: 'Región Metropolitana' };
    await importFile({ file, ...entity, actor: localActor, dryRun: false }, api);
    const data = await api.ask<{ plans: { nodes: { id: string }[] } }>(
      '{ plans { nodes { id } } }',
    );
    planId = data.plans.nodes[0]?.id ?? '';
  });
  const q1By = async (dimension: string) => {
    const { points } = await askTrend(api, planId, `groupBy: [${dimension}], to: "${q1}"`);
    return points.map(({ group, due, notDue, progress }) => [group?.label, due, notDue, progress]);
  };

  it('has in the first quarter eight reported zeros, and action 4 not due', async () => {
    const { total } = await askTrend(api, planId);
    expect(total.map(({ quarter }) => quarter)).toEqual([q1, '2024-Q2', '2024-Q3', '2024-Q4']);
    expect(total[0]).toEqual({
      ...{ quarter: q1, group: null, due: 8, notDue: 1, reported: 8, missing: 0 },
      ...{ completeness: 100, progress: 0, expected: 10.13, efficacy: 0, gap: -10.13 },
      change: null,
      bySignal: [
        { signal: 'RED', count: 8 },
        { signal: 'YELLOW', count: 0 },
        { signal: 'GREEN', count: 0 },
        { signal: 'OVER', count: 0 },
        { signal: 'NO_DATA', count: 0 },
      ],
    });
  });

  it('has in the second nine that are due, none reported: null, not 0', async () => {
    const { total } = await askTrend(api, planId, 'from: "2024-Q2", to: "2024-Q2"');
    expect(total).toHaveLength(1);
    expect(total[0]).toMatchObject({
      ...{ due: 9, notDue: 0, reported: 0, missing: 9, completeness: 0 },
      ...{ progress: null, expected: null, efficacy: null, gap: null, change: null },
    });
  });

  it('gives each office full credit for its actions, under its name', async () => {
    expect(await q1By('OFFICE')).toEqual([
      ['Dirección General', 7, 1, 0],
      ['Oficina Asesora de Comunicaciones y Participación Ciudadana', 3, 0, 0],
      ['Subdirección de Gestión Corporativa', 1, 0, 0],
      ['Subdirección de Gestión de Proyectos', 4, 0, 0],
      ['Subdirección de Planeación Metropolitana y Regional', 4, 0, 0],
    ]);
  });

  it('by funding source, plan, objective and frequency', async () => {
    const halves = [
      [4, 1, 0],
      [4, 0, 0],
    ];
    const by = async (dimension: string) => {
      const groups = await q1By(dimension);
      return Object.fromEntries(groups.map(([label, ...counts]) => [String(label), counts]));
    };
    expect(await by('FUNDING_SOURCE')).toEqual({ Inversión: halves[0], Funcionamiento: halves[1] });
    expect(await by('ASSOCIATED_PLAN')).toEqual({
      'Plan Operativo Anual de Inversiones (POAI)': halves[0],
      'Plan Anual de Adquisiciones (PAA)': halves[1],
    });
    expect(await by('FREQUENCY')).toEqual({ QUARTERLY: [8, 1, 0] });
    expect(Object.keys(await by('OBJECTIVE'))).toEqual([
      expect.stringContaining('especificar los objetivos'),
    ]);
  });

  it('by state and colour: what is not due is in its own group, with nothing due', async () => {
    expect(await q1By('STATE')).toEqual([
      ['NOT_DUE', 0, 1, null],
      ['SUBMITTED', 8, 0, 0],
    ]);
    expect(await q1By('SIGNAL')).toEqual([
      ['NO_DATA', 0, 1, null],
      ['RED', 8, 0, 0],
    ]);
  });

  it('by action, as a person counts, with number and name', async () => {
    const groups = await q1By('ACTION');
    expect(groups.map(([label]) => String(label).slice(0, 3))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n}. `),
    );
    expect(groups[1]?.[0]).toBe('2. Desarrollar convocatoria "Programa Jóvenes a la U Regional"');
    expect(groups[3]?.slice(1)).toEqual([0, 1, null]);
  });

  it('only of the actions that meet a filter', async () => {
    const of = async (filter: string) => {
      const { total } = await askTrend(api, planId, `filter: ${filter}, to: "${q1}"`);
      return total.map(({ due, notDue }) => [due, notDue]);
    };
    const { points } = await askTrend(api, planId, 'groupBy: [OFFICE]');
    const key = points.find(({ group }) => group?.label.startsWith('Oficina'))?.group?.key ?? '';
    expect(await of('{ fundingSource: "Inversión" }')).toEqual([[4, 1]]);
    expect(await of(`{ officeId: "${key}" }`)).toEqual([[3, 0]]);
    expect(await of(`{ officeId: "${key}", fundingSource: "Inversión" }`)).toEqual([[2, 0]]);
    expect(await of('{ frequency: ANNUAL }')).toEqual([]);
  });
});

describe('averages', () => {
  it('of two actions at 100 % without weights are 100 %', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    for (const id of actionIds) await report(id, q1, 100);
    expect(await totals(planId, 'progress')).toEqual([100, null, null, null]);
  });

  it('of one at 100 % and one unreported are 100 %, at completeness 50 %', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    await report(actionIds[0], q1, 100);
    expect(await totals(planId, 'progress')).toEqual([100, null, null, null]);
    expect(await totals(planId, 'completeness')).toEqual([50, 0, 0, 0]);
  });

  it('count zeros as zeros', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    await report(actionIds[0], q1, 0);
    await report(actionIds[1], q1, 50);
    expect(await totals(planId, 'progress')).toEqual([25, null, null, null]);
  });

  it('of cumulative 10, 20, 30 are 30 in the end, each 10 more than before', async () => {
    const { planId, actionIds } = await smallPlan(api);
    await report(actionIds[0], q1, 10);
    await report(actionIds[0], '2024-Q2', 20);
    await report(actionIds[0], '2024-Q3', 30);
    expect(await totals(planId, 'progress')).toEqual([10, 20, 30, null]);
    expect(await totals(planId, 'change')).toEqual([null, 10, 10, null]);
    const { total } = await askTrend(api, planId, 'from: "2024-Q3"');
    expect(total.map(({ change }) => change)).toEqual([10, null]);
  });

  it('are null where nothing is due, in percent and in all that follows from it', async () => {
    const plan = await smallPlan(api, 0);
    const fields = { ...actionFields(1), frequency: 'ANNUAL' as const, officeIds: [plan.officeId] };
    await mutate(api, 'addAction', { planId: plan.planId, ...fields });
    const { total } = await askTrend(api, plan.planId);
    expect(total[0]).toMatchObject({
      ...{ due: 0, notDue: 1, reported: 0, missing: 0, completeness: null, progress: null },
      ...{ expected: null, efficacy: null, gap: null },
    });
    expect(total[3]).toMatchObject({ due: 1, notDue: 0, completeness: 0 });
  });

  it('take in what is not due but was reported early, and leave out what does not apply', async () => {
    const plan = await smallPlan(api, 1);
    const may = { ...actionFields(2), startDate: '2024-05-01', officeIds: [plan.officeId] };
    await report(await addAction(api, { planId: plan.planId, ...may }), q1, 8);
    await mutate(api, 'markReportNotApplicable', {
      ...{ actionId: plan.actionIds[0] ?? '', quarter: q1, reason: 'Aplazada' },
    });
    const { total } = await askTrend(api, plan.planId);
    expect(total[0]).toMatchObject({
      ...{ due: 1, notDue: 1, reported: 1, completeness: 100, progress: 8 },
      // Before its start nothing is expected of it.
      ...{ expected: null, efficacy: null, gap: null },
    });
  });

  it('are weighted, to the hundredth', async () => {
    const plan = await smallPlan(api, 3);
    await weigh(plan, 33.34, 33.33, 33.33);
    await report(plan.actionIds[0], q1, 100);
    await report(plan.actionIds[1], q1, 0);
    await report(plan.actionIds[2], q1, 0);
    expect(await totals(plan.planId, 'progress')).toEqual([33.34, null, null, null]);
  });

  it('leave out a withdrawn action, which weighs nothing', async () => {
    const plan = await smallPlan(api, 2);
    await report(plan.actionIds[0], q1, 100);
    await report(plan.actionIds[1], q1, 20);
    await mutate(api, 'withdrawAction', { actionId: plan.actionIds[0] ?? '', reason: 'Suprimida' });
    expect(await totals(plan.planId, 'progress')).toEqual([20, null, null, null]);
    expect(await totals(plan.planId, 'due')).toEqual([1, 1, 1, 1]);
  });

  it('are exact: what is expected is rounded once, after it was added up', async () => {
    const { planId, officeId } = await smallPlan(api, 0);
    // 91 of 366, 275 and 301 days: 24.863…, 33.090… and 30.232… %, of which the mean is 29.395…
    for (const [i, endDate] of ['2024-12-31', '2024-10-01', '2024-10-27'].entries()) {
      const fields = { ...actionFields(i + 1), endDate, officeIds: [officeId] };
      await report(await addAction(api, { planId, ...fields }), q1, 30);
    }
    const { total } = await askTrend(api, planId);
    const mean = (91 / 366 + 91 / 275 + 91 / 301) / 3;
    expect(total[0]).toMatchObject({
      expected: Math.round(mean * 10_000) / 100,
      efficacy: Math.round((0.3 / mean) * 10_000) / 100,
      gap: Math.round((0.3 - mean) * 10_000) / 100,
    });
  });
});

describe('colours', () => {
  it('are counted by the policy of the plan, and a closed quarter keeps its own', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    await mutate(api, 'openPeriod', { planId, quarter: q1 });
    // Expected 24.86 %: efficacies of 40.22 % and 100.54 %.
    await report(actionIds[0], q1, 10);
    await report(actionIds[1], q1, 25);
    await mutate(api, 'closePeriod', { planId, quarter: q1, act: 'Acta 1' });
    await report(actionIds[0], '2024-Q2', 20);
    const policy = { redUpTo: 10, yellowUpTo: 60, greenUpTo: 90 };
    await mutate(api, 'adoptSignalPolicy', { planId, policy });
    const { total } = await askTrend(api, planId);
    expect(total.map(coloursOf).slice(0, 2)).toEqual([
      { RED: 1, GREEN: 1 },
      // Expected 49.73 %: an efficacy of 40.22 %.
      { YELLOW: 1, NO_DATA: 1 },
    ]);
    await mutate(api, 'reopenPeriod', { planId, quarter: q1, reason: 'Revisión' });
    const reopened = (await askTrend(api, planId)).total[0];
    expect(reopened && coloursOf(reopened)).toEqual({ YELLOW: 1, OVER: 1 });
  });
});

describe('a total', () => {
  it('counts each action once, however many offices answer for it', async () => {
    const { planId, entityId, officeId } = await smallPlan(api, 0);
    const other = await registerOffice(api, { entityId, name: 'Planeación' });
    for (const [n, officeIds] of [[officeId, other], [other]].entries()) {
      const fields = { planId, officeIds, ...actionFields(n + 1) };
      await report(await addAction(api, fields), q1, n === 0 ? 10 : 40);
    }
    const before = await askTrend(api, planId, `groupBy: [OFFICE], to: "${q1}"`);
    expect(before.total).toMatchObject([{ due: 2, progress: 25 }]);
    expect(before.points).toMatchObject([
      { group: { label: 'Dirección General' }, due: 1, progress: 10 },
      { group: { label: 'Planeación' }, due: 2, progress: 25 },
    ]);

    const merge = { officeId, intoOfficeId: other, reason: 'Decreto 1' };
    await mutate(api, 'mergeOffices', merge);
    await mutate(api, 'renameOffice', { officeId: other, name: 'Oficina de Planeación' });
    const after = await askTrend(api, planId, `groupBy: [OFFICE], to: "${q1}"`);
    expect(after.total).toEqual(before.total);
    expect(after.points).toMatchObject([
      { group: { key: other, label: 'Oficina de Planeación' }, due: 2, progress: 25 },
    ]);
    for (const id of [officeId, other]) {
      const { total } = await askTrend(api, planId, `filter: { officeId: "${id}" }, to: "${q1}"`);
      expect(total).toEqual(before.total);
    }
  });
});

describe('trends', () => {
  const ask = async (args: string) => {
    const document = `{ trends(${args}) { asOfPosition
      total { quarter due reported progress change } points { quarter group { key label } due } } }`;
    const data = await api.ask<{
      trends: { asOfPosition: null; total: object[]; points: { quarter: string }[] };
    }>(document);
    return data.trends;
  };

  it('add up plans of several entities and years, each by its number of actions', async () => {
    const one = await smallPlan(api, 1, 2023);
    const other = await smallPlan(api, 3, 2024);
    const third = await smallPlan(api, 1, 2024);
    await report(one.actionIds[0], '2023-Q4', 60);
    await report(third.actionIds[0], q1, 100);
    for (const id of other.actionIds) await report(id, q1, 20);
    await weigh(other, 50, 25, 25);
    const entityIds = JSON.stringify([one, other, third].map(({ entityId }) => entityId));
    const scope = `filter: { entityIds: ${entityIds} }, from: "2023-Q4", to: "${q1}"`;
    const { total, asOfPosition } = await ask(scope);
    expect(total).toEqual([
      { quarter: '2023-Q4', due: 1, reported: 1, progress: 60, change: null },
      // 3 × 20 % and 1 × 100 %.
      { quarter: q1, due: 4, reported: 4, progress: 40, change: -20 },
    ]);
    expect(asOfPosition).toBeNull();
    const year = await ask(`filter: { entityIds: ${entityIds}, years: [2023] }`);
    expect(year.total).toHaveLength(4);
    const office = `officeId: ${JSON.stringify(other.officeId)}`;
    const filtered = await ask(`filter: { entityIds: ${entityIds}, ${office} }, to: "${q1}"`);
    expect(filtered.total).toEqual([
      { quarter: q1, due: 3, reported: 3, progress: 20, change: null },
    ]);
    const offices = await ask(`${scope}, groupBy: [OFFICE]`);
    expect(offices.points).toHaveLength(3);
  });

  it('are empty where there is no such entity or year', async () => {
    for (const scope of ['entityIds: ["nadie"]', 'entityIds: ["Not a name"]', 'years: [1999]']) {
      expect(await ask(`filter: { ${scope} }, groupBy: [OFFICE]`)).toMatchObject({
        total: [],
        points: [],
      });
    }
  });
});

describe('what was asked wrongly', () => {
  it('is refused with the field: quarters in the wrong order, a quarter of another year', async () => {
    const { planId } = await smallPlan(api);
    const wrong = async (document: string) => {
      const { errors } = await api.query(document);
      return errors?.map(({ extensions }) => [extensions['code'], extensions['problems']]);
    };
    const problem = (field: string) => [['BAD_USER_INPUT', [expect.objectContaining({ field })]]];
    const about = `planId: "${planId}"`;
    expect(
      await wrong(`{ trend(${about}, from: "2024-Q3", to: "${q1}") { asOfPosition } }`),
    ).toEqual(problem('to'));
    expect(
      await wrong(`{ quarterComparison(${about}, a: "${q1}", b: "2023-Q2") { a { due } } }`),
    ).toEqual(problem('b'));
    expect(await wrong(`{ officeScorecard(${about}, quarter: "2025-Q1") { due } }`)).toEqual(
      problem('quarter'),
    );
    expect(await wrong(`{ restatements(${about}, quarter: "2023-Q1") { totalCount } }`)).toEqual(
      problem('quarter'),
    );
    const position = 'asOf: { at: "2024-01-01T00:00:00Z", position: 3 }';
    const { errors } = await api.query(`{ trend(${about}, ${position}) { asOfPosition } }`);
    expect(errors?.[0]?.message).toContain('"AsOf" must specify exactly one key');
  });

  it('about a plan that there is not, is null or empty', async () => {
    const planId = 'plan_nadie_abcd';
    const data = await api.ask(`{
      trend(planId: "${planId}") { asOfPosition }
      strange: trend(planId: "no id") { asOfPosition }
      then: trend(planId: "${planId}", asOf: { position: 3 }) { asOfPosition }
      quarterComparison(planId: "${planId}", a: "${q1}", b: "${q1}") { a { due } }
      officeScorecard(planId: "${planId}", quarter: "${q1}") { due }
      restatements(planId: "${planId}", quarter: "${q1}") { totalCount nodes { position } }
      overdue(planId: "${planId}") { totalCount nodes { id } }
    }`);
    expect(data).toEqual({
      ...{ trend: null, strange: null, then: null, quarterComparison: null, officeScorecard: [] },
      restatements: { totalCount: 0, nodes: [] },
      overdue: { totalCount: 0, nodes: [] },
    });
  });
});
