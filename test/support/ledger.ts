import { randomUUID } from 'node:crypto';
import type { DataOf, RecordedEvent } from '../../events/index.js';
import type { CommandLoop, LoopOptions } from '../../src/commands/loop.js';
import { createCommandLoop } from '../../src/commands/loop.js';
import type { CommandRequest, Outcome } from '../../src/commands/request.js';
import type { Command, InputOf } from '../../src/domain/handlers.js';
import { fold, modelNames } from '../../src/projections/fold.js';
import { findRows } from '../../src/projections/read-rows.js';
import { rowIndexes } from '../../src/projections/row-docs.js';
import { createRows } from '../../src/projections/rows.js';
import type { Collections, LedgerHead, StoredEvent } from '../../src/store/collections.js';
import { collectionsOf } from '../../src/store/collections.js';
import type { Connection } from '../../src/store/connect.js';
import { connect } from '../../src/store/connect.js';
import { logIndexes } from '../../src/store/indexes.js';
import { readLedger } from '../../src/store/read.js';
import { freshDatabase } from './mongod.js';

// A log on a real database, and short words for what callers send to it. The ledgers of one log
// never meet, so tests of one file share a database and each takes a ledger of its own.

export const indexes = [...logIndexes, ...rowIndexes];

export interface TestLog {
  readonly uri: string;
  readonly connection: Connection;
  readonly collections: Collections;
  readonly loop: CommandLoop;
  /** A loop on a connection of its own, as another process has. */
  another(options?: Omit<LoopOptions, 'connection'>): Promise<CommandLoop>;
  /** A ledger that doesn't exist yet. */
  newLedger(): TestLedger;
  close(): Promise<void>;
}

export async function openLog(): Promise<TestLog> {
  const database = await freshDatabase();
  const opened: (() => Promise<void>)[] = [];
  const open = async (options: Omit<LoopOptions, 'connection'> = {}) => {
    const connection = await connect(database.uri, { indexes });
    const loop = createCommandLoop({ connection, ...options });
    opened.push(() => loop.close().then(() => connection.close()));
    return { connection, loop };
  };
  const { connection, loop } = await open();
  const collections = collectionsOf(connection.db);
  let count = 0;
  return {
    uri: database.uri,
    connection,
    collections,
    loop,
    another: async (options) => (await open(options)).loop,
    newLedger: () => ledgerOn(connection, `t${(count += 1)}`),
    async close() {
      for (const close of opened) await close();
      await database.close();
    },
  };
}

type Meta = Partial<Omit<CommandRequest, 'ledger' | 'type' | 'input'>>;

/** One ledger of a log: what is in it, and commands to it. Things are named by numbers. */
export type TestLedger = ReturnType<typeof ledgerOn>;

export const localActor = { id: 'local', role: 'operator' } as const;

export function ledgerOn(connection: Connection, name: string) {
  const collections = collectionsOf(connection.db);
  const idOf = (kind: string) => (n: number) => `${kind}_${name}_${String(n).padStart(4, '0')}`;
  const [actionId, officeId] = [idOf('action'), idOf('office')];
  const planId = idOf('plan')(1);

  const request = (command: Command, meta: Meta = {}): CommandRequest => {
    const commandId = randomUUID();
    const about = { ledger: name, commandId, correlationId: 'test', actor: localActor };
    return { ...command, ...about, ...meta };
  };
  const stored = (): Promise<StoredEvent[]> =>
    collections.events.find({ ledger: name }, { sort: { position: 1 } }).toArray();

  const ledger = {
    name,
    planId,
    actionId,
    officeId,
    request,
    registerEntity: (meta?: Meta) => {
      const input = { entityId: name, name: 'Una entidad' };
      return request({ type: 'RegisterEntity', input }, meta);
    },
    registerPlan: (percentMode: 'CUMULATIVE' | 'PER_QUARTER' = 'CUMULATIVE', meta?: Meta) => {
      const input = { planId, year: 2024, title: 'Plan de acción', percentMode };
      return request({ type: 'RegisterPlan', input }, meta);
    },
    registerOffice: (n: number, meta?: Meta) => {
      const input = { officeId: officeId(n), name: `Oficina ${n}` };
      return request({ type: 'RegisterOffice', input }, meta);
    },
    addAlias: (n: number, alias: string, meta?: Meta) =>
      request({ type: 'AddOfficeAlias', input: { officeId: officeId(n), alias } }, meta),
    /** Action n, numbered n, of office 1. */
    addAction: (n: number, fields: Partial<DataOf<'ActionAdded'>> = {}, meta?: Meta) => {
      const input = {
        actionId: actionId(n),
        planId,
        number: String(n),
        name: `Acción ${n}`,
        officeIds: [officeId(1)],
        target: '1',
        startDate: '2024-01-01',
        endDate: '2024-12-31',
        frequency: 'QUARTERLY' as const,
        associatedPlans: [],
        ...fields,
      };
      return request({ type: 'AddAction', input }, meta);
    },
    revise: (n: number, changes: InputOf<'ReviseAction'>['changes'], meta?: Meta) =>
      request({ type: 'ReviseAction', input: { actionId: actionId(n), changes } }, meta),
    withdrawAction: (n: number, meta?: Meta) =>
      request({ type: 'WithdrawAction', input: { actionId: actionId(n) } }, meta),
    report: (
      n: number,
      quarter: string,
      progress: Omit<InputOf<'ReportProgress'>, 'actionId' | 'quarter'>,
      meta?: Meta,
    ) => {
      const input = { actionId: actionId(n), quarter, ...progress };
      return request({ type: 'ReportProgress', input }, meta);
    },
    correct: (
      n: number,
      quarter: string,
      changes: InputOf<'CorrectProgress'>['changes'],
      meta?: Meta,
    ) => {
      const input = { actionId: actionId(n), quarter, changes };
      return request({ type: 'CorrectProgress', input }, meta);
    },
    withdrawReport: (n: number, quarter: string, meta?: Meta) =>
      request({ type: 'WithdrawProgress', input: { actionId: actionId(n), quarter } }, meta),

    /** Registers the entity, its plan, office 1 and so many actions. */
    async begin(loop: CommandLoop, actions = 0, percentMode?: 'PER_QUARTER') {
      const { registerEntity, registerPlan, registerOffice, addAction } = ledger;
      const first = [registerEntity(), registerPlan(percentMode), registerOffice(1)];
      const added = Array.from({ length: actions }, (_, i) => addAction(i + 1));
      return recordedAll(await Promise.all([...first, ...added].map((r) => loop.execute(r))));
    },
    /** The events as they lie in the database. */
    stored,
    /** The events of one kind of thing, as they lie in the database. */
    storedOf: async (stream: string) => (await stored()).filter((event) => event.stream === stream),
    receipts: () => collections.commands.find({ ledger: name }).toArray(),
    async head(): Promise<LedgerHead> {
      const head = await collections.ledgers.findOne({ _id: name });
      if (head === null) throw new Error(`${name} has no head`);
      return head;
    },
    /** The events as a reader that follows the ledger gets them. */
    async follow(after = 0): Promise<RecordedEvent[]> {
      const events: RecordedEvent[] = [];
      for await (const event of readLedger(collections, name, after)) events.push(event);
      return events;
    },
    /** Every read model's rows as queries read them, by id. */
    async liveRows() {
      const head = await ledger.head();
      const rows = modelNames.map(async (model) => {
        const found = await findRows(connection.db, head, model);
        return [model, sortedById(found)] as const;
      });
      return Object.fromEntries(await Promise.all(rows));
    },
    /** The same rows, folded from the log. */
    async foldedRows() {
      const rows = createRows();
      for (const event of await ledger.follow()) fold(event, rows);
      return Object.fromEntries(modelNames.map((model) => [model, sortedById(rows.all(model))]));
    },
  };
  return ledger;
}

function sortedById<R extends { readonly id: string }>(rows: readonly R[]): readonly R[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The positions of an outcome that must be a record. */
export function recorded(outcome: Outcome): readonly number[] {
  if (outcome.kind === 'recorded') return outcome.positions;
  throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
}

export function recordedAll(outcomes: readonly Outcome[]): readonly number[] {
  return outcomes.flatMap(recorded);
}

/** An outcome in one word: OK, the refusal's code, or the code that the loop threw. */
export async function answer(outcome: Promise<Outcome>): Promise<string> {
  return outcome.then(
    (known) => (known.kind === 'recorded' ? 'OK' : known.refusal.code),
    (error: unknown) => String((error as { code?: unknown }).code),
  );
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
