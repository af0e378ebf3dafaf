import { randomUUID } from 'node:crypto';
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

export interface Api {
  /** Without a path at its end. */
  readonly origin: string;
  readonly uri: string;
  readonly connection: Connection;
  readonly loop: CommandLoop;
  /** The header by which the server knows the actor of this API's options. */
  readonly authorization: string;
  /** Whatever came back, asked by that actor. */
  query<T = unknown>(document: string, variables?: object): Promise<Answer<T>>;
  /** The data. Fails when there is any error. */
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

  const query = async <T>(document: string, variables: object = {}): Promise<Answer<T>> => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: document, variables }),
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
    async ask<T>(document: string, variables?: object): Promise<T> {
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

interface Payload {
  readonly entries: readonly { readonly position: number; readonly type: string }[];
  readonly userErrors: readonly {
    readonly code: string;
    readonly rule: string | null;
    readonly field: string | null;
    readonly message: string;
    readonly expected: string | null;
    readonly actual: string | null;
  }[];
}

/** Sends one mutation, its input as a variable, and selects `fields` beside what every payload has. */
export async function mutate<T = unknown>(
  api: Api,
  mutation: string,
  input: object,
  fields = '',
): Promise<Payload & T> {
  const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input!`;
  const payload = `${fields} entries { position type } userErrors { code rule field message expected actual }`;
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${payload} } }`;
  const data = await api.ask<Record<string, Payload & T>>(document, { input });
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

/** An entity of its own with a plan, an office and so many actions, all made by mutations. */
export async function smallPlan(api: Api, actions = 1, year = 2024): Promise<SmallPlan> {
  const entityId = `e${randomUUID().slice(0, 8)}`;
  await mutate(api, 'registerEntity', { entityId, name: `Entidad ${entityId}` });
  const { plan } = await mutate<{ plan: { id: string } }>(
    api,
    'registerPlan',
    { entityId, year, title: `Plan de acción ${year}` },
    'plan { id }',
  );
  const { office } = await mutate<{ office: { id: string } }>(
    api,
    'registerOffice',
    { entityId, name: 'Dirección General' },
    'office { id }',
  );
  const actionIds: string[] = [];
  for (let n = 1; n <= actions; n += 1) {
    const { action } = await mutate<{ action: { id: string } }>(
      api,
      'addAction',
      { planId: plan.id, officeIds: [office.id], ...actionFields(n, year) },
      'action { id }',
    );
    actionIds.push(action.id);
  }
  return { entityId, planId: plan.id, officeId: office.id, actionIds };
}

export function actionFields(n: number, year = 2024) {
  return {
    number: String(n),
    name: `Acción ${n}`,
    target: '4',
    startDate: `${year}-01-01`,
    endDate: `${year}-12-31`,
    frequency: 'QUARTERLY',
  };
}
