import { errors, jwtVerify } from 'jose';
import type { Db } from 'mongodb';
import { actorIdFor } from '../../store/actors.js';
import { isTokenText } from '../../store/tokens.js';
import { claimedGrants } from './claimed-grants.js';
import type { Identity } from './identity.js';
import { bearerIn } from './identity.js';
import { providerKeys } from './provider-keys.js';
import { tokenReader } from './token-viewer.js';
import type { Viewer } from './viewer.js';
import { AccessDenied } from './viewer.js';

export interface OidcSettings {
  /** As it stands in the tokens. */
  readonly issuer: string;
  readonly audience: string;
  /** The claim with the roles; see `claimedGrants`. */
  readonly rolesClaim: string;
  /** What may sign; none with a shared secret. */
  readonly algorithms: readonly string[];
  /** How far the clocks may differ. */
  readonly clockSkewSeconds: number;
  /** How soon keys that have just come are fetched again for a strange one; 10 s if left out. */
  readonly cooldownMs?: number;
}

/**
 * With an identity provider: whoever shows one of its tokens is who it says, with the roles that it
 * says; others see what was published. Tokens of this server work too, for programs, but for the
 * one that local mode made for the operator.
 */
export function oidcIdentity(db: Db, settings: OidcSettings): Identity {
  const { issuer, audience, rolesClaim, clockSkewSeconds } = settings;
  const nobody: Viewer = { grants: [], open: ['PUBLISHED'] };
  const viewerOfToken = tokenReader(db, nobody.open, ({ file }) => file === undefined);
  const keys = providerKeys(issuer, settings.cooldownMs ?? 10_000);
  const options = {
    ...{ issuer, audience, clockTolerance: clockSkewSeconds },
    algorithms: [...settings.algorithms],
    requiredClaims: ['sub', 'exp'],
  };
  return {
    nobody,
    async viewerOf(authorization) {
      if (authorization === undefined) return nobody;
      const text = bearerIn(authorization);
      if (isTokenText(text)) return viewerOfToken(text);
      const { payload } = await jwtVerify(text, keys, options).catch((error: unknown) => {
        throw deniedBecause(error);
      });
      const { sub: subject = '', name } = payload;
      const person = typeof name === 'string' ? { issuer, subject, name } : { issuer, subject };
      const actorId = await actorIdFor(db, person);
      return { actorId, grants: claimedGrants(payload, rolesClaim), open: nobody.open };
    },
  };
}

/** What is wrong with a token, without anything of it. What isn't the token's fault stays as it is. */
function deniedBecause(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const why = error instanceof errors.JWTClaimValidationFailed ? claimProblem(error) : undefined;
  const message = `The token is refused: ${why ?? problems.get(error.code) ?? 'it is no signed token of the identity provider'}. Get a new one from the identity provider.`;
  return new AccessDenied('UNAUTHENTICATED', message);
}

const problems = new Map<string, string>([
  ['ERR_JWT_EXPIRED', 'it has expired'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'it is signed by an algorithm that OIDC_ALGORITHMS leaves out'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'the identity provider has no such key'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'its signature does not hold'],
]);

function claimProblem({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === 'missing') return `it lacks the claim "${claim}"`;
  const said: Readonly<Record<string, string>> = {
    iss: 'it is of another issuer than OIDC_ISSUER',
    aud: 'it is for another audience than OIDC_AUDIENCE',
    nbf: 'it is not valid yet',
  };
  return said[claim] ?? `its claim "${claim}" is off`;
}
