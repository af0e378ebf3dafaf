import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandStartedEvent } from 'mongodb';
import { MongoClient } from 'mongodb';
import type { Api, SmallPlan } from '../support/api.js';
import { actionFields, mutate, smallPlan, startApi } from '../support/api.js';
import { graphql } from '../client/graphql.js';
import { localActor, recordedAll } from '../support/ledger.js';

// How many commands the database gets for an answer, as the driver tells of each that it sends.

const many = 500;
let api: Api;
let plan: SmallPlan;
let watched: MongoClient;
let commands: CommandStartedEvent[] = [];

beforeAll(async () => {
  api = await startApi({
    broken: ({ connection }) => {
      const { options } = connection.client;
      watched = new MongoClient(api_uri(options.hosts.map(String)), {
        ...{ directConnection: true, ignoreUndefined: true, monitorCommands: true },
        readConcern: { level: 'majority' },
      });
      watched.on('commandStarted', (event) => commands.push(event));
      return {
        connection: { ...connection, client: watched, db: watched.db(connection.db.databaseName) },
      };
    },
  });
  plan = await smallPlan(api, 0, 2090);
  await mutate(api, 'registerOffice', { entityId: plan.entityId, name: 'Otra' });
  await fill();
  await mutate(api, 'openPeriod', { planId: plan.planId, quarter: '2090-Q1' });
});
afterAll(async () => {
  await watched.close();
  await api.close();
});

const api_uri = (hosts: readonly string[]) => `mongodb://${hosts[0] ?? ''}`;

async function fill() {
  const { entityId, planId, officeId } = plan;
  const about = { ledger: entityId, correlationId: 'test', actor: localActor };
  const actionIds = Array.from(
    { length: many },
    (_, n) => `action_${entityId}_${String(n).padStart(6, '0')}`,
  );
  for (const report of [false, true]) {
    const outcomes = actionIds.map((actionId, n) => {
      const meta = { ...about, commandId: `${actionId} ${String(report)}` };
      if (report) {
        const input = { actionId, quarter: '2090-Q1', percent: 100 * (n % 90) };
        return api.loop.execute({ type: 'ReportProgress', input, ...meta });
      }
      const frequency = 'QUARTERLY' as const;
      const of = { officeIds: [officeId], associatedPlans: [], frequency };
      const input = { actionId, planId, ...actionFields(n + 1, 2090), ...of };
      return api.loop.execute({ type: 'AddAction', input, ...meta });
    });
    recordedAll(await Promise.all(outcomes));
  }
  plan = { ...plan, actionIds };
}

/** What came, and the commands that it took. */
async function counted<T>(document: string, variables: object = {}) {
  commands = [];
  const answer = await api.ask<T>(document, variables);
  return { answer, names: commands.map(({ commandName }) => commandName) };
}

const planOf = graphql(`
  fragment planOf on RegisterPlanPayload {
    plan {
      id
    }
  }
`);

const row = `id number offices { id name } plan { id title }
  reports { percent expected efficacy gap signal state timeliness action { id } }
  report(quarter: "2090-Q1") { percent }
  history(first: 1) { totalCount nodes { id position type changes { after } } }`;

interface Row {
  readonly id: string;
  readonly offices: readonly { readonly id: string }[];
  readonly plan: { readonly id: string };
  readonly reports: readonly object[];
  readonly report: { readonly percent: number };
  readonly history: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly type: string }[];
  };
}

function expectWhole(rows: readonly Row[], actionIds: readonly string[]) {
  expect(rows.map(({ id }) => id)).toEqual(actionIds);
  for (const [i, { offices, plan: of, reports, report, history }] of rows.entries()) {
    expect([offices.length, of.id, reports.length]).toEqual([1, plan.planId, 4]);
    expect(report.percent).toBe(i % 90);
    expect(history).toMatchObject({ totalCount: 2, nodes: [{ type: 'ProgressReported' }] });
  }
}

describe('what the database is asked', () => {
  it('for 50 actions with all that a board shows is at most 6 commands', async () => {
    const slim = row.replace('totalCount', '');
    const { answer, names } = await counted<{ actions: { nodes: Row[] } }>(
      `{ actions(planId: "${plan.planId}", first: 50) { nodes { ${slim} } } }`,
    );
    expect(answer.actions.nodes).toHaveLength(50);
    expect(names.length).toBeLessThanOrEqual(6);
    const below = await counted<{ plan: object }>(
      `{ plan(id: "${plan.planId}") { title actions(first: 50) { nodes { ${slim} } } } }`,
    );
    expect(below.names.length).toBeLessThanOrEqual(6);
  });

  it('for 500 is as many as for 50, and the answers are the same', async () => {
    const asked = (n: number) => {
      const parts = Array.from({ length: 5 }, (_, i) => plan.actionIds.slice(i * n, (i + 1) * n));
      const aliases = parts.map(
        (ids, i) => `p${i}: nodes(ids: ${JSON.stringify(ids)}) { ... on Action { ${row} } }`,
      );
      return counted<Record<string, Row[]>>(`{ ${aliases.join(' ')} }`);
    };
    const [few, all] = [await asked(10), await asked(100)];
    expectWhole(Object.values(few.answer).flat(), plan.actionIds.slice(0, 50));
    expectWhole(Object.values(all.answer).flat(), plan.actionIds);
    expect(few.names.length).toBeLessThanOrEqual(6);
    expect(all.names).toEqual(few.names);
  });

  it('for a filtered list, once it is known, is no more than for a plain one', async () => {
    const document = `{ actions(planId: "${plan.planId}", first: 50, orderBy: [{ by: GAP, quarter: "2090-Q1" }]) {
      totalCount counts(quarter: "2090-Q1") { bySignal { signal count } }
      nodes { number offices { name } reports { gap } plan { title } history(first: 1) { nodes { id } } } } }`;
    await counted(document);
    const { names } = await counted(document);
    expect(names.length).toBeLessThanOrEqual(6);
  });

  it('for the first entries of many histories is as many as for one, and each its own', async () => {
    const ids = plan.actionIds.slice(0, 20);
    const parts = [
      'first: 1, order: OLDEST',
      'last: 1',
      'first: 2',
      'first: 0',
      'first: 5, filter: { types: [ActionAdded] }',
    ];
    for (const args of parts) {
      const history = `history(${args}) { pageInfo { hasNextPage hasPreviousPage } nodes { id } }`;
      type Answer = { nodes: readonly { history: object }[] };
      const { answer, names } = await counted<Answer>(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Action { ${history} } } }`,
        { ids },
      );
      expect(names).toEqual(['find', 'aggregate', 'aggregate']);
      for (const [i, id] of ids.entries()) {
        const one = await api.ask(`{ action(id: "${id}") { ${history} } }`);
        expect({ action: answer.nodes[i] }).toEqual(one);
      }
    }
  });

  it('for the actions of several plans is as many as for one, and each its own', async () => {
    const { entityId, officeId, planId } = plan;
    const ids = [planId];
    for (const year of [2091, 2092, 2093]) {
      const input = { entityId, year, title: `Plan ${year}` };
      const made = await mutate(api, 'registerPlan', input, planOf);
      const id = made.plan?.id ?? '';
      for (const n of [1, 2, 10]) {
        await mutate(api, 'addAction', {
          planId: id,
          officeIds: [officeId],
          ...actionFields(n, year),
        });
      }
      ids.push(id);
    }
    for (const args of ['(first: 2)', '(last: 1)', '(first: 0)', '']) {
      const actions = `actions${args} { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { id number } }`;
      const ask = (of: readonly string[]) =>
        counted<{ nodes: object[] }>(
          `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Plan { ${actions} } } }`,
          { ids: of },
        );
      const [one, all] = [await ask(ids.slice(0, 1)), await ask(ids)];
      expect(all.names).toHaveLength(one.names.length);
      for (const [i, id] of ids.entries()) {
        const alone = await api.ask(`{ plan(id: "${id}") { ${actions} } }`);
        expect({ plan: all.answer.nodes[i] }).toEqual(alone);
      }
    }
  });

  it('for a page of a list is to read no more than the page, however long the list', async () => {
    const { db } = api.connection;
    const examined = async (collection: string, document: string) => {
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      await api.ask(document);
      await db.command({ profile: 0 });
      const ns = `${db.databaseName}.${collection}`;
      const found = await db.collection('system.profile').find({ ns }).toArray();
      return found.map(({ docsExamined }) => Number(docsExamined));
    };
    for (const page of ['first: 5', 'last: 5']) {
      const actions = `{ plan(id: "${plan.planId}") { actions(${page}) { nodes { id } } } }`;
      expect(await examined('actions', actions)).toEqual([6]);
    }
    const offices = `{ entity(id: "${plan.entityId}") { offices(first: 1) { nodes { id } } } }`;
    expect(await examined('offices', offices)).toEqual([2]);
  });

  it('for the causes of entries, and their subjects, is one command each', async () => {
    const { names } = await counted(
      `{ history(entityId: "${plan.entityId}", first: 50) { nodes {
        cause { id } subject { action { number } plan { title } offices { name } } } } }`,
    );
    expect(names.length).toBeLessThanOrEqual(4);
  });
});
