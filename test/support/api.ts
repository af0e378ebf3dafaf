import { randomUUID } from 'node:crypto';
import type { DocumentDecoration, ResultOf } from 'gql.tada';
import type { DocumentNode } from 'graphql';
import { Kind, print } from 'graphql';
import { createCommandLoop } from '../../src/commands/loop.js';
import type { CommandLoop } from '../../src/commands/loop.js';
import { signClosings } from '../../src/commands/sign-closings.js';
import { startServer } from '../../src/server/http.js';
import { localIdentity } from '../../src/server/identity/identity.js';
import type { Identity } from '../../src/server/identity/identity.js';
import type { Role } from '../../src/server/identity/roles.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import type { KeyRing } from '../../src/store/keys-ring.js';
import { addToken } from '../../src/store/tokens.js';
import type { Limits, WebSettings } from '../../src/web-settings.js';
import { defaultWebSettings } from '../../src/web-settings.js';
import { indexes, localActor } from './ledger.js';
import { freshDatabase } from './mongod.js';
import type { InputOf, MutationName } from '../client/graphql.js';
import { graphql } from '../client/graphql.js';

// A real server on a free port over a database of its own, asked by real HTTP.

export interface GraphQLProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Answer<T> {
  readonly status: number;
  readonly data?: T | null;
  readonly errors?: readonly GraphQLProblem[];
}

/** As `graphql` makes it: what comes back for it, and the variables that it takes. */
export type TypedDocument<R, V = object> = DocumentNode & DocumentDecoration<R, V>;

/** Left out where no variable has to be given. */
export type VariablesFor<V> = object extends V ? [variables?: V] : [variables: V];

export interface Api {
  /** Without a path at its end. */
  readonly origin: string;
  readonly uri: string;
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** The header by which the server knows the actor of this API's options. */
  readonly authorization: string;
  /** Whatever came back, asked by that actor. */
  query<R, V>(document: TypedDocument<R, V>, ...variables: VariablesFor<V>): Promise<Answer<R>>;
  /** The same of text that nothing has checked. */
  query<T = unknown>(document: string, variables?: object): Promise<Answer<T>>;
  /** The data of a document that follows the schema. Fails when there is any error. */
  ask<R, V>(document: TypedDocument<R, V>, ...variables: VariablesFor<V>): Promise<R>;
  /** The same of text that nothing has checked. */
  ask<T>(document: string, variables?: object): Promise<T>;
  /** Any request to any path of the server, by that actor unless the headers say another. */
  send(path: string, init?: RequestInit): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export interface ApiOptions {
  /** Who asks, in every entity; the local operator if left out. */
  readonly actor?: { readonly id: string; readonly role: Role };
  /** How the server tells who asks; by tokens if left out. */
  readonly identity?: Identity;
  readonly evidenceMaxBytes?: number;
  /** Where they differ from the defaults. */
  readonly web?: Partial<WebSettings>;
  readonly limits?: Partial<Limits>;
  /** Of a replica set of the test's own; a fresh database of the shared one if left out. */
  readonly uri?: string;
  /** What signs checkpoints. */
  readonly keys?: KeyRing;
  /** What the server gets in place of the connection and the loop that work. */
  readonly broken?: (sound: { connection: Connection; loop: CommandLoop }) => {
    readonly connection?: Connection;
    readonly loop?: CommandLoop;
  };
}

export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const { uri, broken, actor = localActor, evidenceMaxBytes, keys } = options;
  const database = uri === undefined ? await freshDatabase() : { uri, close: async () => {} };
  const connection = await connect(database.uri, { database: 'bitacora', indexes });
  const loop = loopOn(connection, keys);
  const sound = { connection, loop };
  const letGo = async () => {
    await loop.close();
    await connection.close();
    await database.close();
  };
  const { text } = await addToken(connection.db, { actorId: actor.id, role: actor.role });
  const authorization = `Bearer ${text}`;
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0 },
    identity: options.identity ?? localIdentity(connection.db),
    web: {
      ...defaultWebSettings,
      ...options.web,
      limits: { ...defaultWebSettings.limits, ...options.limits },
    },
    ...(evidenceMaxBytes === undefined ? {} : { evidenceMaxBytes }),
    ...(keys === undefined ? {} : { keys }),
    ...sound,
    ...broken?.(sound),
  }).catch(async (error: unknown) => {
    await letGo();
    throw error;
  });
  const { origin } = new URL(server.url);

  const query = async <T>(
    document: string | TypedDocument<T>,
    variables: object = {},
  ): Promise<Answer<T>> => {
    const text = typeof document === 'string' ? document : print(document);
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: text, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  return {
    origin,
    uri: database.uri,
    connection,
    loop,
    authorization,
    query,
    async ask<T>(document: string | TypedDocument<T>, variables?: object): Promise<T> {
      const { data, errors } = await query<T>(document, variables);
      if (errors !== undefined || !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    async send(path, init) {
      const headers = { authorization, ...(init?.headers as Record<string, string>) };
      const response = await fetch(`${origin}${path}`, { ...init, headers });
      return { status: response.status, text: await response.text() };
    },
    async close() {
      await server.close();
      await letGo();
    },
  };
}

/** As the program wires it: with a key, closings are signed. */
function loopOn(connection: Connection, keys: KeyRing | undefined): CommandLoop {
  const loop = createCommandLoop({ connection });
  if (keys === undefined) return loop;
  return signClosings(loop, collectionsOf(connection.db), keys, (ledger, error) => {
    throw new Error(`no checkpoint of ${ledger}`, { cause: error });
  });
}

const userError = graphql(`
  fragment userError on UserError {
    code
    rule
    field
    message
    expected
    actual
  }
`);

/** What is selected of every payload. */
interface Payload {
  readonly entries: readonly {
    readonly position: number;
    readonly type: ReturnType<typeof graphql.scalar<'EventType'>>;
  }[];
  readonly userErrors: readonly ResultOf<typeof userError>[];
}

/**
 * Sends one mutation, its input as a variable. Of its payload it selects what every payload has,
 * and `more`: a fragment on the payload's type.
 */
export async function mutate<M extends MutationName, R = unknown>(
  api: Api,
  mutation: M,
  input: InputOf<M>,
  more?: TypedDocument<R>,
): Promise<Payload & R> {
  const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input!`;
  const [definition] = more?.definitions ?? [];
  const spread = definition?.kind === Kind.FRAGMENT_DEFINITION ? `...${definition.name.value}` : '';
  const data = await api.ask<Record<string, Payload & R>>(
    `mutation ($input: ${type}) { ${mutation}(input: $input) {
       entries { position type } userErrors { ...userError } ${spread} } }
     ${print(userError)} ${more === undefined ? '' : print(more)}`,
    { input },
  );
  const answer = data[mutation];
  if (answer === undefined) throw new Error(`${mutation} has no payload`);
  return answer;
}

export interface SmallPlan {
  readonly entityId: string;
  readonly planId: string;
  readonly officeId: string;
  readonly actionIds: readonly string[];
}

const planOf = graphql(`
  fragment made on RegisterPlanPayload {
    plan {
      id
    }
  }
`);
const officeOf = graphql(`
  fragment made on RegisterOfficePayload {
    office {
      id
    }
  }
`);
const actionOf = graphql(`
  fragment made on AddActionPayload {
    action {
      id
    }
  }
`);

/** The id of what a mutation has made. Fails when it was refused. */
function idOf(made: { readonly id: string } | null, { userErrors }: Payload): string {
  if (made === null) throw new Error(JSON.stringify(userErrors));
  return made.id;
}

/** @returns the id of the plan; so do the two below for what they make. */
export async function registerPlan(api: Api, input: InputOf<'registerPlan'>): Promise<string> {
  const payload = await mutate(api, 'registerPlan', input, planOf);
  return idOf(payload.plan, payload);
}

export async function registerOffice(api: Api, input: InputOf<'registerOffice'>): Promise<string> {
  const payload = await mutate(api, 'registerOffice', input, officeOf);
  return idOf(payload.office, payload);
}

export async function addAction(api: Api, input: InputOf<'addAction'>): Promise<string> {
  const payload = await mutate(api, 'addAction', input, actionOf);
  return idOf(payload.action, payload);
}

/** An entity of its own with a plan, an office and so many actions, all made by mutations. */
export async function smallPlan(api: Api, actions = 1, year = 2024): Promise<SmallPlan> {
  const entityId = `e${randomUUID().slice(0, 8)}`;
  await mutate(api, 'registerEntity', { entityId, name: `Entidad ${entityId}` });
  const title = `Plan de acción ${year}`;
  const planId = await registerPlan(api, { entityId, year, title });
  const officeId = await registerOffice(api, { entityId, name: 'Dirección General' });
  const actionIds: string[] = [];
  for (let n = 1; n <= actions; n += 1) {
    const fields = { planId, officeIds: [officeId], ...actionFields(n, year) };
    actionIds.push(await addAction(api, fields));
  }
  return { entityId, planId, officeId, actionIds };
}

export function actionFields(n: number, year = 2024) {
  return {
    number: String(n),
    name: `Acción ${n}`,
    target: '4',
    startDate: `${year}-01-01`,
    endDate: `${year}-12-31`,
    frequency: 'QUARTERLY' as const,
  };
}
