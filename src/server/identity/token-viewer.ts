import type { Db } from 'mongodb';
import type { StoredToken } from '../../store/tokens.js';
import { endOf, findToken, noteUse } from '../../store/tokens.js';
import type { Right } from './roles.js';
import { isRole } from './roles.js';
import type { Grant, Viewer } from './viewer.js';
import { AccessDenied } from './viewer.js';

/** How long a token that was found isn't looked up again: so long may a revoked one still work. */
const trustedMs = 1_000;
const maxTrusted = 1_000;

interface Trusted {
  readonly until: number;
  readonly token: Promise<StoredToken | undefined>;
}

/**
 * Tells who a token's bearer is.
 * @param open what everybody may do here.
 * @param taken which tokens are taken at all.
 */
export function tokenReader(
  db: Db,
  open: readonly Right[],
  taken: (token: StoredToken) => boolean = () => true,
) {
  const trusted = new Map<string, Trusted>();

  const find = (text: string, now: number) => {
    const before = trusted.get(text);
    if (before !== undefined && before.until > now) return before.token;
    // Whoever guesses must not fill the memory.
    if (trusted.size >= maxTrusted) trusted.clear();
    const token = findToken(db, text);
    trusted.set(text, { until: now + trustedMs, token });
    token
      .then(
        (found) => found && noteUse(db, found, new Date(now)),
        () => trusted.delete(text),
      )
      .catch(() => undefined);
    return token;
  };

  /** @throws AccessDenied UNAUTHENTICATED for a token that is unknown, revoked or expired. */
  return async (text: string): Promise<Viewer> => {
    const now = new Date();
    const token = await find(text, now.getTime());
    const known = token !== undefined && taken(token);
    const why = known ? endOf(token, now) : 'unknown';
    if (token === undefined || why !== undefined) {
      trusted.delete(text);
      const message = `The token is ${why}. The operator makes another by "bitacora token add".`;
      throw new AccessDenied('UNAUTHENTICATED', message);
    }
    return { actorId: token.actorId, grants: grantsOf(token), open };
  };
}

/** A role that this version doesn't know gives nothing. */
function grantsOf({ role, entityIds, officeIds }: StoredToken): readonly Grant[] {
  if (!isRole(role)) return [];
  const grant = officeIds === undefined ? { role } : { role, officeIds };
  return entityIds?.map((entityId) => ({ ...grant, entityId })) ?? [grant];
}
