import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectionsOf } from '../../src/store/collections.js';
import { forge, put, sealed } from '../audit/forge.js';
import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../client/graphql.js';
import type { Api, SmallPlan } from '../support/api.js';
import { actionFields, mutate, registerOffice, smallPlan, startApi } from '../support/api.js';

let api: Api;
/** The same database, asked by another person. */
let reviewer: Api;
beforeAll(async () => {
  api = await startApi({ limits: { rootFields: 50 } });
  reviewer = await startApi({ uri: api.uri, actor: { id: 'luz', role: 'planner' } });
});
afterAll(async () => {
  await reviewer.close();
  await api.close();
});

const q1 = '2024-Q1';

/** A step of a plan's life; later ones know the ids that earlier ones made. */
type Step = (plan: SmallPlan) => Promise<unknown>;

const report =
  (n: number, quarter: string, percent: number, more = {}): Step =>
  ({ actionIds }) =>
    mutate(api, 'reportProgress', { actionId: actionIds[n] ?? '', quarter, percent, ...more });

const steps: readonly Step[] = [
  ({ planId }) => mutate(api, 'openPeriod', { planId, quarter: q1, closesAt: '2999-12-31' }),
  report(0, q1, 10, { narrative: 'Uno' }),
  report(1, q1, 40, { occurredOn: '2024-03-28' }),
  ({ planId, actionIds }) => {
    const weights = actionIds.map((actionId, i) => ({ actionId, weight: i === 0 ? 50 : 25 }));
    return mutate(api, 'setPlanWeights', { planId, weights });
  },
  ({ actionIds }) =>
    mutate(reviewer, 'approveReport', { actionId: actionIds[0] ?? '', quarter: q1 }),
  ({ actionIds }) =>
    mutate(api, 'attachEvidence', {
      ...{
        actionId: actionIds[0] ?? '',
        quarter: q1,
        title: 'Informe',
        url: 'https://example.org/i',
      },
    }),
  ({ actionIds }) =>
    mutate(api, 'setQuarterTargets', {
      ...{ actionId: actionIds[0] ?? '', targets: { q1: 20 }, reason: 'Ajuste' },
    }),
  ({ planId }) => mutate(api, 'closePeriod', { planId, quarter: q1, act: 'Acta 1' }),
  ({ actionIds }) =>
    mutate(api, 'correctProgress', {
      ...{ actionId: actionIds[0] ?? '', quarter: q1, percent: 15, reason: 'Error de digitación' },
    }),
  ({ actionIds }) =>
    mutate(api, 'reviseAction', {
      ...{ actionId: actionIds[1] ?? '', name: 'Otra acción', endDate: '2024-11-30' },
      reason: 'Reprogramación',
    }),
  ({ planId }) =>
    mutate(api, 'adoptSignalPolicy', {
      ...{ planId, policy: { redUpTo: 10, yellowUpTo: 20, greenUpTo: 30 } },
    }),
  ({ officeId }) => mutate(api, 'addOfficeAlias', { officeId, alias: 'Dir. General' }),
  ({ officeId }) => mutate(api, 'renameOffice', { officeId, name: 'Otra dirección' }),
  async ({ entityId, officeId }) => {
    const name = 'Planeación';
    const intoOfficeId = await registerOffice(api, { entityId, name });
    return mutate(api, 'mergeOffices', { officeId, intoOfficeId, reason: 'Decreto' });
  },
  ({ actionIds }) =>
    mutate(api, 'withdrawAction', { actionId: actionIds[2] ?? '', reason: 'Suprimida' }),
  ({ planId }) => mutate(api, 'reopenPeriod', { planId, quarter: q1, reason: 'Revisión' }),
  ({ planId }) => mutate(api, 'closePeriod', { planId, quarter: q1, act: 'Acta 2' }),
  ({ entityId }) => mutate(api, 'registerPlan', { entityId, year: 2025, title: 'El siguiente' }),
];

const office = graphql(`
  fragment office on Office {
    id
    name
    aliases
    names {
      name
      from
      until
    }
    streamVersion
    mergedInto {
      id
      name
    }
  }
`);
const entry = graphql(`
  fragment entry on HistoryEntry {
    position
    type
    reason
    changes {
      field
      before
      after
    }
  }
`);
const publication = graphql(`
  fragment publication on Publication {
    hash
    asOfPosition
    position
    totals {
      due
      reported
      completeness
      progress
    }
    actions {
      actionId
      percent
      state
      signal
      action {
        name
      }
    }
  }
`);
const wholeReport = graphql(`
  fragment wholeReport on Report {
    quarter
    percent
    quantity
    narrative
    state
    due
    signal
    timeliness
    restated
    reportVersion
    expected
    efficacy
    gap
    recordedAt
    actor {
      id
    }
    evidence {
      evidenceId
      title
      url
    }
  }
`);
const wholeAction = graphql(
  `
    fragment wholeAction on Action {
      id
      number
      name
      indicator
      target
      startDate
      endDate
      frequency
      withdrawn
      streamVersion
      offices {
        ...office
        history {
          totalCount
        }
      }
      plan {
        title
        planVersion
      }
      weight
      quarterTargets {
        q1
      }
      originalEndDate
      report(quarter: "2024-Q1") {
        percent
        state
      }
      reports {
        ...wholeReport
      }
      history(order: OLDEST) {
        totalCount
        nodes {
          ...entry
        }
      }
    }
  `,
  [office, wholeReport, entry],
);
const wholePlan = graphql(
  `
    fragment wholePlan on Plan {
      id
      year
      title
      planVersion
      weighted
      streamVersion
      signalPolicy {
        greenUpTo
      }
      entity {
        id
        name
        offices {
          totalCount
          nodes {
            ...office
          }
        }
        plans {
          nodes {
            title
          }
        }
        history(first: 1) {
          totalCount
          nodes {
            position
            cause {
              position
            }
          }
        }
      }
      period(quarter: "2024-Q1") {
        status
        act
        publicationHash
        publication {
          ...publication
        }
      }
      periods {
        quarter
        status
        streamVersion
      }
      actions {
        totalCount
        nodes {
          ...wholeAction
        }
      }
      history(first: 5) {
        totalCount
        nodes {
          ...entry
          subject {
            plan {
              title
              weighted
            }
            action {
              name
              withdrawn
            }
            offices {
              name
            }
          }
        }
      }
    }
  `,
  [office, publication, wholeAction, entry],
);
const both = graphql(
  `
    query ($planId: ID!, $actionId: ID!, $asOf: AsOf) {
      plan(id: $planId, asOf: $asOf) {
        ...wholePlan
      }
      action(id: $actionId, asOf: $asOf) {
        ...wholeAction
      }
    }
  `,
  [wholePlan, wholeAction],
);
const oneAlone = graphql(
  `
    query ($actionId: ID!, $asOf: AsOf) {
      action(id: $actionId, asOf: $asOf) {
        ...wholeAction
      }
    }
  `,
  [wholeAction],
);
type Moment = VariablesOf<typeof both>['asOf'];

describe('a plan and an action as of a moment, with all that is below them', () => {
  it('are what was answered then, by position and by time, whatever was recorded since', async () => {
    const made = await smallPlan(api, 3);
    const { planId, entityId } = made;
    const [actionId = ''] = made.actionIds;
    const variables = { planId, actionId };
    const told: { position: number; at: Date; answer: ResultOf<typeof both> }[] = [];
    const remember = async () => {
      const answer = await api.ask(both, variables);
      const { events } = collectionsOf(api.connection.db);
      const [last] = await events.find({ ledger: entityId }).sort({ position: -1 }).toArray();
      if (last === undefined) throw new Error('nothing is on record');
      told.push({ position: last.position, at: last.recordedAt, answer });
      // Events of the same millisecond would be of the same time.
      await new Promise((resolve) => setTimeout(resolve, 2));
    };
    await remember();
    for (const step of steps) {
      expect(await step(made)).toMatchObject({ userErrors: [] });
      await remember();
    }
    expect(new Set(told.map(({ answer }) => JSON.stringify(answer))).size).toBe(told.length);
    for (const { position, at, answer } of told) {
      for (const asOf of [{ position }, { at: at.toISOString() }]) {
        const past = await api.ask(both, { ...variables, asOf });
        expect(past).toEqual(answer);
        // The action alone, from its own stream, is the same.
        const alone = await api.ask(oneAlone, { actionId, asOf });
        expect(alone).toEqual({ action: answer.action });
      }
    }
  });

  it('never mix with what is now, nor with another moment, in one request', async () => {
    const made = await smallPlan(api, 1);
    const { planId, entityId, officeId } = made;
    const [actionId = ''] = made.actionIds;
    const { position = 0 } = (await report(0, q1, 10)(made).then(lastOf)) ?? {};
    await mutate(api, 'renameOffice', { officeId, name: 'Renombrada' });
    const corrected = { actionId, quarter: q1, percent: 20, reason: 'Error' };
    const { position: later = 0 } =
      (await mutate(api, 'correctProgress', corrected).then(lastOf)) ?? {};
    await mutate(api, 'correctProgress', { ...corrected, percent: 30 });
    const document = graphql(`
      query ($planId: ID!, $actionId: ID!, $then: AsOf!, $later: AsOf!) {
        now: plan(id: $planId) {
          ...fields
        }
        then: plan(id: $planId, asOf: $then) {
          ...fields
        }
        between: plan(id: $planId, asOf: $later) {
          ...fields
        }
        nowToo: action(id: $actionId) {
          ...seen
        }
        thenToo: action(id: $actionId, asOf: $then) {
          ...seen
        }
        known: quarterAsKnown(actionId: $actionId, quarter: "2024-Q1", asOf: $later) {
          asOfPosition
          percent
        }
      }
      fragment fields on Plan {
        asOfPosition
        title
        actions {
          nodes {
            ...seen
          }
        }
        history(first: 1) {
          totalCount
        }
        entity {
          history(first: 1) {
            totalCount
          }
        }
      }
      fragment seen on Action {
        asOfPosition
        offices {
          name
        }
        report(quarter: "2024-Q1") {
          asOfPosition
          percent
        }
        plan {
          asOfPosition
        }
      }
    `);
    const moments = { then: { position }, later: { position: later } };
    const data = await api.ask(document, { planId, actionId, ...moments });
    const seen = (asOfPosition: number | null, name: string, percent: number) => ({
      asOfPosition,
      offices: [{ name }],
      report: { asOfPosition, percent },
      plan: { asOfPosition },
    });
    const shown = (asOfPosition: number | null, size: number, name: string, percent: number) => ({
      asOfPosition,
      title: 'Plan de acción 2024',
      actions: { nodes: [seen(asOfPosition, name, percent)] },
      history: { totalCount: expect.any(Number) },
      entity: { history: { totalCount: size } },
    });
    const { ledgers } = collectionsOf(api.connection.db);
    const size = (await ledgers.findOne({ _id: entityId }))?.position ?? 0;
    expect(data).toEqual({
      now: shown(null, size, 'Renombrada', 30),
      then: shown(position, position, 'Dirección General', 10),
      between: shown(later, later, 'Renombrada', 20),
      nowToo: seen(null, 'Renombrada', 30),
      thenToo: seen(position, 'Dirección General', 10),
      known: { asOfPosition: later, percent: 20 },
    });
  });

  it('are null before they were on record, and at most what is on record now', async () => {
    const { planId, actionIds } = await smallPlan(api, 1);
    const [actionId = ''] = actionIds;
    const document = graphql(`
      query ($planId: ID!, $actionId: ID!, $asOf: AsOf!) {
        plan(id: $planId, asOf: $asOf) {
          asOfPosition
        }
        action(id: $actionId, asOf: $asOf) {
          asOfPosition
        }
        quarterAsKnown(actionId: $actionId, quarter: "2024-Q1", asOf: $asOf) {
          asOfPosition
        }
      }
    `);
    const ask = (asOf: NonNullable<Moment>) => api.ask(document, { planId, actionId, asOf });
    const none = { plan: null, action: null, quarterAsKnown: null };
    const all = (asOfPosition: number) => ({
      ...{ plan: { asOfPosition }, action: { asOfPosition }, quarterAsKnown: { asOfPosition } },
    });
    for (const moment of [{ position: 0 }, { position: 1 }, { at: '2020-01-01T00:00:00Z' }]) {
      expect(await ask(moment)).toEqual(none);
    }
    // Entity, plan, office, action.
    expect(await ask({ position: 3 })).toEqual({ ...none, plan: { asOfPosition: 3 } });
    expect(await ask({ position: 4 })).toEqual(all(4));
    expect(await ask({ position: 99_999 })).toEqual(all(4));
    expect(await ask({ at: '2999-01-01T00:00:00Z' })).toEqual(all(4));
    const strange = await api.ask(
      graphql(`
        {
          plan(id: "plan_nowhere_0001", asOf: { position: 1 }) {
            id
          }
          action(id: "x", asOf: { position: 1 }) {
            id
          }
        }
      `),
    );
    expect(strange).toEqual({ plan: null, action: null });
  });

  it('are refused without a moment, with two, or for a quarter of another year', async () => {
    const { planId, actionIds } = await smallPlan(api, 1);
    const wrong = [
      `{ plan(id: "${planId}", asOf: {}) { id } }`,
      `{ plan(id: "${planId}", asOf: { position: 3, at: "2024-01-01T00:00:00Z" }) { id } }`,
      `{ action(id: "${actionIds[0] ?? ''}", asOf: { position: -1 }) { id } }`,
      `{ quarterAsKnown(actionId: "${actionIds[0] ?? ''}", quarter: "2023-Q1", asOf: { position: 4 }) { percent } }`,
    ];
    const [unsound, refused] = ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];
    for (const [i, document] of wrong.entries()) {
      const { errors } = await api.query(document);
      expect(errors).toMatchObject([{ extensions: { code: i < 2 ? unsound : refused } }]);
    }
    const both = { position: 3, at: '2024-01-01T00:00:00Z' };
    for (const asOf of [both, {}, { position: null }, { at: null, position: 3 }]) {
      const document = 'query ($id: ID!, $asOf: AsOf) { plan(id: $id, asOf: $asOf) { id } }';
      const { data, errors } = await api.query(document, { id: planId, asOf });
      expect([data ?? null, errors]).toMatchObject([null, [{ extensions: { code: refused } }]]);
    }
  });

  it('tell what was overdue on that day, though nothing was recorded since', async () => {
    const ledger = 'puntual';
    const [planId, actionId] = [`plan_${ledger}_0001`, `action_${ledger}_0001`];
    const fields = { ...actionFields(1), officeIds: [], associatedPlans: [], planId, actionId };
    const window = { cutoff: '2024-03-31', opensAt: '2024-04-01', closesAt: '2024-04-10' };
    const drafts = [
      ['EntityRegistered', `entity-${ledger}`, {}, { entityId: ledger, name: 'Puntual' }],
      [
        ...(['PlanRegistered', `plan-${planId}`] as const),
        { planId },
        { planId, year: 2024, title: 'Plan', percentMode: 'CUMULATIVE' },
      ],
      ['ActionAdded', `action-${actionId}`, { planId, actionId }, { ...fields, year: 2024 }],
      [
        ...(['PeriodOpened', `period-${planId}-${q1}`] as const),
        { planId, quarter: q1 },
        { planId, quarter: q1, ...window },
      ],
    ] as const;
    const recordedAt = new Date('2024-04-01T12:00:00Z');
    const events = drafts.map(([type, stream, subject, data]) => ({
      ...{ type, stream, subject, data, recordedAt },
    }));
    await put(collectionsOf(api.connection.db), forge(sealed(ledger, events), undefined, []));
    const document = graphql(`
      query ($actionId: ID!, $quarter: Quarter!, $asOf: AsOf!) {
        quarterAsKnown(actionId: $actionId, quarter: $quarter, asOf: $asOf) {
          state
        }
      }
    `);
    const stateAt = async (asOf: NonNullable<Moment>) =>
      (await api.ask(document, { actionId, quarter: q1, asOf })).quarterAsKnown?.state;
    // The window closes at the end of 10 April in Bogotá, which is five hours behind UTC.
    expect(await stateAt({ at: '2024-04-02T12:00:00Z' })).toBe('DUE');
    expect(await stateAt({ at: '2024-04-11T04:59:59Z' })).toBe('DUE');
    expect(await stateAt({ at: '2024-04-11T05:00:00Z' })).toBe('OVERDUE');
    expect(await stateAt({ at: '2999-01-01T00:00:00Z' })).toBe('OVERDUE');
    expect(await stateAt({ position: 4 })).toBe('DUE');
  });

  it('page through actions, each cursor for its own moment', async () => {
    const { planId } = await smallPlan(api, 5);
    const document = graphql(`
      query ($planId: ID!, $asOf: AsOf, $first: Int, $after: String, $last: Int, $before: String) {
        plan(id: $planId, asOf: $asOf) {
          actions(first: $first, after: $after, last: $last, before: $before) {
            totalCount
            nodes {
              number
            }
            pageInfo {
              hasNextPage
              hasPreviousPage
              startCursor
              endCursor
            }
          }
        }
      }
    `);
    type Part = Partial<VariablesOf<typeof document>>;
    const partOf = async (part: Part) => {
      const { plan } = await api.ask(document, { planId, ...part });
      if (plan === null) throw new Error('there is no plan');
      const numbers = plan.actions.nodes.map((node) => node?.number);
      return { ...plan.actions, numbers };
    };
    const asOf = { position: 7 };
    const seen: unknown[] = [];
    let part: Part = { asOf, first: 2 };
    for (;;) {
      const found = await partOf(part);
      expect(found.totalCount).toBe(4);
      seen.push(...found.numbers);
      if (!found.pageInfo.hasNextPage) break;
      part = { asOf, first: 2, after: found.pageInfo.endCursor };
    }
    expect(seen).toEqual(['1', '2', '3', '4']);
    const back = await partOf({ asOf, last: 3 });
    expect(back.numbers).toEqual(['2', '3', '4']);
    expect(back.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = { last: 1, before: back.pageInfo.startCursor };
    expect(await partOf({ asOf, ...before })).toMatchObject({
      nodes: [{ number: '1' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const strange = [{ extensions: { code: 'BAD_USER_INPUT' } }];
    for (const other of [{ asOf: { position: 6 } }, {}]) {
      const { errors } = await api.query(document, { planId, ...other, ...before });
      expect(errors).toMatchObject(strange);
    }
  });

  it('are many of one plan for one reading of its events, and not without an end', async () => {
    const { planId, officeId } = await smallPlan(api, 2);
    const ask = (positions: readonly number[]) => {
      const aliases = positions.map(
        (position, i) =>
          `p${i}: plan(id: "${planId}", asOf: { position: ${position} }) { actions { totalCount } }`,
      );
      return api.query<Record<string, { actions: { totalCount: number } }>>(
        `{ ${aliases.join('\n')} }`,
      );
    };
    const { db } = api.connection;
    const readings = async <T>(work: () => Promise<T>) => {
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      const result = await work();
      await db.command({ profile: 0 });
      const found = await db.collection('system.profile').find({ op: 'query' }).toArray();
      const ofPlan = found.filter(({ command }) =>
        JSON.stringify(command).includes(`"subject.planId":"${planId}"`),
      );
      return { result, count: ofPlan.length };
    };
    const same = await readings(() => ask(Array.from({ length: 50 }, () => 4)));
    expect(Object.values(same.result.data ?? {})).toHaveLength(50);
    expect(same.count).toBe(1);
    const mixed = await readings(() => ask([5, 3, 4]));
    const shown = Object.values(mixed.result.data ?? {});
    expect(shown.map(({ actions }) => actions.totalCount)).toEqual([2, 0, 1]);
    expect(mixed.count).toBe(1);
    for (let n = 3; n <= 25; n += 1) {
      await mutate(api, 'addAction', { planId, officeIds: [officeId], ...actionFields(n) });
    }
    const { errors = [] } = await ask(Array.from({ length: 25 }, (_, i) => 4 + i));
    const tooMany = { extensions: { code: 'BAD_USER_INPUT', problems: [{ field: 'asOf' }] } };
    expect(errors).toMatchObject(Array.from({ length: 5 }, () => tooMany));
  });
});

/** The last entry of what a mutation recorded. */
function lastOf(payload: unknown): { readonly position: number } | undefined {
  return (payload as { entries: readonly { position: number }[] }).entries.at(-1);
}
