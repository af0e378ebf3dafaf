import type { JWTVerifyGetKey } from 'jose';
import { createRemoteJWKSet, errors } from 'jose';
import { Fault } from '../../store/faults.js';

const timeoutMs = 5_000;
/** How soon a provider that failed is asked again. */
const againMs = 1_000;

/**
 * The keys of an identity provider, by discovery. It is asked when the first token comes, so that
 * one that is away keeps nobody from starting; a key that isn't known yet is looked for anew.
 * @param cooldownMs how long after the keys came a strange one doesn't make them be fetched again.
 */
export function providerKeys(issuer: string, cooldownMs: number): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const keys = () => {
    if (found !== undefined) return found;
    const finding = discover(issuer, cooldownMs);
    found = finding;
    // Not at once: everybody who waits would ask a provider that has just failed.
    finding.catch(() => setTimeout(() => (found = undefined), againMs).unref());
    return finding;
  };
  return async (header, token) => {
    try {
      return await (
        await keys()
      )(header, token);
    } catch (error) {
      const ofToken =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      if (ofToken) throw error;
      const message = `The identity provider ${issuer} doesn't answer as it should, so nobody can be told by its tokens now. Nothing was recorded. Try again; if it goes on, check OIDC_ISSUER and the provider.`;
      throw new Fault('IDENTITY_PROVIDER_UNREACHABLE', message, { cause: error });
    }
  };
}

async function discover(issuer: string, cooldownDuration: number): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok) throw new Error(`Expected ${url} to answer 200; got ${response.status}.`);
  const metadata = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  // Whoever answers for another issuer must not tell its keys.
  if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') {
    throw new Error(`Expected the issuer "${issuer}" with its jwks_uri at ${url}; got another.`);
  }
  const options = { cooldownDuration, timeoutDuration: timeoutMs };
  return createRemoteJWKSet(new URL(metadata.jwks_uri), options);
}
