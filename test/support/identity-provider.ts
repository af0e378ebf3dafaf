import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { Provider } from 'oidc-provider';
import { freePort } from './mongod.js';

// A real identity provider on the loopback, whose tokens are JWTs by the client credentials grant.

export interface ProviderKey {
  readonly jwk: JWK;
  readonly kid: string;
}

export async function newKey(kid: string, alg = 'RS256'): Promise<ProviderKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { jwk: { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' }, kid };
}

export interface TestProvider {
  readonly issuer: string;
  /** Starts again with these keys, under the same issuer. */
  rotate(keys: readonly ProviderKey[]): void;
  /** A token that it issues, with these claims. */
  token(audience: string, claims: object): Promise<string>;
  /** Answers nothing any more, until it listens again. */
  stop(): Promise<void>;
  listen(): Promise<void>;
}

export async function startProvider(keys: readonly ProviderKey[]): Promise<TestProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  let claims: object = {};
  const answering = (current: readonly ProviderKey[]) =>
    new Provider(issuer, {
      jwks: { keys: current.map(({ jwk }) => jwk) },
      clients: [
        {
          ...{ client_id: 'app', client_secret: 'a-secret-of-the-tests-alone-0123456789' },
          ...{ grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
        },
      ],
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context: unknown, audience: string) => ({
            ...{ scope: 'api', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600 },
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
      extraTokenClaims: () => claims,
    }).callback();
  let answer: (request: IncomingMessage, response: ServerResponse) => void = answering(keys);
  const server = createServer((request, response) => {
    answer(request, response);
  });
  const listen = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen();
  return {
    issuer,
    listen,
    rotate(next) {
      answer = answering(next);
    },
    async token(audience, extra) {
      claims = extra;
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa('app:a-secret-of-the-tests-alone-0123456789')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
      });
      const body = (await response.json()) as { access_token?: string };
      if (body.access_token === undefined) throw new Error(JSON.stringify(body));
      return body.access_token;
    },
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
