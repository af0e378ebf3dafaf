import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { buildBitacoraSchema } from '../../schema/build.js';
import type { FiguresPort, RestatementView, TrendPointView } from '../../schema/figures.js';
import { fakeContext } from './fake-context.js';

let schema: GraphQLSchema;
const countsIn = () => Promise.reject(new Error('nobody asked'));
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});

const planId = 'plan_rmbc_0001';
const q1 = '2024-Q1';

/** Asks with a context of which only these figures answer; the others fail the test. */
async function ask(source: string, answers: Partial<FiguresPort> = {}) {
  const calls: unknown[][] = [];
  const figures = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (...args: unknown[]) => {
        calls.push([name, ...args]);
        return (answer as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as FiguresPort;
  const { context } = fakeContext({ overrides: { figures } });
  const answer = await graphql({ schema, source, contextValue: context });
  return { ...answer, calls };
}

const bySignal = { RED: 1, YELLOW: 0, GREEN: 2, OVER: 0, NO_DATA: 3 };
const full: TrendPointView = {
  quarter: q1,
  group: { dimension: 'OFFICE', key: 'office_rmbc_0001', label: 'Dirección General' },
  ...{ due: 8, notDue: 1, reported: 7, missing: 1, completeness: 8_750, progress: 1_250 },
  ...{ expected: 1_013, efficacy: 12_340, gap: -13, change: -1 },
  bySignal,
};
const bare: TrendPointView = {
  ...{ quarter: q1, due: 0, notDue: 9, reported: 0, missing: 0, bySignal },
};
const pointFields = `quarter group { dimension key label } due notDue reported missing completeness
  progress expected efficacy gap change bySignal { signal count }`;
const none = () => Promise.resolve(undefined);

describe('trend', () => {
  it('is one call with what was asked, and shows basis points as percentages', async () => {
    const { data, errors, calls } = await ask(
      `{ trend(planId: "${planId}", from: "${q1}", to: "2024-Q3", groupBy: [OFFICE, SIGNAL],
           filter: { officeId: "office_rmbc_0001", frequency: ANNUAL }, asOf: { position: 7 })
         { points { ${pointFields} } total { ${pointFields} } asOfPosition } }`,
      { trend: () => Promise.resolve({ points: [full], total: [bare], asOfPosition: 7 }) },
    );
    expect(errors).toBeUndefined();
    const filter = { officeId: 'office_rmbc_0001', frequency: 'ANNUAL' };
    const request = { from: q1, to: '2024-Q3', groupBy: ['OFFICE', 'SIGNAL'], filter };
    expect(calls).toEqual([['trend', planId, request, { position: 7 }]]);
    const counts = Object.entries(bySignal).map(([signal, count]) => ({ signal, count }));
    const shown = { quarter: q1, bySignal: counts };
    const nothing = { completeness: null, progress: null, expected: null, efficacy: null };
    expect(data).toEqual({
      trend: {
        points: [
          {
            ...shown,
            group: { dimension: 'OFFICE', key: 'office_rmbc_0001', label: 'Dirección General' },
            ...{ due: 8, notDue: 1, reported: 7, missing: 1, completeness: 87.5, progress: 12.5 },
            ...{ expected: 10.13, efficacy: 123.4, gap: -0.13, change: -0.01 },
          },
        ],
        total: [
          {
            ...{ ...shown, group: null, due: 0, notDue: 9, reported: 0, missing: 0, ...nothing },
            ...{ gap: null, change: null },
          },
        ],
        asOfPosition: 7,
      },
    });
  });

  it('asks for everything where nothing is said, null or left out', async () => {
    const nulls = 'from: null, to: null, filter: { officeId: null }, asOf: null';
    for (const args of ['', `, ${nulls}`]) {
      const { data, calls } = await ask(`{ trend(planId: "x"${args}) { asOfPosition } }`, {
        trend: none,
      });
      expect(data).toEqual({ trend: null });
      expect(calls).toEqual([['trend', 'x', { groupBy: [], filter: {} }, undefined]]);
    }
  });

  it('as of a time takes that instant', async () => {
    const at = '2024-04-10T23:59:59-05:00';
    const { calls } = await ask(`{ trend(planId: "x", asOf: { at: "${at}" }) { asOfPosition } }`, {
      trend: none,
    });
    expect(calls[0]?.[3]).toEqual({ at: new Date('2024-04-11T04:59:59Z') });
  });

  it.each([
    ['asOf: {}', 'AsOf'],
    ['asOf: { position: -1 }', 'asOf'],
    ['asOf: { position: 1, at: "2024-04-10T00:00:00Z" }', 'AsOf'],
    ['groupBy: [OFFICE, OFFICE]', 'groupBy'],
    ['filter: { fundingSource: "" }', 'fundingSource'],
  ])('refuses %s', async (args, field) => {
    const { errors } = await ask(`{ trend(planId: "x", ${args}) { asOfPosition } }`);
    const said = JSON.stringify(errors?.map(({ extensions, message }) => [extensions, message]));
    expect(said).toContain(field);
    expect(errors).toHaveLength(1);
  });

  it.each(['from: "2024"', 'to: "2024-Q5"', 'groupBy: [COLOUR]', 'filter: { office: "x" }'])(
    'has no %s',
    async (args) => {
      const { errors } = await ask(`{ trend(planId: "x", ${args}) { asOfPosition } }`);
      expect(errors).toHaveLength(1);
    },
  );
});

describe('trends', () => {
  it('tells plans from actions in one filter', async () => {
    const { data, calls } = await ask(
      `{ trends(filter: { years: [2023, 2024], entityIds: ["rmbc"], fundingSource: "Inversión" },
           groupBy: [FUNDING_SOURCE]) { asOfPosition total { due } } }`,
      { trends: () => Promise.resolve({ points: [], total: [bare] }) },
    );
    expect(data).toEqual({ trends: { asOfPosition: null, total: [{ due: 0 }] } });
    const request = { groupBy: ['FUNDING_SOURCE'], filter: { fundingSource: 'Inversión' } };
    const scope = { years: [2023, 2024], entityIds: ['rmbc'] };
    expect(calls).toEqual([['trends', scope, request]]);
  });

  it('are over everything where nothing is said', async () => {
    const { calls } = await ask('{ trends { total { due } } }', {
      trends: () => Promise.resolve({ points: [], total: [] }),
    });
    expect(calls).toEqual([['trends', {}, { groupBy: [], filter: {} }]]);
  });
});

describe('quarterComparison', () => {
  const fields = `actions { actionId a { percent state signal } b { percent } change }
    a { due reported completeness progress } b { completeness progress }`;

  it('shows both sides, and null for what is in neither or unknown', async () => {
    const totals = { due: 2, reported: 1, completeness: 5_000, progress: 1_250 };
    const side = { percent: 1_250, state: 'PUBLISHED', signal: 'RED' } as const;
    const { data, calls } = await ask(
      `{ quarterComparison(planId: "x", a: "${q1}", b: "2024-Q2", basis: AS_PUBLISHED) { ${fields} } }`,
      {
        comparison: () =>
          Promise.resolve({
            actions: [
              { actionId: 'one', a: side, b: { ...side, percent: 3_000 }, change: 1_750 },
              { actionId: 'two', a: side },
            ],
            a: totals,
            b: { due: 0, reported: 0 },
          }),
      },
    );
    expect(calls).toEqual([['comparison', 'x', q1, '2024-Q2', 'AS_PUBLISHED']]);
    const a = { percent: 12.5, state: 'PUBLISHED', signal: 'RED' };
    expect(data).toEqual({
      quarterComparison: {
        actions: [
          { actionId: 'one', a, b: { percent: 30 }, change: 17.5 },
          { actionId: 'two', a, b: null, change: null },
        ],
        a: { due: 2, reported: 1, completeness: 50, progress: 12.5 },
        b: { completeness: null, progress: null },
      },
    });
  });

  it('is as known now where no basis is given', async () => {
    const source = `{ quarterComparison(planId: "x", a: "${q1}", b: "${q1}") { a { due } } }`;
    const { data, calls } = await ask(source, { comparison: none });
    expect(data).toEqual({ quarterComparison: null });
    expect(calls[0]?.[4]).toBe('AS_KNOWN_NOW');
  });
});

describe('officeScorecard, restatements and overdue', () => {
  it('are one call each, with percentages in %', async () => {
    const card = {
      ...{ officeId: 'office_rmbc_0001', name: 'Dirección General', due: 3, onTime: 1, late: 1 },
      ...{ unknown: 0, missing: 1, approved: 1, returned: 0, asOfPosition: 41 },
    };
    const recordedAt = new Date('2024-05-02T15:00:00Z');
    const restatement: RestatementView = {
      ...{ position: 57, actionId: 'one', before: 1_250, narrativeChanged: true, recordedAt },
      ...({ signalBefore: 'RED', signalAfter: 'NO_DATA' } as const),
    };
    const page = { hasNextPage: false, hasPreviousPage: false, countAll: () => Promise.resolve(1) };
    const { data, errors, calls } = await ask(
      `{ officeScorecard(planId: "x", quarter: "${q1}", asOf: { position: 0 })
           { officeId name due onTime late unknown missing approved returned progress asOfPosition }
         restatements(planId: "x", quarter: "${q1}", first: 2)
           { nodes { position actionId before after narrativeChanged recordedAt actor { id } reason
               signalBefore signalAfter } }
         overdue(planId: "x", on: "2024-04-11", last: 3) { totalCount } }`,
      {
        scorecards: () => Promise.resolve([{ ...card, progress: 1_250 }, card]),
        restatements: () =>
          Promise.resolve({ ...page, edges: [{ cursor: 'c', node: restatement }] }),
        overdue: () => Promise.resolve({ ...page, edges: [], countsIn }),
      },
    );
    expect(errors).toBeUndefined();
    expect(calls).toEqual([
      ['scorecards', 'x', q1, { position: 0 }],
      ['restatements', 'x', q1, { first: 2 }],
      ['overdue', 'x', '2024-04-11', { last: 3 }],
    ]);
    const shown = { ...restatement, recordedAt: recordedAt.toISOString() };
    expect(data).toEqual({
      officeScorecard: [
        { ...card, progress: 12.5 },
        { ...card, progress: null },
      ],
      restatements: { nodes: [{ ...shown, before: 12.5, after: null, actor: null, reason: null }] },
      overdue: { totalCount: 1 },
    });
  });

  it('overdue is asked for today where no date is given', async () => {
    const { calls } = await ask('{ overdue(planId: "x") { totalCount } }', {
      overdue: () =>
        Promise.resolve({
          ...{ edges: [], hasNextPage: false, hasPreviousPage: false },
          countAll: () => Promise.resolve(0),
          countsIn,
        }),
    });
    expect(calls[0]?.slice(0, 3)).toEqual(['overdue', 'x', undefined]);
  });
});
