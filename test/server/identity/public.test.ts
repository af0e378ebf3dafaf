import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Identity } from '../../../src/server/identity/identity.js';
import { localIdentity } from '../../../src/server/identity/identity.js';
import { accessesOf, readAccesses } from '../../../src/store/accesses.js';
import { addToken } from '../../../src/store/tokens.js';
import { registerActor } from '../../../src/store/actors.js';
import type { Api, SmallPlan } from '../../support/api.js';
import { mutate, smallPlan, startApi } from '../../support/api.js';

// Where reading is not open to everybody: what somebody sees who doesn't say who they are.

let inner: Api;
let api: Api;
let plan: SmallPlan;
let auditor: string;
let stranger: string;
beforeAll(async () => {
  inner = await startApi();
  const { db } = inner.connection;
  const tokens = localIdentity(db);
  const nobody = { grants: [], open: ['PUBLISHED' as const] };
  const identity: Identity = {
    nobody,
    async viewerOf(authorization) {
      if (authorization === undefined) return nobody;
      return { ...(await tokens.viewerOf(authorization)), open: nobody.open };
    },
  };
  api = await startApi({ uri: inner.uri, identity });
  plan = await smallPlan(api);
  await registerActor(db, { id: 'local', name: 'Luz Marina Gómez' });
  const bearer = async (role: string, entityId: string) => {
    const { text } = await addToken(db, { actorId: role, role, entityIds: [entityId] });
    return `Bearer ${text}`;
  };
  auditor = await bearer('auditor', plan.entityId);
  stranger = await bearer('auditor', 'otra');
  const [actionId = ''] = plan.actionIds;
  const target = { actionId, quarter: '2024-Q1' };
  const secret = { percent: 40, narrative: 'Lo dijo Ana Gómez.' };
  await mutate(api, 'openPeriod', { planId: plan.planId, quarter: '2024-Q1' });
  await mutate(api, 'reportProgress', { ...target, percent: 10 });
  const close = { planId: plan.planId, quarter: '2024-Q1', act: 'Acta de Ana Gómez' };
  await mutate(api, 'closePeriod', close);
  const reason = 'Se supo después';
  await mutate(api, 'correctProgress', { ...target, ...secret, reason });
});
afterAll(async () => {
  await api.close();
  await inner.close();
});

async function ask(authorization: string | undefined, query: string) {
  const response = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({
      query,
      variables: {},
    }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions: { code: string }; path?: unknown[] }[];
  };
  const { headers } = response;
  return { text, data, errors, codes: errors.map(({ extensions }) => extensions.code), headers };
}

describe('whoever does not say who they are', () => {
  it('sees the plan and the figures that were published, as they were', async () => {
    const { data, errors } = await ask(
      undefined,
      `{ plans { nodes { id title entity { name } } }
         publication(planId: "${plan.planId}", quarter: "2024-Q1") {
           totals { progress } actions { percent action { number name offices { name } } } }
         plan(id: "${plan.planId}") { period(quarter: "2024-Q1") { status publicationHash } }
         ledger(entityId: "${plan.entityId}") { size rootHash }
         quarterComparison(planId: "${plan.planId}", a: "2024-Q1", b: "2024-Q1", basis: AS_PUBLISHED) {
           a { progress } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      plans: { nodes: [{ id: plan.planId }] },
      publication: {
        totals: { progress: 10 },
        actions: [{ percent: 10, action: { number: '1', offices: [{}] } }],
      },
      plan: { period: { status: 'CLOSED' } },
      quarterComparison: { a: { progress: 10 } },
    });
  });

  it.each([
    ['the actions of a plan', () => `plan(id: "${plan.planId}") { actions { nodes { name } } }`],
    ['a history', () => `plan(id: "${plan.planId}") { history { nodes { position } } }`],
    ['the history of an entity', () => `entity(id: "${plan.entityId}") { history { totalCount } }`],
    ['the log', () => `history(entityId: "${plan.entityId}") { nodes { actor { id } } }`],
    ['an action', () => `action(id: "${plan.actionIds[0] ?? ''}") { name }`],
    ['the trend of now', () => `trend(planId: "${plan.planId}") { total { progress } }`],
    ['all trends', () => `trends { total { progress } }`],
    ['who is late', () => `overdue(planId: "${plan.planId}") { totalCount }`],
    ['the offices', () => `entity(id: "${plan.entityId}") { offices { nodes { aliases } } }`],
    ['an act', () => `plan(id: "${plan.planId}") { period(quarter: "2024-Q1") { act } }`],
    [
      'what is known now of a published action',
      () => `publication(planId: "${plan.planId}", quarter: "2024-Q1") {
        actions { action { report(quarter: "2024-Q1") { percent narrative actor { id } } } } }`,
    ],
    [
      'a comparison of what is known now',
      () => `quarterComparison(planId: "${plan.planId}", a: "2024-Q1", b: "2024-Q2") {
        a { progress } }`,
    ],
  ])('does not see %s', async (_, query) => {
    const { text, codes, headers } = await ask(undefined, `{ ${query()} }`);
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED']));
    for (const told of ['Gómez', '"local"', 'Acta', ':40']) expect(text).not.toContain(told);
    expect(headers.get('cache-control')).toBe('private, no-store');
    const elsewhere = await ask(stranger, `{ ${query()} }`);
    expect(new Set(elsewhere.codes)).toEqual(new Set(['FORBIDDEN']));
  });

  it.each([
    ['/plans/PLAN/trend.csv', 401, 403],
    [`/evidence/${'a'.repeat(64)}`, 401, 404],
  ])('does not get %s', async (path, status, ofStranger) => {
    const url = `${api.origin}${path.replace('PLAN', plan.planId)}`;
    const [nobody, other] = [
      await fetch(url),
      await fetch(url, { headers: { authorization: stranger } }),
    ];
    expect([nobody.status, other.status]).toEqual([status, ofStranger]);
    expect(nobody.headers.get('vary')).toMatch(/authorization/i);
  });
});

describe('the same query', () => {
  it('has three answers for an operator, an auditor and nobody, and no cache may keep them', async () => {
    const query = `{ plan(id: "${plan.planId}") { title actions { nodes { report(quarter: "2024-Q1") {
      percent actor { id name } } } } } }`;
    const asked = [api.authorization, stranger, auditor, undefined];
    const answers = await Promise.all([...asked, ...asked].map((who) => ask(who, query)));
    const [operator, , mine, nobody] = answers;
    const seen = { percent: 40, actor: { id: 'local', name: 'Luz Marina Gómez' } };
    for (const answer of [operator, mine]) {
      expect(answer?.data).toMatchObject({ plan: { actions: { nodes: [{ report: seen }] } } });
    }
    expect(nobody?.data).toEqual({ plan: null });
    answers.slice(0, 4).forEach(({ text }, i) => expect(answers[i + 4]?.text).toBe(text));
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('vary')).toMatch(/authorization/i);
    }
    const open = await ask(undefined, '{ plans { nodes { title } } }');
    expect(open.headers.get('cache-control')).not.toContain('private');
  });

  it('shows the names of people to those alone who may know them', async () => {
    const query = `{ history(entityId: "${plan.entityId}", first: 1) { nodes { actor { id name } } } }`;
    const { text } = await addToken(api.connection.db, { actorId: 'p', role: 'planner' });
    const planner = await ask(`Bearer ${text}`, query);
    expect(planner.data).toEqual({
      history: { nodes: [{ actor: { id: 'local', name: null } }] },
    });
    const { db } = api.connection;
    const before = await accessesOf(db).countDocuments();
    expect((await ask(auditor, query)).text).toContain('Luz Marina');
    expect(await accessesOf(db).countDocuments()).toBe(before + 1);
    expect(await readAccesses(db, 1)).toEqual([
      {
        ...{ at: expect.any(Date), what: 'ACTOR_NAMES', actorId: 'auditor' },
        ...{ address: '127.0.0.1', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
    const local = await inner.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(local.text).toContain('Luz Marina');
  });
});
