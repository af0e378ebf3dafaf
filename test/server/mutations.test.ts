import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InputOf, MutationName } from '../client/graphql.js';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import { actionFields, mutate, registerOffice, smallPlan, startApi } from '../support/api.js';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const shown = graphql(`
  fragment shown on Report {
    quarter
    percent
    quantity
    narrative
    state
    timeliness
    restated
    reportVersion
    actor {
      id
    }
    recordedAt
  }
`);
const reportedOne = graphql(
  `
    fragment reportedOne on ReportProgressPayload {
      report {
        ...shown
      }
    }
  `,
  [shown],
);
const correctedOne = graphql(
  `
    fragment correctedOne on CorrectProgressPayload {
      report {
        ...shown
      }
    }
  `,
  [shown],
);
const revisedOne = graphql(`
  fragment revisedOne on ReviseActionPayload {
    action {
      name
      endDate
      target
      streamVersion
      offices {
        name
      }
    }
    entries {
      changes {
        field
        before
        after
      }
    }
  }
`);

const reportDocument = graphql(`
  query ($id: ID!, $quarter: Quarter!) {
    action(id: $id) {
      streamVersion
      report(quarter: $quarter) {
        percent
        quantity
        narrative
        state
        reportVersion
      }
    }
  }
`);
const reportOf = async (id: string, quarter: string) =>
  (await api.ask(reportDocument, { id, quarter })).action;

const lastDocument = graphql(`
  query ($id: ID!) {
    action(id: $id) {
      history(first: 1) {
        nodes {
          type
          reason
          occurredOn
          streamVersion
          changes {
            field
            before
            after
          }
        }
      }
    }
  }
`);
const lastOf = async (id: string) => (await api.ask(lastDocument, { id })).action?.history.nodes[0];

/** An action of a plan of its own. */
const oneAction = async (): Promise<SmallPlan & { readonly actionId: string }> => {
  const plan = await smallPlan(api);
  const [actionId] = plan.actionIds;
  if (actionId === undefined) throw new Error('the plan has no action');
  return { ...plan, actionId };
};

describe('an update', () => {
  it('changes the current state and the history at once', async () => {
    const { actionId } = await oneAction();
    const target = { actionId, quarter: '2024-Q1' };
    const progress = { percent: 12.5, narrative: 'Se avanzó.' };
    const { report, entries, userErrors } = await mutate(
      api,
      'reportProgress',
      { ...target, ...progress, occurredOn: '2024-03-28' },
      reportedOne,
    );
    expect(userErrors).toEqual([]);
    expect(entries).toMatchObject([{ type: 'ProgressReported' }]);
    expect(report).toMatchObject({
      ...progress,
      quarter: '2024-Q1',
      quantity: null,
      state: 'SUBMITTED',
      timeliness: 'LATE',
      restated: false,
      reportVersion: 2,
      actor: { id: 'local' },
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await reportOf(actionId, '2024-Q1')).toMatchObject({
      streamVersion: 2,
      report: { ...progress, state: 'SUBMITTED' },
    });
    expect(await lastOf(actionId)).toEqual({
      type: 'ProgressReported',
      reason: null,
      occurredOn: '2024-03-28',
      streamVersion: 2,
      changes: [
        { field: 'percent', before: null, after: '12.5 %' },
        { field: 'narrative', before: null, after: 'Se avanzó.' },
      ],
    });

    const reason = 'Acta 3 del comité';
    await mutate(api, 'correctProgress', { ...target, percent: 0, narrative: null, reason });
    expect(await reportOf(actionId, '2024-Q1')).toMatchObject({
      report: { percent: 0, narrative: null, state: 'SUBMITTED', reportVersion: 3 },
    });
    expect(await lastOf(actionId)).toMatchObject({
      type: 'ProgressCorrected',
      reason,
      changes: [
        { field: 'percent', before: '12.5 %', after: '0 %' },
        { field: 'narrative', before: 'Se avanzó.', after: null },
      ],
    });

    await mutate(api, 'withdrawProgress', { ...target, reason: 'De otra acción' });
    expect(await reportOf(actionId, '2024-Q1')).toMatchObject({
      report: { percent: null, state: 'DUE', reportVersion: 4 },
    });
    expect(await lastOf(actionId)).toMatchObject({
      type: 'ProgressWithdrawn',
      changes: [{ field: 'percent', before: '0 %', after: null }],
    });
  });

  it('by a quantity is measured against the target, and kept to the letter', async () => {
    const { actionId } = await oneAction();
    const target = { actionId, quarter: '2024-Q1' };
    await mutate(api, 'reportProgress', { ...target, quantity: '0.50' });
    expect(await reportOf(actionId, '2024-Q1')).toMatchObject({
      report: { quantity: '0.50', percent: 12.5 },
    });
  });

  it('of an action shows what it was and is, with offices by name', async () => {
    const { actionId, entityId, officeId } = await oneAction();
    const name = 'Oficina Jurídica';
    const other = await registerOffice(api, { entityId, name });
    const revised = await mutate(
      api,
      'reviseAction',
      {
        ...{ actionId, reason: 'Comité', endDate: '2024-11-30', target: '123456789012345.62' },
        officeIds: [officeId, other],
      },
      revisedOne,
    );
    expect(revised).toMatchObject({
      action: {
        endDate: '2024-11-30',
        target: '123456789012345.62',
        streamVersion: 2,
        offices: [{ name: 'Dirección General' }, { name }],
      },
      userErrors: [],
    });
    // What follows it is the new version of the plan.
    expect(revised.entries.map(({ type }) => type)).toEqual(['ActionRevised', 'PlanRevised']);
    const changes = revised.entries[0]?.changes ?? [];
    expect([...changes].sort((a, b) => a.field.localeCompare(b.field))).toEqual([
      { field: 'endDate', before: '2024-12-31', after: '2024-11-30' },
      { field: 'offices', before: 'Dirección General', after: `Dirección General; ${name}` },
      { field: 'target', before: '4', after: '123456789012345.62' },
    ]);
  });

  it('that withdraws an action leaves its history readable', async () => {
    const { actionId } = await oneAction();
    await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q1', percent: 5 });
    const { userErrors } = await mutate(api, 'withdrawAction', { actionId, reason: 'Acta 9' });
    expect(userErrors).toEqual([]);
    expect(await reportOf(actionId, '2024-Q1')).toMatchObject({ report: { percent: 5 } });
    const { action } = await api.ask<{ action: { withdrawn: boolean; history: object } }>(
      `query ($id: ID!) { action(id: $id) { withdrawn history { totalCount } } }`,
      { id: actionId },
    );
    expect(action).toEqual({ withdrawn: true, history: { totalCount: 3 } });
    const late = await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q2', percent: 9 });
    expect(late.userErrors).toMatchObject([{ code: 'RULE_VIOLATION', rule: 'action-withdrawn' }]);
  });

  it('that changes nothing records nothing', async () => {
    const { actionId } = await oneAction();
    const target = { actionId, quarter: '2024-Q1', percent: 5 };
    await mutate(api, 'reportProgress', target);
    expect(await mutate(api, 'correctProgress', target)).toEqual({ entries: [], userErrors: [] });
  });

  it('is seen by the next one of the same request', async () => {
    const { actionId } = await oneAction();
    const data = await api.ask(
      `mutation ($report: ReportProgressInput!, $correct: CorrectProgressInput!) {
        first: reportProgress(input: $report) { report { percent reportVersion } }
        second: correctProgress(input: $correct) { report { percent reportVersion } userErrors { code } }
        third: reportProgress(input: $report) { report { percent reportVersion } userErrors { rule } }
      }`,
      {
        report: { actionId, quarter: '2024-Q1', percent: 1 },
        correct: { actionId, quarter: '2024-Q1', percent: 2, expectedReportVersion: 2 },
      },
    );
    expect(data).toEqual({
      first: { report: { percent: 1, reportVersion: 2 } },
      second: { report: { percent: 2, reportVersion: 3 }, userErrors: [] },
      third: {
        report: { percent: 2, reportVersion: 3 },
        userErrors: [{ rule: 'already-reported' }],
      },
    });
  });
});

describe('two people who edit the same', () => {
  it('report: the second gets a conflict with the current value', async () => {
    const { actionId } = await oneAction();
    const target = { actionId, quarter: '2024-Q1' };
    await mutate(api, 'reportProgress', { ...target, percent: 10 });
    const seen = { ...target, expectedReportVersion: 2 };
    const [one, two] = await Promise.all(
      [20, 30].map((percent) => mutate(api, 'correctProgress', { ...seen, percent }, correctedOne)),
    );
    const [won, lost] = one?.userErrors.length === 0 ? [one, two] : [two, one];
    expect(won?.userErrors).toEqual([]);
    expect(lost).toMatchObject({
      entries: [],
      userErrors: [
        { code: 'CONFLICT', field: 'expectedReportVersion', expected: '2', actual: '3' },
      ],
    });
    expect(lost?.report).toEqual(won?.report);
    const { userErrors } = await mutate(api, 'withdrawProgress', { ...seen, reason: 'Error' });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('first report: the second gets a conflict, not "already-reported"', async () => {
    const { actionId } = await oneAction();
    const input = { actionId, quarter: '2024-Q1', percent: 10, expectedReportVersion: 0 };
    expect((await mutate(api, 'reportProgress', input)).userErrors).toEqual([]);
    const again = await mutate(api, 'reportProgress', input, reportedOne);
    expect(again).toMatchObject({ report: { percent: 10 }, userErrors: [{ code: 'CONFLICT' }] });
  });

  it('action: the second gets a conflict; a report in between is none for reports', async () => {
    const { actionId } = await oneAction();
    const seen = { actionId, expectedStreamVersion: 1, reason: 'Comité' };
    await mutate(api, 'reviseAction', { ...seen, name: 'Una' });
    const lost = await mutate(api, 'reviseAction', { ...seen, name: 'Otra' }, revisedOne);
    expect(lost).toMatchObject({
      action: { name: 'Una' },
      userErrors: [
        { code: 'CONFLICT', field: 'expectedStreamVersion', expected: '1', actual: '2' },
      ],
    });
    const report = { actionId, quarter: '2024-Q1', percent: 1, expectedReportVersion: 0 };
    expect((await mutate(api, 'reportProgress', report)).userErrors).toEqual([]);
  });
});

describe('a command id', () => {
  it('answers a repetition as the first time, and records once', async () => {
    const { actionId, entityId } = await oneAction();
    const input = { actionId, quarter: '2024-Q1', percent: 1, commandId: 'mía' };
    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, () => mutate(api, 'reportProgress', input)),
    );
    expect(first).toMatchObject({ entries: [{ type: 'ProgressReported' }], userErrors: [] });
    for (const other of others) expect(other).toEqual(first);
    const { history } = await api.ask<{ history: object }>(
      `query ($id: ID!) { history(entityId: $id, filter: { types: [ProgressReported] }) { totalCount } }`,
      { id: entityId },
    );
    expect(history).toEqual({ totalCount: 1 });
  });

  it('names the same new thing when it is repeated', async () => {
    const { planId, officeId } = await oneAction();
    const fields = { ...actionFields(2), planId, officeIds: [officeId], commandId: 'acción 2' };
    const added = graphql(`
      fragment added on AddActionPayload {
        action {
          id
          number
        }
      }
    `);
    const first = await mutate(api, 'addAction', fields, added);
    expect(first.userErrors).toEqual([]);
    expect(await mutate(api, 'addAction', fields, added)).toEqual(first);
  });

  it('used for another request is refused', async () => {
    const { actionId } = await oneAction();
    const input = { actionId, quarter: '2024-Q1', percent: 1, commandId: 'mía' };
    await mutate(api, 'reportProgress', input);
    for (const other of [{ percent: 2 }, { quarter: '2024-Q2' }, { reason: 'Otra' }]) {
      const { userErrors, entries } = await mutate(api, 'reportProgress', { ...input, ...other });
      expect(entries).toEqual([]);
      expect(userErrors).toMatchObject([
        { code: 'IDEMPOTENCY_KEY_REUSED', field: 'commandId', actual: 'mía' },
      ]);
    }
  });

  it('of a refused update is free for the mended one', async () => {
    const { actionId } = await oneAction();
    const input = { actionId, quarter: '2024-Q1', percent: 101, commandId: 'mía' };
    expect((await mutate(api, 'reportProgress', input)).userErrors).toMatchObject([
      { code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' },
    ]);
    const mended = await mutate(api, 'reportProgress', { ...input, reason: 'Se superó la meta' });
    expect(mended.userErrors).toEqual([]);
  });
});

describe('what a caller can mend is data', () => {
  const nobody = 'action_rmbc_00000000000000000000';
  const report = { quarter: '2024-Q1', percent: 1 };
  /** A mutation with its input, without what the test gives, and what it tells then. */
  type Row<Given extends string, Told extends string[]> = {
    [M in MutationName]: [M, Omit<InputOf<M>, Given>, ...Told];
  }[MutationName];

  it.each<Row<never, [field: string, actual: string]>>([
    ['reportProgress', { actionId: nobody, ...report }, 'actionId', nobody],
    ['reportProgress', { actionId: 'nonsense', ...report }, 'actionId', 'nonsense'],
    ['correctProgress', { actionId: nobody, ...report }, 'actionId', nobody],
    ['withdrawProgress', { actionId: nobody, quarter: '2024-Q1', reason: 'r' }, 'actionId', nobody],
    ['reviseAction', { actionId: nobody, name: 'N', reason: 'r' }, 'actionId', nobody],
    ['withdrawAction', { actionId: nobody, reason: 'r' }, 'actionId', nobody],
    ['registerOffice', { entityId: 'nadie', name: 'Oficina' }, 'entityId', 'nadie'],
    ['registerOffice', { entityId: 'No Es', name: 'Oficina' }, 'entityId', 'No Es'],
    ['registerPlan', { entityId: 'nadie', year: 2024, title: 'Plan' }, 'entityId', 'nadie'],
    [
      'addAction',
      { planId: 'plan_nadie_0000', officeIds: [], ...actionFields(1) },
      'planId',
      'plan_nadie_0000',
    ],
  ])('%s %j: NOT_FOUND at %s', async (mutation, input, field, actual) => {
    const { userErrors, entries } = await mutate(api, mutation, input);
    expect(entries).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', rule: null, field, actual }]);
  });

  it('names the office of another entity as not found', async () => {
    const { planId } = await oneAction();
    const { officeId } = await oneAction();
    const input = { ...actionFields(2), planId, officeIds: [officeId] };
    expect((await mutate(api, 'addAction', input)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: 'officeIds', actual: officeId },
    ]);
  });

  it.each<[rule: string, ...Row<'actionId', [expected: string, actual: string]>]>([
    ['percent-range', 'reportProgress', { ...report, percent: 999 }, '0 % to 125 %', '999 %'],
    ['percent-range', 'reportProgress', { ...report, percent: -1 }, '0 % to 125 %', '-1 %'],
    ['reason-required', 'reportProgress', { ...report, percent: 100.01 }, 'a reason', 'none'],
    [
      'quarter-outside-plan',
      'reportProgress',
      { ...report, quarter: '2025-Q1' },
      'a quarter of 2024',
      '2025-Q1',
    ],
    ['not-reported', 'correctProgress', report, 'a quarter with a report', '2024-Q1'],
    ['percent-mismatch', 'reportProgress', { ...report, quantity: '2' }, '50 %', '1 %'],
    ['reason-required', 'reviseAction', { name: 'Otra' }, 'a reason', 'none'],
    ['reason-required', 'withdrawAction', {}, 'a reason', 'none'],
    [
      'dates-order',
      'reviseAction',
      { endDate: '2023-12-31', reason: 'r' },
      '2024-01-01 or later',
      '2023-12-31',
    ],
  ])('%s: RULE_VIOLATION of %s', async (rule, mutation, input, expected, actual) => {
    const { actionId } = await oneAction();
    const { userErrors, entries } = await mutate(api, mutation, { ...input, actionId });
    expect(entries).toEqual([]);
    expect(userErrors).toMatchObject([{ code: 'RULE_VIOLATION', rule, expected, actual }]);
  });

  it('names the rule of what is taken already', async () => {
    const { entityId, planId, officeId } = await oneAction();
    const rules = [
      await mutate(api, 'registerEntity', { entityId, name: 'Otra' }),
      await mutate(api, 'registerPlan', { entityId, year: 2024, title: 'PLAN DE ACCION 2024' }),
      await mutate(api, 'registerOffice', { entityId, name: 'direccion general' }),
      await mutate(api, 'addAction', { planId, officeIds: [officeId], ...actionFields(1) }),
    ].map(({ userErrors }) => userErrors.map(({ rule }) => rule));
    expect(rules).toEqual([
      ['entity-exists'],
      ['plan-exists'],
      ['office-name-taken'],
      ['number-taken'],
    ]);
  });

  it('names each field of a wrong form', async () => {
    const { actionId } = await oneAction();
    const { userErrors } = await mutate(api, 'reportProgress', {
      ...{ actionId, quarter: '2024-Q1', percent: 12.345, narrative: '' },
    });
    expect(userErrors.map(({ code, field }) => [code, field]).sort()).toEqual([
      ['BAD_USER_INPUT', 'narrative'],
      ['BAD_USER_INPUT', 'percent'],
    ]);
  });

  it('asks for at least one value of a report', async () => {
    const { actionId } = await oneAction();
    const { userErrors } = await mutate(api, 'reportProgress', { actionId, quarter: '2024-Q1' });
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'percent' }]);
  });
});
