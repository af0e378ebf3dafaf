import type { Right, Role } from './roles.js';
import { rightsOf, rolesWith } from './roles.js';

/** A role, and how far it reaches. */
export interface Grant {
  readonly role: Role;
  /** Left out: every entity. */
  readonly entityId?: string;
  /** Of a reporter: the offices whose actions it reports on. */
  readonly officeIds?: readonly string[];
}

/** Who asks. */
export interface Viewer {
  /** Opaque; undefined for somebody who didn't say who they are. */
  readonly actorId?: string;
  readonly grants: readonly Grant[];
  /** What everybody may do here, in every entity. */
  readonly open: readonly Right[];
}

/**
 * Where a right is needed: in one entity; in all of them; or in any, for an id that can't be one of
 * any entity, so that nothing can come of it.
 */
export type Scope = { readonly entityId: string } | 'EVERYWHERE' | 'ANYWHERE';

export function scopeOf(entityId: string | undefined): Scope {
  return entityId === undefined ? 'ANYWHERE' : { entityId };
}

/** Whoever asks may not do this; UNAUTHENTICATED: it isn't known who they are. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  constructor(
    readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN',
    message: string,
  ) {
    super(message);
  }
}

/** The grants that give a right there, the narrowest role first. */
export function grantsFor({ grants }: Viewer, right: Right, scope: Scope): readonly Grant[] {
  const fitting = grants.filter((grant) => gives(grant, right, scope));
  const order = rolesWith(right);
  return fitting.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

export function may(viewer: Viewer, right: Right, scope: Scope): boolean {
  if (viewer.open.includes(right)) return true;
  return viewer.grants.some((grant) => gives(grant, right, scope));
}

/** @throws AccessDenied, which names the roles that may. */
export function requireRight(viewer: Viewer, right: Right, scope: Scope): void {
  if (!may(viewer, right, scope)) throw denied(viewer, right, scope);
}

export function denied(viewer: Viewer, right: Right, scope: Scope): AccessDenied {
  const needed = `the role ${orList(rolesWith(right))}${placeOf(scope)}`;
  if (viewer.actorId === undefined) {
    const message = `This takes ${needed}. Say who you are: send "authorization: Bearer TOKEN".`;
    return new AccessDenied('UNAUTHENTICATED', message);
  }
  const have = viewer.grants.map(({ role, entityId }) => `${role}${ofEntity(entityId)}`);
  const got = have.length === 0 ? 'no role' : have.join(', ');
  return new AccessDenied('FORBIDDEN', `This takes ${needed}; you have ${got}.`);
}

function gives({ role, entityId }: Grant, right: Right, scope: Scope): boolean {
  if (!rightsOf[role].includes(right)) return false;
  if (entityId === undefined || scope === 'ANYWHERE') return true;
  return scope !== 'EVERYWHERE' && scope.entityId === entityId;
}

function placeOf(scope: Scope): string {
  if (scope === 'ANYWHERE') return '';
  return scope === 'EVERYWHERE' ? ' in every entity' : ` in the entity "${scope.entityId}"`;
}

function ofEntity(entityId: string | undefined): string {
  return entityId === undefined ? '' : ` in "${entityId}"`;
}

function orList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
