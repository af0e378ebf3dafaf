import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { buildBitacoraSchema } from '../../schema/build.js';
import { inputErrors } from '../../schema/input-errors.js';
import { action, fakeContext, plan, reported } from './fake-context.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});

/** Sends one mutation, its input as a variable, to a port that notes how it was called. */
async function send(
  mutation: string,
  input: object,
  given: Parameters<typeof fakeContext>[0] = {},
) {
  const { calls, context } = fakeContext(given);
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const source = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code rule field message expected actual } } }`;
  const answer = await graphql({
    schema,
    source,
    variableValues: { input },
    contextValue: context,
  });
  return { answer, calls };
}

interface UserErrors {
  readonly userErrors: readonly { readonly field: string }[];
}

/** What the one mutation of an answer says can be mended. */
function userErrorsOf({ data }: { readonly data?: unknown }) {
  const [payload] = Object.values(data as Record<string, UserErrors>);
  return payload?.userErrors ?? [];
}

const meta = {
  commandId: 'key-1',
  expectedStreamVersion: 3,
  reason: 'Comité',
  occurredOn: '2024-03-28',
};
const fields = {
  number: '10',
  name: 'Formular',
  officeIds: ['office_rmbc_0001'],
  startDate: '2024-03-01',
  endDate: '2024-12-31',
  frequency: 'QUARTERLY',
};
const target = { actionId: action.id, quarter: '2024-Q1' };

describe('each mutation is one call of execute, with its command', () => {
  it.each([
    ['registerEntity', 'RegisterEntity', { entityId: 'rmbc', name: 'Región' }],
    ['registerOffice', 'RegisterOffice', { entityId: 'rmbc', name: 'Dirección General' }],
    ['withdrawAction', 'WithdrawAction', { actionId: action.id }],
    ['withdrawProgress', 'WithdrawProgress', { ...target, expectedReportVersion: 0 }],
    [
      'registerPlan',
      'RegisterPlan',
      { entityId: 'rmbc', year: 2024, title: 'Plan', objective: 'O', percentMode: 'PER_QUARTER' },
    ],
    [
      'addAction',
      'AddAction',
      {
        ...{ planId: plan.id, ...fields, indicator: 'I', unit: 'Unidad', target: '0.1' },
        ...{ fundingSource: 'Inversión', associatedPlans: ['POAI'] },
      },
    ],
    [
      'reportProgress',
      'ReportProgress',
      { ...target, quantity: '9007199254740993', narrative: 'Sí.' },
    ],
  ])('%s: what came goes on unchanged, with the rest of the request', async (name, type, input) => {
    const { answer, calls } = await send(name, { ...input, ...meta });
    expect(answer).toEqual({ data: { [name]: { userErrors: [] } } });
    expect(calls).toStrictEqual([['execute', { type, input, meta }]]);
  });

  it.each([
    ['reportProgress', 'ReportProgress', target],
    ['withdrawAction', 'WithdrawAction', { actionId: action.id }],
  ])('%s: null and left out are both absent', async (name, type, input) => {
    const none = { commandId: null, expectedStreamVersion: null, reason: null, occurredOn: null };
    const { calls } = await send(name, { ...input, ...none });
    expect(calls).toStrictEqual([['execute', { type, input, meta: {} }]]);
  });

  it('registers a plan as cumulative unless told otherwise', async () => {
    const input = { entityId: 'rmbc', year: 2024, title: 'Plan' };
    const { calls } = await send('registerPlan', { ...input, objective: null });
    const given = { ...input, percentMode: 'CUMULATIVE' };
    expect(calls).toStrictEqual([['execute', { type: 'RegisterPlan', input: given, meta: {} }]]);
  });

  it('adds an action without associated plans as one with none', async () => {
    const { calls } = await send('addAction', { planId: plan.id, ...fields });
    const input = { planId: plan.id, ...fields, associatedPlans: [] };
    expect(calls).toStrictEqual([['execute', { type: 'AddAction', input, meta: {} }]]);
  });

  it('revises only what is mentioned; null removes', async () => {
    const changes = { number: '4A', unit: null, associatedPlans: null };
    const { calls } = await send('reviseAction', { actionId: action.id, ...changes });
    const input = {
      actionId: action.id,
      changes: { number: '4A', unit: null, associatedPlans: [] },
    };
    expect(calls).toStrictEqual([['execute', { type: 'ReviseAction', input, meta: {} }]]);
  });

  it.each([
    [{ percent: 12.5 }, { percent: 1250 }],
    [{ percent: 0 }, { percent: 0 }],
    [{ percent: null }, { percent: null }],
    [
      { quantity: null, narrative: 'Otra.' },
      { quantity: null, narrative: 'Otra.' },
    ],
    [{}, {}],
  ])('corrects %j as %j', async (mentioned, changes) => {
    const { calls } = await send('correctProgress', { ...target, ...mentioned });
    const input = { ...target, changes };
    expect(calls).toStrictEqual([['execute', { type: 'CorrectProgress', input, meta: {} }]]);
  });
});

describe('a percentage', () => {
  it.each([
    [0, 0],
    [-0, 0],
    [0.01, 1],
    [0.29, 29],
    [12.5, 1250],
    [33.33, 3333],
    [69.93, 6993],
    [100, 10_000],
    [124.99, 12_499],
    [999, 99_900],
    [-1, -100],
  ])('of %d %% is %d basis points', async (percent, points) => {
    const { calls } = await send('reportProgress', { ...target, percent });
    const input = { ...target, percent: points };
    expect(calls).toStrictEqual([['execute', { type: 'ReportProgress', input, meta: {} }]]);
  });

  it('takes every value of two decimals from 0 to 125', async () => {
    for (const points of [1, 57, 115, 1001, 1999, 2503, 8207, 11_411, 12_351]) {
      const { calls } = await send('reportProgress', { ...target, percent: points / 100 });
      expect(calls[0]?.[1]).toMatchObject({ input: { percent: points } });
    }
  });
});

describe('an input of a wrong form', () => {
  it.each([
    ['reportProgress', { ...target, percent: 12.345 }, 'percent', /two decimals.*got 12\.345\.$/],
    ['correctProgress', { ...target, percent: 0.001 }, 'percent', /two decimals.*got 0\.001\.$/],
    ['reportProgress', { ...target, narrative: '' }, 'narrative', /1 to 20000 characters.*got ""/],
    ['reportProgress', { ...target, narrative: 'a\ud800' }, 'narrative', /well-formed Unicode/],
    ['reportProgress', { ...target, commandId: '' }, 'commandId', /1 to 200 characters/],
    [
      'reportProgress',
      { ...target, commandId: 'k'.repeat(201) },
      'commandId',
      /got 201 characters\.$/,
    ],
    ['reportProgress', { ...target, reason: '' }, 'reason', /1 to 5000 characters/],
    [
      'reportProgress',
      { ...target, expectedStreamVersion: -1 },
      'expectedStreamVersion',
      /whole number from 0; got -1\.$/,
    ],
    [
      'withdrawProgress',
      { ...target, expectedReportVersion: -1 },
      'expectedReportVersion',
      /whole number from 0; got -1\.$/,
    ],
    ['registerEntity', { entityId: 'RMBC', name: 'R' }, 'entityId', /small letters.*got "RMBC"/],
    ['registerEntity', { entityId: 'rmbc', name: '' }, 'name', /1 to 1000 characters/],
    [
      'registerPlan',
      { entityId: 'rmbc', year: 24, title: 'P' },
      'year',
      /a year from 1900 to 2999; got 24\.$/,
    ],
    [
      'addAction',
      { planId: plan.id, ...fields, officeIds: ['o', 'o'] },
      'officeIds',
      /different texts.*got a list of 2\.$/,
    ],
    [
      'reviseAction',
      { actionId: action.id, associatedPlans: [''] },
      'associatedPlans',
      /at most 50 different texts/,
    ],
  ])('%s %j is BAD_USER_INPUT at its field, and nothing is executed', async (...given) => {
    const [mutation, input, field, message] = given;
    const { answer, calls } = await send(mutation, input);
    expect(answer.errors).toBeUndefined();
    expect(userErrorsOf(answer)).toEqual([
      {
        code: 'BAD_USER_INPUT',
        rule: null,
        field,
        message: expect.stringMatching(message),
        expected: expect.stringMatching(/./),
        actual: null,
      },
    ]);
    expect(calls).toEqual([]);
  });

  it("doesn't repeat the rest of the caller's input in the answer", async () => {
    const secret = 'a narrative that belongs in no log';
    const { answer } = await send('reportProgress', {
      ...target,
      percent: 0.001,
      narrative: secret,
    });
    expect(userErrorsOf(answer)).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('names every field at fault', async () => {
    const { answer } = await send('reportProgress', { ...target, percent: 0.001, reason: '' });
    const named = userErrorsOf(answer).map(({ field }) => field);
    expect(named.sort()).toEqual(['percent', 'reason']);
  });

  it('is data of its mutation alone: the one beside it is executed', async () => {
    const { calls, context } = fakeContext();
    const source = `mutation ($bad: WithdrawProgressInput!, $good: WithdrawActionInput!) {
      withdrawProgress(input: $bad) { action { id } report { quarter } entries { position } userErrors { field } }
      withdrawAction(input: $good) { userErrors { field } }
    }`;
    const bad = { ...target, expectedReportVersion: -1 };
    const variableValues = { bad, good: { actionId: action.id } };
    const answer = await graphql({ schema, source, variableValues, contextValue: context });
    expect(answer).toEqual({
      data: {
        withdrawProgress: {
          action: null,
          report: null,
          entries: [],
          userErrors: [{ field: 'expectedReportVersion' }],
        },
        withdrawAction: { userErrors: [] },
      },
    });
    expect(calls.map(([method]) => method)).toEqual(['execute']);
  });

  it('stays a GraphQL error in a query, also in one inside a payload', async () => {
    const asked = '{ plans(first: 101) { totalCount } }';
    const { errors } = await graphql({
      schema,
      source: asked,
      contextValue: fakeContext().context,
    });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    expect(inputErrors(errors?.[0])).toEqual([
      {
        field: 'first',
        message: expect.stringMatching(/0 to 100; got 101\.$/),
        expected: 'a whole number from 0 to 100',
      },
    ]);

    const source = `mutation { withdrawAction(input: { actionId: "${action.id}" }) {
      action { history(first: 101) { totalCount } } userErrors { field }
    } }`;
    const result = { userErrors: [], entries: [], ids: { actionId: action.id } };
    const inside = await graphql({
      schema,
      source,
      contextValue: fakeContext({ result }).context,
    });
    expect(inside.errors?.map(({ path }) => path)).toEqual([
      ['withdrawAction', 'action', 'history'],
    ]);
    expect(inside.data?.['withdrawAction']).toEqual({ action: null, userErrors: [] });
  });

  it('is told from a fault, which stays a GraphQL error', async () => {
    const fault = new Error('the database is away');
    const overrides = { execute: () => Promise.reject(fault) };
    const { answer } = await send('withdrawAction', { actionId: action.id }, { overrides });
    expect(answer.errors?.map(({ originalError }) => originalError)).toEqual([fault]);
    expect(answer.data).toBeFalsy();
  });

  it('is made by the checks alone', () => {
    expect(inputErrors(new Error('the database is away'))).toBeUndefined();
    expect(inputErrors(undefined)).toBeUndefined();
  });
});

describe('a payload', () => {
  const source = `mutation ($input: ReportProgressInput!) {
    reportProgress(input: $input) {
      action { id } report { percent reportVersion }
      entries { __typename position }
      userErrors { code rule field message expected actual }
    }
  }`;
  const ids = { actionId: action.id, quarter: '2024-Q2' };
  const run = async (result: Parameters<typeof fakeContext>[0]) => {
    const { calls, context } = fakeContext(result);
    const variableValues = { input: { ...ids, percent: 12.5 } };
    const answer = await graphql({ schema, source, variableValues, contextValue: context });
    return { answer, asked: calls.map(([method]) => method) };
  };

  it('shows what was recorded, and the things as they are after it', async () => {
    const { answer, asked } = await run({ result: { userErrors: [], entries: [reported], ids } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['reportProgress']).toEqual({
      action: { id: action.id },
      report: { percent: 12.5, reportVersion: 2 },
      entries: [{ __typename: 'ProgressReported', position: 3_000_000_000 }],
      userErrors: [],
    });
    expect(asked).toEqual(['execute', 'action', 'report']);
  });

  it('shows a refusal as data, with the current value', async () => {
    const refusal = {
      code: 'RULE_VIOLATION',
      rule: 'already-reported',
      field: 'quarter',
      message: 'Correct the report instead.',
    } as const;
    const { answer } = await run({ result: { userErrors: [refusal], entries: [], ids } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['reportProgress']).toEqual({
      action: { id: action.id },
      report: { percent: 12.5, reportVersion: 2 },
      entries: [],
      userErrors: [{ ...refusal, expected: null, actual: null }],
    });
  });

  it('asks for nothing that is not there', async () => {
    const { answer, asked } = await run({ result: { userErrors: [], entries: [], ids: {} } });
    expect(answer.data?.['reportProgress']).toMatchObject({ action: null, report: null });
    expect(asked).toEqual(['execute']);
  });
});
