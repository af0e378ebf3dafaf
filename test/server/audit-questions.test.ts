import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPlanFile } from '../../src/importer/load-plan-file.js';
import { importFile } from '../../src/importer/import-file.js';
import type { VariablesOf } from 'gql.tada';
import { collectionsOf } from '../../src/store/collections.js';
import { graphql } from '../client/graphql.js';
import type { Api } from '../support/api.js';
import { mutate, smallPlan, startApi } from '../support/api.js';

const entries = graphql(`
  fragment entries on HistoryConnection {
    nodes {
      position
      type
      reason
      cause {
        type
        position
      }
      changes {
        field
        before
        after
      }
    }
  }
`);
const histories = graphql(
  `
    query ($filter: HistoryFilter) {
      history(entityId: "rmbc", filter: $filter, order: OLDEST, first: 100) {
        ...entries
      }
    }
  `,
  [entries],
);
const ofField = graphql(
  `
    query ($id: ID!, $field: String!) {
      fieldHistory(actionId: $id, field: $field, order: OLDEST) {
        ...entries
      }
    }
  `,
  [entries],
);
const ofWeight = graphql(`
  query ($id: ID!) {
    action(id: $id) {
      same: history(filter: { field: "weight", actionId: $id }) {
        totalCount
      }
      other: history(filter: { field: "weight", types: [ActionAdded] }) {
        totalCount
      }
    }
  }
`);
const afterCutoff = graphql(
  `
    query ($id: ID!) {
      changesAfterCutoff(planId: $id, quarter: "2024-Q1") {
        ...entries
      }
    }
  `,
  [entries],
);

describe('the questions of an auditor', () => {
  let api: Api;
  let actionId = '';
  let planId = '';

  beforeAll(async () => {
    api = await startApi();
    const file = await loadPlanFile('examples/plan-de-accion-2024.tsv');
    const actor = { id: 'importer', role: 'operator' };
    const entity = { entityId: 'rmbc', entityName: 'Región', actor, dryRun: false };
    await importFile({ file, ...entity }, api);
    const { plans } = await api.ask(
      graphql(`
        {
          plans {
            nodes {
              id
              actions(first: 1) {
                nodes {
                  id
                }
              }
            }
          }
        }
      `),
    );
    planId = plans.nodes[0]?.id ?? '';
    actionId = plans.nodes[0]?.actions.nodes[0]?.id ?? '';
    for (const [percent, reason] of [
      [10, undefined],
      [5, 'Se midió de nuevo'],
    ] as const) {
      const input = { actionId, quarter: '2024-Q1', percent, ...(reason && { reason }) };
      expect((await mutate(api, 'correctProgress', input)).userErrors).toEqual([]);
    }
  });
  afterAll(() => api.close());

  const history = async (filter: NonNullable<VariablesOf<typeof histories>['filter']>) =>
    (await api.ask(histories, { filter })).history.nodes.filter((node) => node !== null);

  it('are answered for one field of an action: every value that it had, with the reasons', async () => {
    const { fieldHistory } = await api.ask(ofField, { id: actionId, field: 'percent' });
    expect(
      fieldHistory.nodes.map((node) => [
        node?.changes.find(({ field }) => field === 'percent'),
        node?.reason,
      ]),
    ).toEqual([
      [{ field: 'percent', before: null, after: '0 %' }, null],
      [{ field: 'percent', before: '0 %', after: '10 %' }, null],
      [{ field: 'percent', before: '10 %', after: '5 %' }, 'Se midió de nuevo'],
    ]);
  });

  it('name the import that an entry came from as its cause', async () => {
    const [first] = await history({ types: ['ProgressReported'] });
    expect(first?.cause).toEqual({ type: 'ImportStarted', position: 2 });
    const [corrected] = await history({ types: ['ProgressCorrected'] });
    expect(corrected?.cause).toBeNull();
  });

  it('can be narrowed by role, by having a reason, and by field', async () => {
    const byRole = await history({ role: 'operator' });
    expect(byRole.length).toBeGreaterThan(20);
    expect(await history({ role: 'auditor' })).toEqual([]);
    const explained = await history({ hasReason: true });
    expect(explained.map(({ reason }) => reason)).toEqual(['Se midió de nuevo']);
    const unexplained = await history({ hasReason: false, types: ['ProgressCorrected'] });
    expect(unexplained).toHaveLength(1);
    const targets = await history({ field: 'target' });
    expect(new Set(targets.map(({ type }) => type))).toEqual(new Set(['ActionAdded']));
    expect(targets).toHaveLength(9);
  });

  it('tell changes after the closing of a quarter from those before', async () => {
    expect(await history({ afterCutoff: false })).toHaveLength(2);
    expect(await history({ afterCutoff: true })).toEqual([]);
    const { changesAfterCutoff } = await api.ask(afterCutoff, { id: planId });
    expect(changesAfterCutoff.nodes).toEqual([]);
  });

  it('refuse a field that is no name, since it becomes part of a query', async () => {
    const answer = await api.query(
      '{ history(entityId: "rmbc", filter: { field: "$where" }) { nodes { position } } }',
    );
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    const other = await api.query(
      '{ fieldHistory(actionId: "action_rmbc_aaaa", field: "a.$b") { nodes { position } } }',
    );
    expect(other.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('reach one entry by its place, and everything of an office', async () => {
    const { historyEntry } = await api.ask(
      graphql(`
        {
          historyEntry(entityId: "rmbc", position: 1) {
            type
          }
        }
      `),
    );
    expect(historyEntry).toEqual({ type: 'EntityRegistered' });
    const { none } = await api.ask(
      graphql(`
        {
          none: historyEntry(entityId: "rmbc", position: 4000000000) {
            type
          }
        }
      `),
    );
    expect(none).toBeNull();
    const { action } = await api.ask(
      graphql(`
        query ($id: ID!) {
          action(id: $id) {
            offices {
              name
              history {
                totalCount
              }
            }
          }
        }
      `),
      { id: actionId },
    );
    // Registered once; eight actions, seven reports of them, and the two corrections.
    expect(action?.offices[0]).toEqual({
      name: 'Dirección General',
      history: { totalCount: 1 + 8 + 7 + 2 },
    });
  });
});

describe('who changed a weight, or sent a report back', () => {
  let api: Api;
  let reviewer: Api;
  beforeAll(async () => {
    api = await startApi();
    reviewer = await startApi({ uri: api.uri, actor: { id: 'luz', role: 'planner' } });
  });
  afterAll(async () => {
    await reviewer.close();
    await api.close();
  });

  const changesOf = async (id: string, field: string) => {
    const { fieldHistory } = await api.ask(ofField, { id, field });
    return fieldHistory.nodes.map((node) => node?.changes);
  };
  const change = (field: string, before: string | null, after: string) => ({
    ...{ field, before, after },
  });

  it('is told from what it was to what it is, for each action whose weight changed', async () => {
    const { planId, actionIds } = await smallPlan(api, 3);
    const [one = '', two = '', three = ''] = actionIds;
    const other = await smallPlan(api, 1);
    const set = (plan: string, weights: Readonly<Record<string, number>>) => {
      const each = Object.entries(weights).map(([actionId, weight]) => ({ actionId, weight }));
      return mutate(api, 'setPlanWeights', { planId: plan, weights: each });
    };
    await set(planId, { [one]: 50, [two]: 25, [three]: 25 });
    await set(other.planId, { [other.actionIds[0] ?? '']: 100 });
    await set(planId, { [one]: 40, [two]: 35, [three]: 25 });
    await set(planId, { [one]: 40, [two]: 0, [three]: 60 });
    const first = [
      change(one, null, '50 %'),
      change(two, null, '25 %'),
      change(three, null, '25 %'),
    ];
    const second = [change(one, '50 %', '40 %'), change(two, '25 %', '35 %')];
    const third = [change(two, '35 %', '0 %'), change(three, '25 %', '60 %')];
    expect(await changesOf(two, 'weight')).toEqual([first, second, third]);
    await mutate(api, 'withdrawAction', { actionId: three, reason: 'Suprimida' });
    await set(planId, { [one]: 40, [two]: 60 });
    const last = [change(two, '0 %', '60 %'), { field: three, before: '60 %', after: null }];
    const ofThree = await changesOf(three, 'weight');
    expect(ofThree.slice(0, 3)).toEqual([first, second, third]);
    expect(ofThree[3]).toEqual(expect.arrayContaining(last));
    const { action } = await api.ask(ofWeight, { id: one });
    expect(action).toMatchObject({ same: { totalCount: 4 }, other: { totalCount: 0 } });
    expect(await changesOf(other.actionIds[0] ?? '', 'weight')).toHaveLength(1);
  });

  it('is told of a return with what was returned: an approved report, or a submitted one', async () => {
    const { actionIds } = await smallPlan(api, 1);
    const [actionId = ''] = actionIds;
    const where = { actionId, quarter: '2024-Q1' };
    await mutate(api, 'reportProgress', { ...where, percent: 10 });
    await mutate(reviewer, 'returnReport', { ...where, reason: 'Sin acta' });
    await mutate(api, 'reportProgress', { ...where, percent: 12 });
    await mutate(reviewer, 'approveReport', where);
    await mutate(reviewer, 'returnReport', { ...where, reason: 'Sin firma' });
    expect(await changesOf(actionId, 'submission')).toEqual([
      [change('submission', 'SUBMITTED', 'RETURNED')],
      [change('submission', 'SUBMITTED', 'APPROVED')],
      [change('submission', 'APPROVED', 'RETURNED')],
    ]);
  });

  it('is told of those that can be read, beside one whose predecessor can not be', async () => {
    const { planId, entityId, actionIds } = await smallPlan(api, 2);
    const [one = '', two = ''] = actionIds;
    const positions: number[] = [];
    for (const weight of [50, 40, 30]) {
      const weights = [
        { actionId: one, weight },
        { actionId: two, weight: 100 - weight },
      ];
      const { entries: made } = await mutate(api, 'setPlanWeights', { planId, weights });
      positions.push(...made.map(({ position }) => position));
    }
    const { events } = collectionsOf(api.connection.db);
    const first = { ledger: entityId, position: positions[0] ?? 0 };
    await events.updateOne(first, { $set: { schemaVersion: 99 } });
    const { data } = await api.query(
      `query ($id: ID!) { fieldHistory(actionId: $id, field: "weight", order: OLDEST) {
         nodes { position changes { before } } } }`,
      { id: one },
    );
    expect(data).toMatchObject({
      fieldHistory: {
        nodes: [
          null,
          null,
          { position: positions[2], changes: [{ before: '40 %' }, { before: '60 %' }] },
        ],
      },
    });
  });
});
