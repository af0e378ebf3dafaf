import type { JWTPayload } from 'jose';
import { isLedgerName, ledgerOf } from '../../domain/ids.js';
import { isRole } from './roles.js';
import type { Grant } from './viewer.js';

/** More than anybody has; whoever claims more gets none of what is beyond. */
const maxGrants = 200;

/**
 * The roles that a claim gives: `auditor`, `planner@rmbc`, `reporter@office_rmbc_7k2m9x`; a list,
 * or a text with blanks between. What is no role here is somebody else's business, and gives nothing.
 * @param claim the claim's name, or the path to it: `realm_access.roles`.
 */
export function claimedGrants(payload: JWTPayload, claim: string): readonly Grant[] {
  const value = payload[claim] ?? valueAt(payload, claim.split('.'));
  const texts = typeof value === 'string' ? value.split(/[\s,]+/) : value;
  if (!Array.isArray(texts)) return [];
  return texts
    .slice(0, maxGrants)
    .flatMap((text: unknown) => (typeof text === 'string' ? (grantIn(text) ?? []) : []));
}

function grantIn(text: string): Grant | undefined {
  const [role = '', place, ...more] = text.split('@');
  if (!isRole(role) || more.length > 0) return undefined;
  if (place === undefined) return { role };
  if (isLedgerName(place)) return { role, entityId: place };
  const entityId = ledgerOf('office', place);
  if (role !== 'reporter' || entityId === undefined) return undefined;
  return { role, entityId, officeIds: [place] };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt((value as Readonly<Record<string, unknown>>)[name], rest);
}
