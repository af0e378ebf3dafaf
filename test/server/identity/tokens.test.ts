import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectionsOf } from '../../../src/store/collections.js';
import type { TokenFacts } from '../../../src/store/tokens.js';
import { addToken, listTokens, newTokenText, revokeToken } from '../../../src/store/tokens.js';
import type { Api, SmallPlan } from '../../support/api.js';
import { mutate, registerOffice, smallPlan, startApi } from '../../support/api.js';

let api: Api;
let plan: SmallPlan;
let otherOffice: string;
beforeAll(async () => {
  api = await startApi();
  plan = await smallPlan(api, 2);
  const { entityId } = plan;
  otherOffice = await registerOffice(api, { entityId, name: 'Oficina Jurídica' });
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };
const plans = '{ plans { totalCount } }';

/** As it arrives, with this header or with none. */
async function ask(authorization: string | undefined, query: string, variables: object = {}) {
  const headers = { ...json, ...(authorization === undefined ? {} : { authorization }) };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${api.origin}/graphql`, { method: 'POST', headers, body });
  const answer = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  return { response, code: answer.errors?.[0]?.extensions.code, ...answer };
}

const bearer = async (facts: Omit<TokenFacts, 'actorId'> & { actorId?: string }) => {
  const { text } = await addToken(api.connection.db, { actorId: 'ana', ...facts });
  return `Bearer ${text}`;
};
const reportProgress = `mutation ($input: ReportProgressInput!) { reportProgress(input: $input) {
  entries { position actor { id role } } userErrors { code message } } }`;
const reportOf = (actionId = '', quarter = '2024-Q1') => ({
  input: { actionId, quarter, percent: 10 },
});
const positionOf = async () => {
  const head = await collectionsOf(api.connection.db).ledgers.findOne({ _id: plan.entityId });
  return head?.position;
};

describe('whoever sends no token', () => {
  it('reads', async () => {
    expect(await ask(undefined, plans)).toMatchObject({ data: { plans: { totalCount: 1 } } });
  });

  it('records nothing, and is told what it takes', async () => {
    const before = await positionOf();
    const { code, errors, data } = await ask(
      undefined,
      reportProgress,
      reportOf(plan.actionIds[0]),
    );
    expect([code, data]).toEqual(['UNAUTHENTICATED', null]);
    expect(errors?.[0]?.message).toMatch(
      /role reporter, admin or operator .*authorization: Bearer/,
    );
    expect(await positionOf()).toBe(before);
  });

  it('uploads nothing', async () => {
    const path = `/actions/${plan.actionIds[0] ?? ''}/evidence-files`;
    const headers = { 'content-type': 'application/pdf', 'x-file-name': 'a.pdf' };
    const body = '%PDF-1.7\n';
    const response = await fetch(`${api.origin}${path}`, { method: 'POST', headers, body });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await api.connection.db.collection('evidence.files').countDocuments()).toBe(0);
  });
});

describe('a header that does not work', () => {
  it.each([
    ['of another scheme', 'Basic bG9jYWw6'],
    ['without a token', 'Bearer'],
    ['with two', `Bearer ${newTokenText()} ${newTokenText()}`],
    ['with a text of another form', 'Bearer hunter2'],
    ['with a token that nobody made', `Bearer ${newTokenText()}`],
  ])('%s is refused, also for what everybody may read', async (_, authorization) => {
    const { response, code, errors } = await ask(authorization, plans);
    expect([response.status, code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(errors?.[0]?.message).not.toContain('hunter2');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('is refused when its token has expired', async () => {
    const authorization = await bearer({ role: 'admin', expiresAt: new Date(Date.now() - 1) });
    const { code, errors } = await ask(authorization, plans);
    expect(code).toBe('UNAUTHENTICATED');
    expect(errors?.[0]?.message).toContain('expired');
  });

  it('is refused soon after its token was revoked', async () => {
    const { id, text } = await addToken(api.connection.db, { actorId: 'ana', role: 'admin' });
    expect((await ask(`Bearer ${text}`, plans)).code).toBeUndefined();
    await revokeToken(api.connection.db, id);
    let code: string | undefined;
    while (code === undefined) ({ code } = await ask(`Bearer ${text}`, plans));
    expect(code).toBe('UNAUTHENTICATED');
  });

  it('does not keep anybody from asking whether the server lives', async () => {
    const headers = { authorization: 'Bearer hunter2' };
    expect((await api.send('/healthz', { headers })).status).toBe(200);
  });
});

describe('whoever sends a token', () => {
  it('is the actor of what it records, whatever the input says', async () => {
    const authorization = await bearer({
      role: 'reporter',
      entityIds: [plan.entityId],
      officeIds: [plan.officeId],
    });
    const { data } = await ask(authorization, reportProgress, reportOf(plan.actionIds[0]));
    expect(data).toMatchObject({
      reportProgress: { entries: [{ actor: { id: 'ana', role: 'reporter' } }], userErrors: [] },
    });
    const withActor = { input: { ...reportOf(plan.actionIds[0]).input, actor: 'otra' } };
    expect((await ask(authorization, reportProgress, withActor)).code).toBe('BAD_USER_INPUT');
  });

  it('is seen in the list of tokens as used', async () => {
    const authorization = await bearer({ role: 'auditor', actorId: 'seen' });
    await ask(authorization, plans);
    const used = async () =>
      (await listTokens(api.connection.db)).find(({ actorId }) => actorId === 'seen')?.lastUsedAt;
    while ((await used()) === undefined);
    expect(await used()).toBeInstanceOf(Date);
  });

  it('reports on the actions of its own offices alone', async () => {
    const other = await bearer({ role: 'reporter', officeIds: [otherOffice] });
    const none = await bearer({ role: 'reporter' });
    const before = await positionOf();
    for (const authorization of [other, none]) {
      const refused = await ask(authorization, reportProgress, reportOf(plan.actionIds[1]));
      expect([refused.code, refused.data]).toEqual(['FORBIDDEN', null]);
      expect(refused.errors?.[0]?.message).toContain('not of an office that you report for');
    }
    expect(await positionOf()).toBe(before);

    const reason = 'Fusión';
    await mutate(api, 'mergeOffices', {
      ...{ officeId: plan.officeId, intoOfficeId: otherOffice, reason },
    });
    const { data } = await ask(other, reportProgress, reportOf(plan.actionIds[1]));
    expect(data).toMatchObject({ reportProgress: { userErrors: [], entries: [{}] } });
  });

  it('does not do in one entity what it may do in another', async () => {
    const authorization = await bearer({ role: 'admin', entityIds: ['otra'] });
    const { code, errors } = await ask(authorization, reportProgress, reportOf(plan.actionIds[0]));
    expect(code).toBe('FORBIDDEN');
    expect(errors?.[0]?.message).toMatch(/in the entity "e\w+"; you have admin in "otra"\.$/);
  });

  it('is told that an action is not on record, rather than that it may not', async () => {
    const authorization = await bearer({ role: 'reporter', officeIds: [otherOffice] });
    for (const id of [`action_${plan.entityId}_0000`, 'nonsense']) {
      const { data } = await ask(authorization, reportProgress, reportOf(id));
      expect(data).toMatchObject({ reportProgress: { userErrors: [{ code: 'NOT_FOUND' }] } });
    }
  });
});
