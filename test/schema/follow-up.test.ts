import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { buildBitacoraSchema } from '../../schema/build.js';
import { action, fakeContext, pageWith, plan, registered } from './fake-context.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});

async function ask(source: string, given: Parameters<typeof fakeContext>[0] = {}) {
  const { calls, context } = fakeContext(given);
  const answer = await graphql({ schema, source, contextValue: context });
  return { answer, calls };
}

async function send(mutation: string, input: object) {
  const { calls, context } = fakeContext();
  const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input!`;
  const source = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code field message } } }`;
  const variableValues = { input };
  const answer = await graphql({ schema, source, variableValues, contextValue: context });
  return { answer, calls };
}

const meta = {
  commandId: 'key-1',
  expectedStreamVersion: 3,
  reason: 'Comité',
  occurredOn: '2024-03-28',
};
const period = { planId: plan.id, quarter: '2024-Q1' };
const target = { actionId: action.id, quarter: '2024-Q1', expectedReportVersion: 2 };

describe('each mutation of the follow-up is one call of execute, with its command', () => {
  it.each([
    ['openPeriod', 'OpenPeriod', { ...period, cutoff: '2024-03-31', closesAt: '2024-04-15' }],
    ['closePeriod', 'ClosePeriod', { ...period, act: 'Acta 3' }],
    ['reopenPeriod', 'ReopenPeriod', period],
    ['approveReport', 'ApproveReport', target],
    ['returnReport', 'ReturnReport', target],
    ['markReportNotApplicable', 'MarkReportNotApplicable', target],
    ['renameOffice', 'RenameOffice', { officeId: 'office_rmbc_0001', name: 'Otra' }],
    ['addOfficeAlias', 'AddOfficeAlias', { officeId: 'office_rmbc_0001', alias: 'Otra' }],
    [
      'mergeOffices',
      'MergeOffices',
      { officeId: 'office_rmbc_0001', intoOfficeId: 'office_rmbc_0002' },
    ],
    [
      'attachEvidence',
      'AttachEvidence',
      { ...target, title: 'Informe', date: '2024-03-28', url: 'https://example.org/' },
    ],
    [
      'attachEvidence',
      'AttachEvidence',
      { ...target, title: 'Informe', sha256: 'b'.repeat(64), fileName: 'informe.pdf' },
    ],
    ['withdrawEvidence', 'WithdrawEvidence', { ...target, evidenceId: 'evidence_rmbc_0001' }],
  ])('%s: what came goes on unchanged, with the rest of the request', async (name, type, input) => {
    const { answer, calls } = await send(name, { ...input, ...meta });
    expect(answer).toEqual({ data: { [name]: { userErrors: [] } } });
    expect(calls).toStrictEqual([['execute', { type, input, meta }]]);
  });

  it('sets weights in basis points, by action', async () => {
    const weights = [
      { actionId: 'action_rmbc_0001', weight: 33.34 },
      { actionId: 'action_rmbc_0002', weight: 66.66 },
    ];
    const { calls } = await send('setPlanWeights', { planId: plan.id, weights });
    const input = {
      planId: plan.id,
      weights: { action_rmbc_0001: 3334, action_rmbc_0002: 6666 },
    };
    expect(calls).toStrictEqual([['execute', { type: 'SetPlanWeights', input, meta: {} }]]);
  });

  it('sets targets in basis points; a quarter that is null or left out has none', async () => {
    const targets = { q1: 10.13, q2: 0, q3: null };
    const { calls } = await send('setQuarterTargets', { actionId: action.id, targets });
    const input = { actionId: action.id, targets: { Q1: 1013, Q2: 0 } };
    expect(calls).toStrictEqual([['execute', { type: 'SetQuarterTargets', input, meta: {} }]]);
  });

  it('adopts a policy in basis points', async () => {
    const policy = { redUpTo: 40, yellowUpTo: 69.99, greenUpTo: 100 };
    const { calls } = await send('adoptSignalPolicy', { planId: plan.id, policy });
    const points = { redUpTo: 4000, yellowUpTo: 6999, greenUpTo: 10_000 };
    const input = { planId: plan.id, policy: points };
    expect(calls).toStrictEqual([['execute', { type: 'AdoptSignalPolicy', input, meta: {} }]]);
  });

  it.each([
    [{}, {}],
    [{ title: null, objective: null }, { objective: null }],
    [
      { title: 'Plan ajustado', objective: 'Otro' },
      { title: 'Plan ajustado', objective: 'Otro' },
    ],
  ])('revises a plan: %j changes %j', async (mentioned, changes) => {
    const act = 'Acta 2';
    const { calls } = await send('revisePlan', { planId: plan.id, act, ...mentioned });
    const input = { planId: plan.id, act, changes };
    expect(calls).toStrictEqual([['execute', { type: 'RevisePlan', input, meta: {} }]]);
  });
});

describe('an input of the follow-up of a wrong form', () => {
  const weight = (value: number) => ({
    planId: plan.id,
    weights: [{ actionId: action.id, weight: value }],
  });
  it.each([
    ['closePeriod', { ...period, act: '' }, 'act', /1 to 1000 characters/],
    ['setPlanWeights', weight(33.333), 'weights.0.weight', /from 0 to 100.*got 33\.333\.$/],
    ['setPlanWeights', weight(100.01), 'weights.0.weight', /from 0 to 100.*got 100\.01\.$/],
    ['setPlanWeights', weight(-1), 'weights.0.weight', /from 0 to 100.*got -1\.$/],
    [
      'setPlanWeights',
      { planId: plan.id, weights: [1, 2].map((n) => ({ actionId: action.id, weight: n })) },
      'weights',
      /each action once; got a list of 2\.$/,
    ],
    [
      'setQuarterTargets',
      { actionId: action.id, targets: { q4: 125.01 } },
      'targets.q4',
      /from 0 to 125/,
    ],
    [
      'adoptSignalPolicy',
      { planId: plan.id, policy: { redUpTo: -1, yellowUpTo: 75, greenUpTo: 125 } },
      'policy.redUpTo',
      /from 0 to 10000/,
    ],
    ['attachEvidence', { ...target, title: 'I', sha256: 'B'.repeat(64) }, 'sha256', /64 small hex/],
    ['attachEvidence', { ...target, title: '', url: 'https://e.org/' }, 'title', /1 to 1000/],
    ['renameOffice', { officeId: 'office_rmbc_0001', name: '' }, 'name', /1 to 1000/],
  ])('%s %j is refused at its field, and nothing is executed', async (...given) => {
    const [mutation, input, field, message] = given;
    const { answer, calls } = await send(mutation, input);
    expect(answer.data?.[mutation]).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT', field, message: expect.stringMatching(message) }],
    });
    expect(calls).toEqual([]);
  });
});

describe('a payload of the follow-up', () => {
  it('shows the period and the plan as they are, also after a refusal', async () => {
    const refusal = { code: 'RULE_VIOLATION', rule: 'period-open', message: 'No.' } as const;
    const result = { userErrors: [refusal], entries: [], ids: period };
    const { answer, calls } = await ask(
      `mutation { openPeriod(input: { planId: "${plan.id}", quarter: "2024-Q1" }) {
        plan { id } period { status closesAt } userErrors { rule }
      } }`,
      { result },
    );
    expect(answer.data?.['openPeriod']).toEqual({
      plan: { id: plan.id },
      period: { status: 'CLOSED', closesAt: '2024-04-10' },
      userErrors: [{ rule: 'period-open' }],
    });
    expect(calls.slice(1)).toEqual([
      ['plan', plan.id],
      ['period', plan.id, '2024-Q1'],
    ]);
  });
});

describe('a query of the follow-up', () => {
  it('shows percentages in %, and what is measured under either basis', async () => {
    const { answer } = await ask(`{ action(id: "a") {
      weight quarterTargets { q1 q2 q3 q4 } originalTarget originalStartDate originalEndDate
      report(quarter: "2024-Q2") {
        due signal expected efficacy gap
        first: expected(under: ORIGINAL) none: gap(under: ORIGINAL)
        evidence { evidenceId title date url file { sha256 size mediaType fileName } }
      }
      offices { names { name from until } mergedInto { id } streamVersion }
    } }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['action']).toMatchObject({
      weight: 33.34,
      quarterTargets: { q1: null, q2: 24.9, q3: null, q4: 100 },
      originalTarget: '2',
      originalStartDate: '2024-04-01',
      originalEndDate: '2024-11-30',
      report: {
        due: true,
        signal: 'YELLOW',
        expected: 24.9,
        efficacy: 50.2,
        gap: -12.4,
        first: 37.29,
        none: null,
        evidence: [{ title: 'Informe', date: null, url: null, file: { size: 7 } }],
      },
      offices: [
        {
          names: [
            { name: 'Despacho', until: '2024-06-03T15:00:00.000Z' },
            { name: 'Dirección General', from: '2024-06-03T15:00:00.000Z', until: null },
          ],
          mergedInto: { id: 'office_rmbc_0001' },
        },
      ],
    });
  });

  it("shows a plan's periods, and what was published of one", async () => {
    const { answer, calls } = await ask(`{ plan(id: "p") {
      planVersion weighted signalPolicy { redUpTo yellowUpTo greenUpTo }
      periods { quarter status }
      period(quarter: "2024-Q1") {
        act closedAt publicationHash signalPolicy { yellowUpTo }
        publication {
          asOfPosition position hash signalPolicy { greenUpTo }
          totals { due reported completeness progress }
          actions { actionId percent expected state signal action { number } }
        }
      }
    } }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['plan']).toMatchObject({
      planVersion: 2,
      weighted: true,
      signalPolicy: { redUpTo: 50, yellowUpTo: 75.5, greenUpTo: 125 },
      periods: [{ quarter: '2024-Q1', status: 'CLOSED' }],
      period: {
        act: 'Acta 3',
        closedAt: '2024-04-18T15:00:00.000Z',
        signalPolicy: { yellowUpTo: 75 },
        publication: {
          asOfPosition: 41,
          position: 42,
          signalPolicy: { greenUpTo: 125 },
          totals: { due: 9, reported: 8, completeness: 88.89, progress: 0 },
          actions: [
            { percent: 0, expected: 10.13, state: 'PUBLISHED', signal: 'RED' },
            { percent: null, expected: null, state: 'NOT_DUE', action: { number: '4' } },
          ],
        },
      },
    });
    expect(calls).toContainEqual(['period', plan.id, '2024-Q1']);
    expect(calls).toContainEqual(['publication', plan.id, '2024-Q1']);
  });
});

describe('a history of the follow-up', () => {
  const entry = (fact: object) => ({ ...registered, ...fact });
  const policy = { redUpTo: 4000, yellowUpTo: 7000, greenUpTo: 10_000 };
  const about = { actionId: action.id, quarter: '2024-Q2' };
  const evidence = { evidenceId: 'evidence_rmbc_0001', title: 'Informe', url: 'https://e.org/' };
  const told: [type: string, data: object, fields: string, shown: object][] = [
    ['ReportApproved', about, 'actionId quarter action { number }', { quarter: '2024-Q2' }],
    ['ReportReturned', about, 'actionId quarter', about],
    ['ReportMarkedNotApplicable', about, 'actionId quarter', about],
    [
      'EvidenceAttached',
      { ...about, evidence },
      'quarter evidence { title url file { size } }',
      { evidence: { title: 'Informe', url: 'https://e.org/', file: null } },
    ],
    [
      'EvidenceWithdrawn',
      { ...about, before: evidence },
      'was: before { title }',
      { was: { title: 'Informe' } },
    ],
    [
      'QuarterTargetsSet',
      { actionId: action.id, before: {}, after: { Q1: 1013 } },
      'action { number } from: before { q1 } to: after { q1 q2 }',
      { action: { number: '4' }, from: { q1: null }, to: { q1: 10.13, q2: null } },
    ],
    [
      'PlanRevised',
      { planId: plan.id, planVersion: 2, act: 'Acta 2', before: {}, after: { title: 'Otro' } },
      'planId plan { year } planVersion act actionId a: action { id } old: before { title } new: after { title }',
      {
        ...{ planId: plan.id, plan: { year: 2024 }, planVersion: 2, act: 'Acta 2' },
        ...{ actionId: null, a: null, old: { title: null }, new: { title: 'Otro' } },
      },
    ],
    [
      'PlanWeightsSet',
      { planId: plan.id, weights: { [action.id]: 3334 } },
      'weights { actionId weight action { number } }',
      { weights: [{ actionId: action.id, weight: 33.34, action: { number: '4' } }] },
    ],
    [
      'SignalPolicyAdopted',
      { planId: plan.id, after: policy },
      'none: before { redUpTo } policy: after { redUpTo greenUpTo }',
      { none: null, policy: { redUpTo: 40, greenUpTo: 100 } },
    ],
    [
      'PeriodOpened',
      { ...period, cutoff: '2024-03-31', opensAt: '2024-04-01', closesAt: '2024-04-10' },
      'planId quarter cutoff opensAt closesAt period { status }',
      { quarter: '2024-Q1', closesAt: '2024-04-10', period: { status: 'CLOSED' } },
    ],
    [
      'PeriodClosed',
      { ...period, act: 'Acta 3', publicationHash: 'c'.repeat(64), signalPolicy: policy },
      'act publicationHash signalPolicy { yellowUpTo }',
      { act: 'Acta 3', publicationHash: 'c'.repeat(64), signalPolicy: { yellowUpTo: 70 } },
    ],
    ['PeriodReopened', period, 'planId quarter plan { year }', { plan: { year: 2024 } }],
    [
      'OfficeRenamed',
      { officeId: 'office_rmbc_0001', before: { name: 'A' }, after: { name: 'B' } },
      'officeId nameBefore nameAfter office { id }',
      { nameBefore: 'A', nameAfter: 'B', office: { id: 'office_rmbc_0001' } },
    ],
    [
      'OfficesMerged',
      { officeId: 'office_rmbc_0001', intoOfficeId: 'office_rmbc_0002' },
      'officeId intoOfficeId office { id } intoOffice { id }',
      { officeId: 'office_rmbc_0001', intoOfficeId: 'office_rmbc_0002' },
    ],
  ];

  it.each(told)('shows %s with its own fields', async (type, data, fields, shown) => {
    const history = () => Promise.resolve(pageWith(entry({ type, data })));
    const { answer } = await ask(
      `{ history(entityId: "rmbc") { nodes { __typename type ... on ${type} { ${fields} } } } }`,
      { overrides: { history } },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['history']).toMatchObject({
      nodes: [{ __typename: type, type, ...shown }],
    });
  });
});
