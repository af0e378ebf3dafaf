import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api, SmallPlan } from '../support/api.js';
import { actionFields, mutate, smallPlan, startApi } from '../support/api.js';
import type { Point } from '../support/figures.js';
import { askTrend } from '../support/figures.js';

let api: Api;
let plan: SmallPlan;
const q1 = '2024-Q1';
beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 2);
  const { planId, officeId, actionIds } = plan;
  const sources = ['=HYPERLINK("http://x";"y")', '-5', '@SUM(1)', '+1', 'Inversión, "propia"'];
  for (const [i, fundingSource] of sources.entries()) {
    const fields = { ...actionFields(i + 3), name: `Línea\nde ${i}`, fundingSource };
    await mutate(api, 'addAction', { planId, officeIds: [officeId], ...fields });
  }
  await mutate(api, 'reportProgress', { actionId: actionIds[0] ?? '', quarter: q1, percent: 12.5 });
  await mutate(api, 'reportProgress', {
    actionId: actionIds[0] ?? '',
    quarter: '2024-Q2',
    percent: 50,
  });
});
afterAll(() => api.close());

const get = (query: string, id = plan.planId) => api.send(`/plans/${id}/trend.csv${query}`);

/** Rows of cells as RFC 4180 has them: quoted ones may hold commas, line breaks, doubled quotes. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') rows.push([]);
  }
  // What follows the last line's end is no row.
  return rows.slice(0, -1);
}

/** The cells that a point should have, out of what GraphQL says of it. */
function cellsOf({ group, bySignal, ...point }: Point): string[] {
  const { quarter, due, notDue, reported, missing } = point;
  const { completeness, progress, expected, efficacy, gap, change } = point;
  const numbers = [due, notDue, reported, missing];
  const percents = [completeness, progress, expected, efficacy, gap, change];
  return [
    ...[group?.dimension ?? 'TOTAL', group?.key ?? '', group?.label ?? '', quarter],
    ...[...numbers, ...percents].map((value) => (value === null ? '' : String(value))),
    ...bySignal.map(({ count }) => String(count)),
  ];
}

describe('trend.csv', () => {
  it('is the trend as GraphQL gives it: the total, then each group, a column per measure', async () => {
    const groupBy = 'groupBy=OFFICE&groupBy=SIGNAL,ACTION';
    const response = await fetch(`${api.origin}/plans/${plan.planId}/trend.csv?${groupBy}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = rowsOf(await response.text());
    expect(header).toEqual([
      ...['dimension', 'key', 'label', 'quarter', 'due', 'notDue', 'reported', 'missing'],
      ...['completeness', 'progress', 'expected', 'efficacy', 'gap', 'change'],
      ...['red', 'yellow', 'green', 'over', 'noData'],
    ]);
    const trend = await askTrend(api, plan.planId, 'groupBy: [OFFICE, SIGNAL, ACTION]');
    expect(rows).toEqual([...trend.total, ...trend.points].map(cellsOf));
    expect(rows.filter(([dimension]) => dimension === 'ACTION')).toHaveLength(28);
  });

  it('takes the same quarters, filter and moment', async () => {
    const same = async (query: string, args: string) => {
      const { total, points } = await askTrend(api, plan.planId, args);
      const [, ...rows] = rowsOf((await get(`?${query}`)).text);
      expect(rows).toEqual([...total, ...points].map(cellsOf));
      return rows.length;
    };
    expect(await same('from=2024-Q2&to=2024-Q3', 'from: "2024-Q2", to: "2024-Q3"')).toBe(2);
    const filter = 'fundingSource=-5&frequency=QUARTERLY';
    const asked = 'filter: { fundingSource: "-5", frequency: QUARTERLY }';
    expect(await same(filter, asked)).toBe(4);
    const { asOfPosition } = await askTrend(api, plan.planId);
    const before = (asOfPosition ?? 0) - 1;
    await same(`position=${before}`, `asOf: { position: ${before} }`);
    const now = new Date().toISOString();
    await same(`at=${now}`, `asOf: { at: "${now}" }`);
  });

  it('neutralises formulas in text cells, and leaves numbers below zero as numbers', async () => {
    const { text } = await get(`?groupBy=FUNDING_SOURCE&to=${q1}`);
    const rows = rowsOf(text).slice(1);
    const labels = rows.map(([, key, label]) => [key, label]);
    expect(labels.slice(1).toSorted()).toEqual(
      [
        ['', '—'],
        ...["'+1", "'-5", '\'=HYPERLINK("http://x";"y")', "'@SUM(1)"].map((name) => [name, name]),
        ['Inversión, "propia"', 'Inversión, "propia"'],
      ].toSorted(),
    );
    // 12.5 % of an expected 24.86 %.
    expect(rows[0]?.slice(8, 14)).toEqual(['14.29', '12.5', '24.86', '50.27', '-12.36', '']);
  });

  it('is refused with the parameter when it was asked wrongly', async () => {
    const wrong = {
      'from=2024': 'from',
      'to=2024-Q5': 'to',
      'from=2024-Q1&from=2024-Q2': 'from',
      'from=2024-Q3&to=2024-Q1': 'to',
      'groupBy=COLOUR': 'groupBy',
      'groupBy=': 'groupBy',
      'frequency=DAILY': 'frequency',
      'officeId=a&officeId=b': 'officeId',
      'office=a': 'office',
      'at=yesterday': 'at',
      'position=-1': 'position',
      'position=1e3': 'position',
      'at=2024-01-01T00:00:00Z&position=3': 'position',
    };
    for (const [query, field] of Object.entries(wrong)) {
      const { status, text } = await get(`?${query}`);
      expect([query, status, JSON.parse(text)]).toMatchObject([
        query,
        400,
        { userErrors: [{ code: 'BAD_USER_INPUT', field, message: expect.any(String) }] },
      ]);
    }
  });

  it('of a plan that there is not, is not found', async () => {
    for (const id of ['plan_nadie_abcd', 'x', plan.actionIds[0] ?? '']) {
      const { status, text } = await get('', id);
      expect([status, JSON.parse(text)]).toMatchObject([
        404,
        { userErrors: [{ code: 'NOT_FOUND', field: 'planId' }] },
      ]);
    }
    expect((await get('?position=0')).status).toBe(404);
  });
});
