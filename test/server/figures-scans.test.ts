import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Document } from 'mongodb';
import type { Api, SmallPlan } from '../support/api.js';
import { actionFields, mutate, registerPlan, smallPlan, startApi } from '../support/api.js';
import { askTrend } from '../support/figures.js';
import { localActor, recordedAll } from '../support/ledger.js';

// What the database looks at for an answer, as its own profiler tells it, beside another big plan of
// the same entity and one of another entity.

const small = 3;
const big = 200;
const q1 = '2024-Q1';
let api: Api;
let plan: SmallPlan;

/** Adds many actions, each reported and corrected in the first quarter. */
async function fill({ entityId, planId, officeId }: Omit<SmallPlan, 'actionIds'>) {
  const meta = { ledger: entityId, correlationId: 'test', actor: localActor };
  const execute = (command: Parameters<Api['loop']['execute']>[0]) => api.loop.execute(command);
  const reason = 'Error de digitación';
  for (const step of ['add', 'report', 'correct']) {
    const outcomes = Array.from({ length: big }, (_, n) => {
      const actionId = `action_${entityId}_big${String(n).padStart(4, '0')}`;
      const commandId = randomUUID();
      const about = { ...meta, commandId };
      if (step === 'add') {
        const frequency = 'QUARTERLY' as const;
        const fields = {
          ...actionFields(n),
          frequency,
          officeIds: [officeId],
          associatedPlans: [],
        };
        return execute({ type: 'AddAction', input: { actionId, planId, ...fields }, ...about });
      }
      const target = { actionId, quarter: q1 };
      if (step === 'report') {
        const input = { ...target, percent: 100, narrative: 'Uno' };
        return execute({ type: 'ReportProgress', input, ...about });
      }
      const input = { ...target, changes: { percent: 200 } };
      return execute({ type: 'CorrectProgress', input, ...about, reason });
    });
    recordedAll(await Promise.all(outcomes));
  }
}

beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, small);
  const { entityId, officeId, planId, actionIds } = plan;
  const year = { entityId, year: 2024, title: 'Otro plan' };
  await fill({ entityId, officeId, planId: await registerPlan(api, year) });
  await fill(await smallPlan(api, 0));
  await mutate(api, 'openPeriod', { planId, quarter: q1 });
  const first = { actionId: actionIds[0] ?? '', quarter: q1 };
  await mutate(api, 'reportProgress', { ...first, percent: 10 });
  await mutate(api, 'closePeriod', { planId, quarter: q1, act: 'Acta 1' });
  for (const percent of [20, 30]) {
    await mutate(api, 'correctProgress', { ...first, percent, reason: 'Error' });
  }
});
afterAll(() => api.close());

/** The operations that `work` made the database run, on these collections. */
async function profiled(collections: readonly string[], work: () => Promise<unknown>) {
  const { db } = api.connection;
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const ns = { $in: collections.map((name) => `${db.databaseName}.${name}`) };
  const op = { $in: ['query', 'command', 'getmore'] };
  const found = await db.collection('system.profile').find({ ns, op }).toArray();
  await db.collection('system.profile').drop();
  return found;
}

function expectIndexed(operations: readonly Document[], atMost: number) {
  expect(operations.length).toBeGreaterThan(0);
  for (const { planSummary, docsExamined, keysExamined, ns } of operations) {
    expect([ns, planSummary]).toEqual([ns, expect.stringMatching(/IXSCAN|IDHACK|COUNT_SCAN/)]);
    expect([ns, planSummary]).not.toEqual([ns, expect.stringContaining('COLLSCAN')]);
    expect(docsExamined).toBeLessThanOrEqual(atMost);
    expect(keysExamined).toBeLessThanOrEqual(2 * atMost + 10);
  }
}

const rows = ['reports', 'actions', 'plans', 'periods', 'offices', 'events'];

describe('what is examined for the figures of a plan', () => {
  it('is no more than its own rows, whatever it is grouped by', async () => {
    for (const by of ['', 'groupBy: [STATE, ACTION, FUNDING_SOURCE, ASSOCIATED_PLAN]']) {
      const operations = await profiled(rows, () => askTrend(api, plan.planId, by));
      expectIndexed(operations, small * 4);
    }
  });

  it('is the index alone for the total, offices, colours and frequencies', async () => {
    const by = 'groupBy: [OFFICE, SIGNAL, FREQUENCY, OBJECTIVE]';
    const operations = await profiled(['reports'], () => askTrend(api, plan.planId, by));
    expect(operations).toMatchObject([{ docsExamined: 0, keysExamined: expect.any(Number) }]);
    expectIndexed(operations, small * 4);
  });

  it('and with weights no more', async () => {
    const weights = plan.actionIds.map((actionId, i) => ({ actionId, weight: i === 0 ? 50 : 25 }));
    await mutate(api, 'setPlanWeights', { planId: plan.planId, weights });
    const operations = await profiled(rows, () => askTrend(api, plan.planId, 'groupBy: [OFFICE]'));
    expect(operations.filter(({ ns }) => String(ns).endsWith('.reports'))).toHaveLength(2);
    expectIndexed(operations, small * 4);
  });

  it('is for what is overdue only what is unreported', async () => {
    const document = `{ overdue(planId: "${plan.planId}") { nodes { number } } }`;
    const operations = await profiled(rows, () => api.ask(document));
    expectIndexed(operations, small * 4);
    const inReports = operations.filter(({ ns }) => String(ns).endsWith('.reports'));
    // Three quarters of all three actions, and two of the first.
    expect(inReports).toMatchObject([{ nreturned: small * 4 - 1, docsExamined: small * 4 - 1 }]);
  });

  it('is for restatements only what was restated, and the streams of those actions', async () => {
    const document = `{ restatements(planId: "${plan.planId}", quarter: "${q1}") {
      totalCount nodes { after signalAfter } } }`;
    const operations = await profiled(rows, () => api.ask(document));
    expectIndexed(operations, small * 4);
    const [first] = operations.filter(({ ns }) => String(ns).endsWith('.events'));
    expect(first).toMatchObject({ nreturned: 2, docsExamined: 2 });
  });

  it('is for scorecards, comparisons and moments of the past no more than the plan has', async () => {
    const about = `planId: "${plan.planId}"`;
    const documents = [
      `{ officeScorecard(${about}, quarter: "${q1}") { due } }`,
      `{ quarterComparison(${about}, a: "${q1}", b: "2024-Q2") { a { due } } }`,
    ];
    for (const document of documents) {
      expectIndexed(await profiled(rows, () => api.ask(document)), small * 4);
    }
    const then = await profiled(['events'], () =>
      askTrend(api, plan.planId, 'asOf: { position: 99999 }'),
    );
    expectIndexed(then, 20);
  });
});
