import type { Db, Document } from 'mongodb';

export type RoleName = 'application' | 'rebuild' | 'redaction' | 'init';

interface Privilege {
  readonly resource: { readonly db: string; readonly collection: string };
  readonly actions: readonly string[];
}

/** What is only ever added to: whoever could change it could rewrite the record. */
export const insertOnly = [
  'events',
  'commands',
  'tree',
  'checkpoints',
  'publications',
  'accesses',
] as const;

const readModels = ['entities', 'plans', 'offices', 'actions', 'reports', 'periods', 'imports'];
const heads = ['ledgers', 'rebuilds'];
const people = ['actors', 'tokens'];
const evidence = ['evidence.files', 'evidence.chunks'];
const all = [...insertOnly, ...readModels, ...heads, ...people, ...evidence];

const read = ['find', 'listIndexes'];
const write = ['insert', 'update', 'remove'];

/** The name of a role in the database, which other programs may share the server with. */
export const roleNameOf = (role: RoleName): string =>
  `bitacora${role.slice(0, 1).toUpperCase()}${role.slice(1)}`;

/**
 * What each role may do, on the collections of one database and nothing else.
 * `application` serves and records; `rebuild` makes read models anew; `redaction` removes texts
 * that are on record as redacted, and checkpoints of lost events; `init` makes indexes.
 */
export function privilegesOf(role: RoleName, db: string): readonly Privilege[] {
  const on = (collections: readonly string[], actions: readonly string[]) =>
    collections.map((collection) => ({ resource: { db, collection }, actions }));
  const look = [
    { resource: { db, collection: '' }, actions: ['listCollections'] },
    ...on(all, read),
  ];
  switch (role) {
    case 'application':
      return [
        ...look,
        ...on(insertOnly, ['insert']),
        ...on([...readModels, ...heads, ...people, ...evidence], write),
        // The driver looks after two indexes of files of its own.
        ...on(evidence, ['createIndex']),
      ];
    case 'rebuild':
      return [...look, ...on([...readModels, ...heads], write)];
    case 'redaction':
      return [
        ...look,
        ...on(insertOnly, ['insert']),
        ...on(['events', 'commands'], ['update']),
        ...on(['checkpoints'], ['remove']),
        ...on([...readModels, ...heads, ...people, ...evidence], write),
      ];
    case 'init':
      return [...look, ...on(all, ['createCollection', 'createIndex'])];
  }
}

export const roles: readonly RoleName[] = ['application', 'rebuild', 'redaction', 'init'];
/** Makes the four roles in a database, or sets them right. Takes the rights of an administrator. */
export async function defineRoles(db: Db): Promise<readonly string[]> {
  for (const role of roles) {
    const definition = { privileges: privilegesOf(role, db.databaseName), roles: [] };
    await updateOrCreate(db, 'Role', roleNameOf(role), definition);
  }
  return roles.map(roleNameOf);
}

/** A user of a database, with one role and a password. */
export interface DatabaseUser {
  readonly name: string;
  readonly password: string;
  readonly role: RoleName;
}

/** Makes a user, or gives the one of that name this password and only this role. */
export async function defineUser(db: Db, { name, password, role }: DatabaseUser): Promise<void> {
  await updateOrCreate(db, 'User', name, { pwd: password, roles: [roleNameOf(role)] });
}

/** By the database's code for one that isn't there. */
const missing = { Role: 31, User: 11 } as const;

async function updateOrCreate(
  db: Db,
  kind: keyof typeof missing,
  name: string,
  definition: Document,
): Promise<void> {
  await db.command({ [`update${kind}`]: name, ...definition }).catch(async (error: unknown) => {
    if ((error as { code?: unknown }).code !== missing[kind]) throw error;
    await db.command({ [`create${kind}`]: name, ...definition });
  });
}

/** What the caller's own rights allow beyond what serving takes; empty when they are as they should. */
export interface WideRights {
  /** The database asks nobody who they are. */
  readonly open: boolean;
  /** `update on events`, … */
  readonly beyond: readonly string[];
}

export async function wideRights(db: Db): Promise<WideRights> {
  const { authInfo } = await db.command({ connectionStatus: 1, showPrivileges: true });
  const { authenticatedUsers, authenticatedUserPrivileges } = authInfo as {
    readonly authenticatedUsers: readonly unknown[];
    readonly authenticatedUserPrivileges: readonly {
      readonly resource: Readonly<Record<string, unknown>>;
      readonly actions: readonly string[];
    }[];
  };
  if (authenticatedUsers.length === 0) return { open: true, beyond: [] };
  const beyond = insertOnly.flatMap((collection) =>
    ['update', 'remove'].flatMap((action) =>
      authenticatedUserPrivileges.some(
        ({ resource, actions }) => actions.includes(action) && covers(resource, db, collection),
      )
        ? [`${action} on ${collection}`]
        : [],
    ),
  );
  return { open: false, beyond };
}

/** An empty name means any; `anyResource` is all there is. */
function covers(resource: Readonly<Record<string, unknown>>, db: Db, collection: string): boolean {
  if (resource['anyResource'] === true) return true;
  const any = (value: unknown, name: string) => value === '' || value === name;
  return any(resource['db'], db.databaseName) && any(resource['collection'], collection);
}
