/** What the one who asks may do; a right holds in an entity, or in every one. */
export type Right =
  /** What everybody may see: published figures, the catalogue of plans, and the proofs. */
  | 'PUBLISHED'
  /** The current state and the whole history, with the opaque ids of who recorded what. */
  | 'READ'
  /** Who these people are, and who looked at what. */
  | 'PEOPLE'
  /** Reports and their evidence, of the actions of its own offices. */
  | 'REPORT'
  /** Plans, actions, offices, weights, periods and reviews. */
  | 'PLAN'
  /** Registering a public body. */
  | 'FOUND';

export const roles = ['reporter', 'planner', 'auditor', 'admin', 'operator'] as const;
export type Role = (typeof roles)[number];

const all = ['PUBLISHED', 'READ', 'PEOPLE', 'REPORT', 'PLAN', 'FOUND'] as const;

/** Whoever reviews doesn't report, and whoever audits changes nothing. */
export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  reporter: ['PUBLISHED', 'READ', 'REPORT'],
  planner: ['PUBLISHED', 'READ', 'PLAN'],
  auditor: ['PUBLISHED', 'READ', 'PEOPLE'],
  admin: all,
  operator: all,
};

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** The roles that have a right, the narrowest first. */
export function rolesWith(right: Right): readonly Role[] {
  return roles.filter((role) => rightsOf[role].includes(right));
}
