import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectionsOf } from '../../src/store/collections.js';
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

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const q1 = '2024-Q1';

const positionOf = async (entityId: string) => {
  const head = await collectionsOf(api.connection.db).ledgers.findOne({ _id: entityId });
  return head?.position ?? 0;
};

const document = graphql(`
  query ($planId: ID!, $from: AsOf!, $to: AsOf!, $first: Int, $after: String) {
    planDiff(planId: $planId, from: $from, to: $to, first: $first, after: $after) {
      fromPosition
      toPosition
      added
      withdrawn
      changed
      plan {
        field
        quarter
        before
        after
      }
      actions {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          kind
          actionId
          action {
            name
            asOfPosition
          }
          changes {
            field
            quarter
            before
            after
          }
        }
      }
    }
  }
`);
const diffOf = (
  planId: string,
  from: number,
  to: number,
  page: { first?: number; after?: string | null } = {},
) => api.query(document, { planId, from: { position: from }, to: { position: to }, ...page });

const change = (field: string, before: string | null, after: string | null, quarter?: string) => ({
  ...{ field, quarter: quarter ?? null, before, after },
});

describe('what differs in a plan between two moments', () => {
  it('is told action by action and field by field, before and after, by quarter', async () => {
    const { entityId, planId, officeId, actionIds } = await smallPlan(api, 4);
    const [first = '', second = '', third = '', fourth = ''] = actionIds;
    const report = (actionId: string, percent: number, narrative: string) =>
      mutate(api, 'reportProgress', { actionId, quarter: q1, percent, narrative });
    await report(first, 10, 'Uno');
    const from = await positionOf(entityId);
    await mutate(api, 'openPeriod', { planId, quarter: q1, closesAt: '2999-12-31' });
    const corrected = { actionId: first, quarter: q1, percent: 12.5, narrative: 'Dos' };
    await mutate(api, 'correctProgress', { ...corrected, reason: 'Error' });
    await report(second, 0, 'Nada');
    await mutate(api, 'withdrawAction', { actionId: third, reason: 'Suprimida' });
    const other = await registerOffice(api, { entityId, name: 'Planeación' });
    const revision = { officeIds: [officeId, other], endDate: '2024-11-30' };
    await mutate(api, 'reviseAction', { actionId: second, ...revision, reason: 'Comité' });
    const added = { planId, officeIds: [officeId], ...actionFields(5) };
    const fifth = await addAction(api, added);
    const weights = [first, second, fourth, fifth].map((actionId) => ({
      ...{ actionId, weight: 25 },
    }));
    await mutate(api, 'setPlanWeights', { planId, weights });
    // The name that it has afterwards is not yet that of the later moment.
    const to = await positionOf(entityId);
    await mutate(api, 'renameOffice', { officeId, name: 'Renombrada' });

    const { data } = await diffOf(planId, from, to);
    const diff = data?.planDiff;
    expect(diff).toMatchObject({ fromPosition: from, toPosition: to });
    expect(diff).toMatchObject({ added: 1, withdrawn: 1, changed: 3 });
    expect(diff?.plan).toEqual([
      change('planVersion', '1', '2'),
      change('period', null, 'open', q1),
      change('cutoff', null, '2024-03-31', q1),
      change('opensAt', null, '2024-04-01', q1),
      change('closesAt', null, '2999-12-31', q1),
    ]);
    const nodes = diff?.actions.nodes ?? [];
    const shown = { asOfPosition: to, name: expect.any(String) };
    expect(nodes.slice(0, 4)).toEqual([
      {
        ...{ kind: 'CHANGED', actionId: first, action: shown },
        changes: [
          change('weight', null, '25 %'),
          change('percent', '10 %', '12.5 %', q1),
          change('narrative', 'Uno', 'Dos', q1),
        ],
      },
      {
        ...{ kind: 'CHANGED', actionId: second, action: shown },
        changes: [
          change('offices', 'Dirección General', 'Dirección General; Planeación'),
          change('endDate', '2024-12-31', '2024-11-30'),
          change('weight', null, '25 %'),
          change('percent', null, '0 %', q1),
          change('narrative', null, 'Nada', q1),
          change('state', 'DUE', 'SUBMITTED', q1),
          change('timeliness', null, 'ON_TIME', q1),
        ],
      },
      expect.objectContaining({
        ...{ kind: 'WITHDRAWN', actionId: third },
        changes: expect.arrayContaining([change('withdrawn', 'no', 'yes')]),
      }),
      {
        ...{ kind: 'CHANGED', actionId: fourth, action: shown },
        changes: [change('weight', null, '25 %')],
      },
    ]);
    expect(nodes[4]).toMatchObject({ kind: 'ADDED', actionId: fifth });
    expect(nodes[4]?.changes).toEqual(
      expect.arrayContaining([
        change('name', null, 'Acción 5'),
        change('weight', null, '25 %'),
        change('state', null, 'DUE', q1),
      ]),
    );
  });

  it('is nothing between a moment and itself, and everything from before the plan', async () => {
    const { planId, entityId } = await smallPlan(api, 2);
    const last = await positionOf(entityId);
    const same = await diffOf(planId, last, last);
    expect(same.data?.planDiff).toMatchObject({
      ...{ added: 0, withdrawn: 0, changed: 0, plan: [] },
      actions: { totalCount: 0, nodes: [] },
    });
    const all = await diffOf(planId, 0, last);
    expect(all.data?.planDiff).toMatchObject({ added: 2, withdrawn: 0, changed: 0 });
    expect(all.data?.planDiff?.plan).toContainEqual(change('title', null, 'Plan de acción 2024'));
    expect((await diffOf(planId, 0, 1)).data).toEqual({ planDiff: null });
    const backwards = await diffOf(planId, last, 2);
    expect(backwards.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', problems: [{ field: 'to' }] } },
    ]);
  });

  it('is paged, action by action in order of their numbers', async () => {
    const { planId, entityId } = await smallPlan(api, 12);
    const last = await positionOf(entityId);
    const seen: unknown[] = [];
    let page: { first: number; after?: string | null } = { first: 5 };
    for (;;) {
      const { data } = await diffOf(planId, 3, last, page);
      const { nodes = [], pageInfo } = data?.planDiff?.actions ?? {};
      seen.push(...nodes.map((node) => node?.action?.name));
      if (pageInfo?.hasNextPage !== true) break;
      page = { first: 5, after: pageInfo.endCursor };
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => `Acción ${n + 1}`));
  });
});
