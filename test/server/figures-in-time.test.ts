import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPositions } from '../../src/store/read.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { VariablesOf } from 'gql.tada';
import { graphql } from '../client/graphql.js';
import type { Api } from '../support/api.js';
import {
  actionFields,
  addAction,
  mutate,
  registerOffice,
  smallPlan,
  startApi,
} from '../support/api.js';
import { askTrend, coloursOf } from '../support/figures.js';

let api: Api;
/** The same database, asked by another person. */
let reviewer: Api;
beforeAll(async () => {
  api = await startApi();
  reviewer = await startApi({ uri: api.uri, actor: { id: 'luz', role: 'admin' } });
});
afterAll(async () => {
  await reviewer.close();
  await api.close();
});

const q1 = '2024-Q1';
const everything =
  'groupBy: [OFFICE, FUNDING_SOURCE, ASSOCIATED_PLAN, OBJECTIVE, FREQUENCY, STATE, SIGNAL, ACTION]';
const report = (actionId = '', percent = 0, more = {}) =>
  mutate(api, 'reportProgress', { actionId, quarter: q1, percent, ...more });
const correct = (actionId = '', changes: object, reason = 'Error de digitación') =>
  mutate(api, 'correctProgress', { actionId, quarter: q1, reason, ...changes });
const openWide = (planId: string) =>
  mutate(api, 'openPeriod', { planId, quarter: q1, closesAt: '2999-12-31' });
const close = (planId: string) =>
  mutate(api, 'closePeriod', { planId, quarter: q1, act: 'Acta 1' });
const office = (entityId: string, name: string) => registerOffice(api, { entityId, name });

describe('a trend as of a moment', () => {
  it('says what was said then, by position and by time, whatever was recorded since', async () => {
    const plan = await smallPlan(api, 3);
    const { planId, actionIds, entityId, officeId } = plan;
    const told: { position: number; at: Date; trend: unknown }[] = [];
    const remember = async () => {
      const trend = await askTrend(api, planId, everything);
      const position = trend.asOfPosition ?? 0;
      const [event] = await readPositions(collectionsOf(api.connection.db), entityId, [position]);
      if (event === undefined) throw new Error(`nothing at ${position}`);
      told.push({ position, at: event.recordedAt, trend });
    };
    const weights = actionIds.map((actionId, i) => ({ actionId, weight: i === 0 ? 50 : 25 }));
    const steps: (() => Promise<unknown>)[] = [
      () => report(actionIds[0], 10),
      () => report(actionIds[1], 40, { narrative: 'Uno' }),
      () => openWide(planId),
      () => correct(actionIds[1], { percent: 30 }),
      () => mutate(api, 'setPlanWeights', { planId, weights }),
      () =>
        mutate(api, 'setQuarterTargets', {
          ...{ actionId: actionIds[0] ?? '', targets: { q1: 20 }, reason: 'Ajuste' },
        }),
      () => close(planId),
      () => correct(actionIds[0], { percent: 15 }),
      () =>
        mutate(api, 'adoptSignalPolicy', {
          ...{ planId, policy: { redUpTo: 10, yellowUpTo: 20, greenUpTo: 30 } },
        }),
      () => mutate(api, 'renameOffice', { officeId, name: 'Otra dirección' }),
      async () => {
        const intoOfficeId = await office(entityId, 'Planeación');
        return mutate(api, 'mergeOffices', { officeId, intoOfficeId, reason: 'Decreto' });
      },
      () => mutate(api, 'withdrawAction', { actionId: actionIds[2] ?? '', reason: 'Suprimida' }),
      () => mutate(api, 'reopenPeriod', { planId, quarter: q1, reason: 'Revisión' }),
    ];
    await remember();
    for (const step of steps) {
      await step();
      await remember();
      // Events of the same millisecond would be of the same time.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const differing = new Set(told.map(({ trend }) => JSON.stringify(trend)));
    expect(differing.size).toBe(told.length);
    for (const { position, at, trend } of told) {
      const asOf = (moment: string) => askTrend(api, planId, `${everything}, asOf: ${moment}`);
      expect(await asOf(`{ position: ${position} }`)).toEqual(trend);
      expect(await asOf(`{ at: "${at.toISOString()}" }`)).toEqual(trend);
    }
    const last = told.at(-1)?.trend;
    expect(await askTrend(api, planId, `${everything}, asOf: { position: 99999 }`)).toEqual(last);
  });

  it('is null before the plan was on record', async () => {
    const { planId } = await smallPlan(api);
    const before = ['position: 0', 'position: 1', 'at: "2020-01-01T00:00:00Z"'];
    for (const moment of before) {
      const document = `{ trend(planId: "${planId}", asOf: { ${moment} }) { asOfPosition }
        officeScorecard(planId: "${planId}", quarter: "${q1}", asOf: { ${moment} }) { due } }`;
      expect(await api.ask(document)).toEqual({ trend: null, officeScorecard: [] });
    }
  });
});

describe('two quarters beside each other', () => {
  const document = graphql(`
    query ($planId: ID!, $a: Quarter!, $b: Quarter!, $basis: ComparisonBasis!) {
      quarterComparison(planId: $planId, a: $a, b: $b, basis: $basis) {
        actions {
          actionId
          a {
            percent
            state
            signal
          }
          b {
            percent
            state
            signal
          }
          change
        }
        a {
          due
          reported
          completeness
          progress
        }
        b {
          due
          reported
          completeness
          progress
        }
      }
    }
  `);
  type Basis = VariablesOf<typeof document>['basis'];
  const compare = async (planId: string, basis: Basis, a = q1, b = '2024-Q2') =>
    (await api.ask(document, { planId, a, b, basis })).quarterComparison;

  it('are as published, or as known now, with what was corrected since', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    const [first = '', second = ''] = actionIds;
    await openWide(planId);
    await report(first, 10);
    await report(second, 40);
    expect(await compare(planId, 'AS_PUBLISHED')).toBeNull();
    await close(planId);
    await mutate(api, 'openPeriod', { planId, quarter: '2024-Q2', closesAt: '2999-12-31' });
    await mutate(api, 'reportProgress', { actionId: first, quarter: '2024-Q2', percent: 50 });
    expect(await compare(planId, 'AS_PUBLISHED')).toBeNull();
    await mutate(api, 'closePeriod', { planId, quarter: '2024-Q2', act: 'Acta 2' });
    await correct(first, { percent: 20 });

    const side = (percent: number | null, state: string, signal: string) => ({
      ...{ percent, state, signal },
    });
    const inQ2 = [side(50, 'PUBLISHED', 'GREEN'), side(null, 'OVERDUE', 'NO_DATA')];
    const comparison = (percent: number, signal: string, progress: number) => ({
      actions: [
        {
          ...{ actionId: first, a: side(percent, 'PUBLISHED', signal), b: inQ2[0] },
          change: 50 - percent,
        },
        {
          ...{ actionId: second, a: side(40, 'PUBLISHED', 'OVER'), b: inQ2[1] },
          change: null,
        },
      ].toSorted((a, b) => (a.actionId < b.actionId ? -1 : 1)),
      a: { due: 2, reported: 2, completeness: 100, progress },
      b: { due: 2, reported: 1, completeness: 50, progress: 50 },
    });
    expect(await compare(planId, 'AS_PUBLISHED')).toEqual(comparison(10, 'RED', 25));
    expect(await compare(planId, 'AS_KNOWN_NOW')).toEqual(comparison(20, 'GREEN', 30));
  });

  it('as known now agree with the trend', async () => {
    const { planId, actionIds } = await smallPlan(api, 2);
    await report(actionIds[0], 12.5);
    const { total } = await askTrend(api, planId);
    const [a, b] = total.map(({ due, reported, completeness, progress }) => ({
      ...{ due, reported, completeness, progress },
    }));
    expect(await compare(planId, 'AS_KNOWN_NOW')).toMatchObject({ a, b });
  });
});

describe('the scorecards of offices', () => {
  const document = graphql(`
    query ($planId: ID!, $quarter: Quarter!, $asOf: AsOf) {
      officeScorecard(planId: $planId, quarter: $quarter, asOf: $asOf) {
        officeId
        name
        due
        onTime
        late
        unknown
        missing
        approved
        returned
        progress
        asOfPosition
      }
    }
  `);
  const cards = async (planId: string, asOf: VariablesOf<typeof document>['asOf'] = null) => {
    const { officeScorecard } = await api.ask(document, { planId, quarter: q1, asOf });
    const positions = officeScorecard.map(({ asOfPosition }) => asOfPosition);
    const shown = officeScorecard.map(({ asOfPosition: _, ...card }) => card);
    return { shown, positions };
  };

  it('count what was due, on time, late, missing, approved and returned', async () => {
    const { planId, entityId, officeId } = await smallPlan(api, 0);
    const other = await office(entityId, 'Ágora');
    await office(entityId, 'Sin acciones');
    const add = (n: number, officeIds: string[], more = {}) => {
      const input = { planId, officeIds, ...actionFields(n), ...more };
      return addAction(api, input);
    };
    const late = await add(1, [officeId]);
    await report(late, 10);
    await openWide(planId);
    const approved = await add(2, [officeId, other]);
    const returned = await add(3, [other]);
    await add(4, [other]);
    await add(5, [other], { startDate: '2024-05-01' });
    await report(approved, 20);
    await report(returned, 60);
    await mutate(reviewer, 'approveReport', { actionId: approved, quarter: q1 });
    await mutate(reviewer, 'returnReport', { actionId: returned, quarter: q1, reason: 'Sin acta' });

    const before = await cards(planId);
    expect(before.shown).toEqual([
      {
        ...{ officeId: other, name: 'Ágora', due: 3, onTime: 2, late: 0, unknown: 0, missing: 1 },
        ...{ approved: 1, returned: 1, progress: 40 },
      },
      {
        ...{ officeId, name: 'Dirección General', due: 2, onTime: 1, late: 1, unknown: 0 },
        ...{ missing: 0, approved: 1, returned: 0, progress: 15 },
      },
    ]);
    const { asOfPosition } = await askTrend(api, planId);
    expect(before.positions).toEqual([asOfPosition, asOfPosition]);
    const merge = { officeId, intoOfficeId: other, reason: 'Decreto 1' };
    await mutate(api, 'mergeOffices', merge);
    const after = await cards(planId);
    expect(after.positions).toEqual([(asOfPosition ?? 0) + 1]);
    expect(after.shown).toEqual([
      {
        ...{ officeId: other, name: 'Ágora', due: 4, onTime: 2, late: 1, unknown: 0, missing: 1 },
        ...{ approved: 1, returned: 1, progress: 30 },
      },
    ]);
    expect(await cards(planId, { position: asOfPosition ?? 0 })).toEqual(before);
  });
});

describe('restatements', () => {
  const document = graphql(`
    query ($planId: ID!, $quarter: Quarter!, $first: Int, $after: String, $last: Int) {
      restatements(planId: $planId, quarter: $quarter, first: $first, after: $after, last: $last) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          position
          actionId
          before
          after
          narrativeChanged
          recordedAt
          actor {
            id
          }
          reason
          signalBefore
          signalAfter
        }
      }
    }
  `);
  type Part = Partial<VariablesOf<typeof document>>;
  const restated = async (planId: string, part: Part = {}) =>
    (await api.ask(document, { planId, quarter: q1, ...part })).restatements;

  it('say who changed a closed quarter, when, why, from what to what, in which colours', async () => {
    const { planId, entityId, actionIds } = await smallPlan(api, 2);
    const [first = '', second = ''] = actionIds;
    await openWide(planId);
    await report(first, 10, { narrative: 'Uno' });
    await report(second, 25);
    await correct(first, { percent: 11 });
    await close(planId);
    await correct(first, { percent: 30 }, 'Acta corregida');
    await mutate(reviewer, 'correctProgress', {
      ...{ actionId: first, quarter: q1, narrative: 'Dos', reason: 'Ortografía' },
    });
    // Later policies don't recolour what was closed under another.
    const policy = { redUpTo: 100, yellowUpTo: 110, greenUpTo: 120 };
    await mutate(api, 'adoptSignalPolicy', { planId, policy });
    await mutate(api, 'withdrawProgress', {
      ...{ actionId: second, quarter: q1, reason: 'No existe' },
    });
    await mutate(api, 'reportProgress', {
      ...{ actionId: first, quarter: '2024-Q2', percent: 99 },
    });
    await mutate(api, 'reopenPeriod', { planId, quarter: q1, reason: 'Revisión' });
    await correct(first, { percent: 50 });

    const { nodes, totalCount } = await restated(planId);
    const entry = (position: number) =>
      readPositions(collectionsOf(api.connection.db), entityId, [position]);
    expect(nodes).toMatchObject([
      {
        ...{ actionId: first, before: 11, after: 30, narrativeChanged: false },
        ...{ actor: { id: 'local' }, reason: 'Acta corregida' },
        ...{ signalBefore: 'RED', signalAfter: 'GREEN' },
      },
      {
        ...{ actionId: first, before: 30, after: 30, narrativeChanged: true },
        ...{ actor: { id: 'luz' }, reason: 'Ortografía' },
        ...{ signalBefore: 'GREEN', signalAfter: 'GREEN' },
      },
      {
        ...{ actionId: second, before: 25, after: null, narrativeChanged: false },
        ...{ reason: 'No existe', signalBefore: 'GREEN', signalAfter: 'NO_DATA' },
      },
    ]);
    expect(totalCount).toBe(3);
    for (const node of nodes) {
      const [event] = await entry(node?.position ?? 0);
      expect(node).toMatchObject({ recordedAt: event?.recordedAt.toISOString() });
    }
  });

  it('come in pages, from either end', async () => {
    const { planId, actionIds } = await smallPlan(api, 1);
    await openWide(planId);
    await report(actionIds[0], 1);
    await close(planId);
    for (const percent of [2, 3, 4, 5, 6]) await correct(actionIds[0], { percent });
    const after = async (part: Part) => {
      const { nodes, pageInfo } = await restated(planId, part);
      return { ...pageInfo, values: nodes.map((node) => node?.after) };
    };
    const first = await after({ first: 2 });
    expect(first).toMatchObject({ values: [2, 3], hasNextPage: true });
    const second = await after({ first: 3, after: first.endCursor });
    expect(second).toMatchObject({ values: [4, 5, 6], hasNextPage: false });
    expect(await after({ last: 2 })).toMatchObject({ values: [5, 6] });
    const strange = { planId, quarter: '2024-Q2', first: 1, after: first.endCursor };
    const { errors } = await api.query(document, strange);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('what is overdue', () => {
  const document = graphql(`
    query ($planId: ID!, $on: LocalDate, $first: Int, $after: String) {
      overdue(planId: $planId, on: $on, first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          number
        }
      }
    }
  `);
  const overdue = async (planId: string, more: Partial<VariablesOf<typeof document>> = {}) => {
    const found = (await api.ask(document, { planId, ...more })).overdue;
    return { ...found, numbers: found.nodes.map((node) => Number(node?.number)) };
  };

  it('is unreported on the day after its window closed, by number', async () => {
    const { planId, actionIds } = await smallPlan(api, 11);
    // Nobody could report in time what came on record after the window.
    expect((await overdue(planId)).numbers).toEqual([]);
    await mutate(api, 'openPeriod', { planId, quarter: q1 });
    await report(actionIds[0], 10);
    await mutate(api, 'withdrawAction', { actionId: actionIds[2] ?? '', reason: 'Suprimida' });
    const notApplicable = { actionId: actionIds[3] ?? '', quarter: q1, reason: 'Aplazada' };
    await mutate(api, 'markReportNotApplicable', notApplicable);
    const left = [2, 5, 6, 7, 8, 9, 10, 11];
    expect((await overdue(planId, { on: '2024-04-10' })).numbers).toEqual([]);
    expect((await overdue(planId, { on: '2024-04-11' })).numbers).toEqual(left);
    expect(await overdue(planId)).toMatchObject({ numbers: left, totalCount: left.length });
    const { points } = await askTrend(api, planId, `groupBy: [STATE], to: "${q1}"`);
    const states = points.map(({ group, due }) => [group?.key, due]);
    expect(states).toContainEqual(['OVERDUE', left.length]);
  });

  it('pages on while it shrinks', async () => {
    const { planId, actionIds } = await smallPlan(api, 4);
    await mutate(api, 'openPeriod', { planId, quarter: q1 });
    const first = await overdue(planId, { first: 2 });
    expect(first).toMatchObject({ numbers: [1, 2], pageInfo: { hasNextPage: true } });
    await report(actionIds[0], 10);
    const rest = await overdue(planId, { first: 2, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({ numbers: [3, 4], pageInfo: { hasNextPage: false } });
  });
});

describe('a closed quarter in the trend', () => {
  it('has the corrected value, and the colour by the policy of its closing', async () => {
    const { planId, actionIds } = await smallPlan(api);
    await openWide(planId);
    await report(actionIds[0], 10);
    await close(planId);
    await correct(actionIds[0], { percent: 30 });
    const [first] = (await askTrend(api, planId)).total;
    expect(first).toMatchObject({ progress: 30 });
    expect(first && coloursOf(first)).toEqual({ GREEN: 1 });
  });
});
