import type { Right } from './roles.js';
import type { Scope, Viewer } from './viewer.js';
import { may, requireRight } from './viewer.js';

/** What one request may do, and whether its answer says the same to everybody. */
export interface Access {
  readonly viewer: Viewer;
  may(right: Right, scope: Scope): boolean;
  /** @throws AccessDenied. */
  require(right: Right, scope: Scope): void;
  /**
   * Whether all that was asked for so far is open to everybody, so that the answer may be kept for
   * others. To be asked when the answer is ready.
   */
  isPublic(): boolean;
}

/** @param nobody what somebody may do who doesn't say who they are. */
export function accessOf(viewer: Viewer, nobody: Viewer): Access {
  let forAll = true;
  const note = (right: Right, scope: Scope) => {
    forAll &&= may(nobody, right, scope);
  };
  return {
    viewer,
    may(right, scope) {
      note(right, scope);
      return may(viewer, right, scope);
    },
    require(right, scope) {
      note(right, scope);
      requireRight(viewer, right, scope);
    },
    isPublic: () => forAll,
  };
}
