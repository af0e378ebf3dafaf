import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importJWK, SignJWT, UnsecuredJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { claimedGrants } from '../../../src/server/identity/claimed-grants.js';
import { oidcIdentity } from '../../../src/server/identity/oidc.js';
import { actorsOf } from '../../../src/store/actors.js';
import { collectionsOf } from '../../../src/store/collections.js';
import { addToken } from '../../../src/store/tokens.js';
import type { Api, SmallPlan } from '../../support/api.js';
import { smallPlan, startApi } from '../../support/api.js';
import type { ProviderKey, TestProvider } from '../../support/identity-provider.js';
import { newKey, startProvider } from '../../support/identity-provider.js';

const audience = 'https://bitacora.example.org';
const settings = {
  ...{ audience, rolesClaim: 'bitacora_roles', clockSkewSeconds: 5, cooldownMs: 0 },
  algorithms: ['RS256', 'ES256'],
};
let provider: TestProvider;
let key: ProviderKey;
let local: Api;
let api: Api;
let plan: SmallPlan;
beforeAll(async () => {
  key = await newKey('first');
  provider = await startProvider([key]);
  local = await startApi();
  plan = await smallPlan(local, 2);
  const identity = oidcIdentity(local.connection.db, { issuer: provider.issuer, ...settings });
  api = await startApi({ uri: local.uri, identity });
});
afterAll(async () => {
  await api.close();
  await local.close();
  await provider.stop();
});

async function ask(token: string | undefined, query: string, at = api) {
  const response = await fetch(`${at.origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const [error] = errors ?? [];
  return { status: response.status, data, code: error?.extensions.code, message: error?.message };
}

const reading = () => `{ action(id: "${plan.actionIds[0] ?? ''}") { name } }`;
const writing = (percent: number, n = 0) => `mutation { reportProgress(input: {
  actionId: "${plan.actionIds[n] ?? ''}", quarter: "2024-Q1", percent: ${percent} }) {
  entries { actor { id role } } userErrors { code } } }`;
const now = () => Math.floor(Date.now() / 1_000);

/** A token signed here as the provider would, with some of it changed. */
async function forged(changes: object, { jwk, kid } = key, alg = 'RS256') {
  const payload = {
    ...{ iss: provider.issuer, aud: audience, sub: 'ana', exp: now() + 60 },
    ...{ bitacora_roles: ['admin'], ...changes },
  };
  const clean = JSON.parse(JSON.stringify(payload)) as JWTPayload;
  return new SignJWT(clean).setProtectedHeader({ alg, kid }).sign(await importJWK(jwk, alg));
}

describe('a token of the identity provider', () => {
  it('tells who acts, by an opaque id, and in which role', async () => {
    const roles = [`reporter@${plan.officeId}`, 'offline_access'];
    const token = await provider.token(audience, { bitacora_roles: roles, name: 'Ana Gómez' });
    const { data } = await ask(token, writing(10));
    const { reportProgress } = data as { reportProgress: { entries: [{ actor: object }] } };
    expect(reportProgress.entries[0].actor).toEqual({
      id: expect.stringMatching(/^actor_[0-9a-f]{20}$/),
      role: 'reporter',
    });
    const { id } = reportProgress.entries[0].actor as { id: string };
    expect(await actorsOf(local.connection.db).findOne({ _id: id })).toMatchObject({
      ...{ issuer: provider.issuer, subject: 'app', name: 'Ana Gómez' },
    });
    expect((await ask(token, writing(10, 1))).data).toMatchObject({
      reportProgress: { entries: [{ actor: { id } }] },
    });
  });

  it('gives what its claim says and no more', async () => {
    const none = await provider.token(audience, {});
    expect(await ask(none, reading())).toMatchObject({ status: 200, code: 'FORBIDDEN' });
    expect((await ask(none, '{ plans { totalCount } }')).code).toBeUndefined();
    const elsewhere = await provider.token(audience, { bitacora_roles: 'admin@otra' });
    expect((await ask(elsewhere, reading())).code).toBe('FORBIDDEN');
    const auditor = await provider.token(audience, { bitacora_roles: `auditor@${plan.entityId}` });
    expect((await ask(auditor, reading())).code).toBeUndefined();
    expect((await ask(auditor, writing(20))).code).toBe('FORBIDDEN');
  });

  it('is missed where reading takes one', async () => {
    expect(await ask(undefined, reading())).toMatchObject({
      status: 200,
      code: 'UNAUTHENTICATED',
      data: { action: null },
    });
    expect((await ask(undefined, '{ plans { totalCount } }')).code).toBeUndefined();
  });

  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['has expired', () => forged({ exp: now() - 6 }), /has expired/],
    ['never expires', () => forged({ exp: undefined }), /lacks the claim "exp"/],
    ['is not valid yet', () => forged({ nbf: now() + 30 }), /not valid yet/],
    ['is for others', () => provider.token('https://other.example.org', {}), /another audience/],
    ['is for nobody', () => forged({ aud: undefined }), /lacks the claim "aud"/],
    ['is of another issuer', () => forged({ iss: 'https://evil.example.org' }), /another issuer/],
    ['is about nobody', () => forged({ sub: undefined }), /lacks the claim "sub"/],
    [
      'is not signed',
      () => {
        const claims = { bitacora_roles: ['admin'], sub: 'ana' };
        const token = new UnsecuredJWT(claims).setIssuer(provider.issuer).setAudience(audience);
        return token.setExpirationTime('1m').encode();
      },
      /refused/,
    ],
    [
      'is signed by another key under the same name',
      async () => forged({}, await newKey('first')),
      /signature does not hold/,
    ],
    ['is signed by a key of nobody', async () => forged({}, await newKey('x')), /no such key/],
    [
      'is signed by an algorithm that is not allowed',
      () => forged({}, { ...key, jwk: { ...key.jwk, alg: 'PS256' } }, 'PS256'),
      /OIDC_ALGORITHMS/,
    ],
    [
      'is signed with the public key as a shared secret',
      async () => {
        const { jwk } = key;
        const secret = new TextEncoder().encode(jwk.n ?? '');
        const claims = { sub: 'ana', bitacora_roles: ['admin'] };
        const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' });
        const for_ = token.setIssuer(provider.issuer).setAudience(audience);
        return for_.setExpirationTime('1m').sign(secret);
      },
      /OIDC_ALGORITHMS/,
    ],
    ['is no token', () => 'hunter2', /no signed token/],
  ])('that %s is refused with 401, and nothing is recorded', async (_, make, said) => {
    const heads = collectionsOf(local.connection.db).ledgers;
    const before = await heads.findOne({ _id: plan.entityId });
    const token = await make();
    const refused = await ask(token, writing(30));
    expect(refused).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(refused.message).toMatch(said);
    expect(refused.message).not.toContain(token);
    expect(await heads.findOne({ _id: plan.entityId })).toEqual(before);
  });

  it('may be a little late, as clocks differ', async () => {
    expect((await ask(await forged({ exp: now() - 2 }), reading())).code).toBeUndefined();
    expect((await ask(await forged({ nbf: now() + 2 }), reading())).code).toBeUndefined();
  });

  it('is known by a new key at once, and by a key that was taken away no more', async () => {
    const old = await provider.token(audience, { bitacora_roles: 'admin' });
    const second = await newKey('second');
    provider.rotate([second, key]);
    const fresh = await provider.token(audience, { bitacora_roles: 'admin' });
    expect((await ask(fresh, reading())).code).toBeUndefined();
    expect((await ask(old, reading())).code).toBeUndefined();
    const third = await newKey('third');
    provider.rotate([third]);
    const last = await provider.token(audience, { bitacora_roles: 'admin' });
    expect((await ask(last, reading())).code).toBeUndefined();
    expect(await ask(old, reading())).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    provider.rotate([key]);
    expect((await ask(old, reading())).code).toBeUndefined();
  });
});

describe('an identity provider that is away', () => {
  it('keeps nobody from starting or from what is public; its tokens are answered 503', async () => {
    const token = await provider.token(audience, { bitacora_roles: 'admin' });
    await provider.stop();
    const identity = oidcIdentity(local.connection.db, { issuer: provider.issuer, ...settings });
    const other = await startApi({ uri: local.uri, identity });
    try {
      expect((await ask(undefined, '{ plans { totalCount } }', other)).status).toBe(200);
      const away = await ask(token, writing(40), other);
      expect(away).toMatchObject({ status: 503, code: 'IDENTITY_PROVIDER_UNREACHABLE' });
      // Those whose keys are known already are still known.
      expect((await ask(token, reading())).code).toBeUndefined();
      await provider.listen();
      let again = away;
      while (again.status === 503) again = await ask(token, reading(), other);
      expect(again).toMatchObject({ status: 200, data: { action: {} } });
    } finally {
      await other.close();
    }
  });

  it('that answers for another issuer is not believed', async () => {
    const issuer = `${provider.issuer}/other`;
    const identity = oidcIdentity(local.connection.db, { ...settings, issuer });
    await expect(identity.viewerOf(`Bearer ${await forged({})}`)).rejects.toMatchObject({
      code: 'IDENTITY_PROVIDER_UNREACHABLE',
    });
  });
});

describe('beside an identity provider', () => {
  it('tokens of this server work for programs, but not the one of local mode', async () => {
    const { db } = local.connection;
    const facts = { actorId: 'tablero', role: 'auditor' };
    const { text } = await addToken(db, facts);
    expect((await ask(text, reading())).code).toBeUndefined();
    const { text: ofFile } = await addToken(db, { ...facts, file: 'host:/operator.token' });
    expect((await ask(ofFile, reading())).code).toBe('UNAUTHENTICATED');
  });
});

describe('the claim with the roles', () => {
  const office = 'office_rmbc_0001';
  it.each<[unknown, object[]]>([
    [['auditor'], [{ role: 'auditor' }]],
    ['planner@rmbc auditor', [{ role: 'planner', entityId: 'rmbc' }, { role: 'auditor' }]],
    [[`reporter@${office}`], [{ role: 'reporter', entityId: 'rmbc', officeIds: [office] }]],
    [[`planner@${office}`, 'king', 'admin@', 'admin@a@b', 7, null, 'ADMIN'], []],
    [{ admin: true }, []],
    [undefined, []],
  ])('%j gives %j', (value, grants) => {
    expect(claimedGrants({ roles: value }, 'roles')).toEqual(grants);
    expect(claimedGrants({ realm: { roles: value } }, 'realm.roles')).toEqual(grants);
    expect(claimedGrants({ 'https://x.org/roles': value }, 'https://x.org/roles')).toEqual(grants);
  });
});
