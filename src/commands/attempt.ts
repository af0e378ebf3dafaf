import type { ClientSession } from 'mongodb';
import type { Catalogue } from '../../events/index.js';
import { handlerOf } from '../domain/handlers.js';
import { models } from '../projections/fold.js';
import type { KnownRows } from '../projections/known-rows.js';
import { loadRows } from '../projections/load-rows.js';
import type { Rows } from '../projections/rows.js';
import { createRows } from '../projections/rows.js';
import { writeRows } from '../projections/write-rows.js';
import { append, readReceipts } from '../store/append.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { createHead, lockHead, requireModels, timeOf } from '../store/head.js';
import { inTransaction } from '../store/transaction.js';
import { decideBatch, noSuchLedger } from './decide-batch.js';
import type { CommandRequest, Outcome } from './request.js';

export interface AttemptOptions {
  readonly connection: Connection;
  readonly catalogue: Catalogue;
  readonly clock: () => Date;
  /** In ms since the epoch. */
  readonly deadline: number;
  readonly onCommitting?: () => void;
  readonly known: KnownRows;
  /** Streams whose rows are not believed. */
  readonly stale: ReadonlySet<string>;
}

/** What a try leaves behind when it commits. */
interface Left {
  readonly before: LedgerHead;
  readonly after: LedgerHead;
  readonly rows: Rows;
}

/**
 * One try to decide and record a batch of one ledger, in one transaction and strictly one
 * operation after another. Everything that a rule looks at is read under the head lock, or known to
 * be what reading it would give, so rules that look across streams are safe.
 */
export async function attempt(
  ledger: string,
  requests: readonly CommandRequest[],
  options: AttemptOptions,
): Promise<readonly Outcome[]> {
  const { connection, known, deadline, onCommitting } = options;
  const timing = { deadline, ...(onCommitting === undefined ? {} : { onCommitting }) };
  try {
    const { outcomes, left } = await inTransaction(connection.client, timing, async (session) => {
      const result = await decideUnderLock(session, ledger, requests, options);
      return { commit: result.left !== undefined, result };
    });
    if (left !== undefined) known.keep(left.before, left.after, left.rows);
    return outcomes;
  } catch (error) {
    known.forget(ledger);
    throw error;
  }
}

async function decideUnderLock(
  session: ClientSession,
  ledger: string,
  requests: readonly CommandRequest[],
  { connection: { db }, catalogue, clock, known, stale }: AttemptOptions,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly left?: Left }> {
  const collections = collectionsOf(db);
  let head = await lockHead(collections, session, ledger);
  if (head === undefined && requests.some(({ type }) => type === 'RegisterEntity')) {
    head = await createHead(collections, session, ledger, firstGenerations());
  }
  if (head === undefined) return { outcomes: requests.map(noSuchLedger) };
  requireModels(head, models);
  const recordedAt = timeOf(head, clock());

  const commandIds = requests.map(({ commandId }) => commandId);
  const receipts = await readReceipts(collections, session, ledger, commandIds);
  const answered = new Set(receipts.map(({ commandId }) => commandId));
  const open = requests.filter(({ commandId }) => !answered.has(commandId));

  const rows = createRows();
  const first = open.flatMap(({ type, input }) => {
    const handler = handlerOf(type);
    return [handler.target(input), ...(handler.needs?.(input) ?? [])];
  });
  known.fill(head, first, rows);
  await loadRows({ db, session, head }, first, rows, stale);
  const more = open.flatMap(({ type, input }) => handlerOf(type).moreNeeds?.(input, rows) ?? []);
  known.fill(head, more, rows);
  await loadRows({ db, session, head }, more, rows, stale);

  const { position } = head;
  const basis = { catalogue, position, recordedAt, receipts, rows };
  const batch = decideBatch(requests, basis);
  const after = await append(collections, session, head, batch);
  await writeRows(db, session, head, rows.changed());
  // What is answered from a receipt is committed too: reading it doesn't tell whether a majority
  // has it yet, and the answer promises that.
  const commit = batch.outcomes.some(({ kind }) => kind === 'recorded');
  return { outcomes: batch.outcomes, ...(commit ? { left: { before: head, after, rows } } : {}) };
}

function firstGenerations(): LedgerHead['models'] {
  const entries = Object.entries(models).map(
    ([model, { evolveVersion }]) => [model, { generation: 1, evolveVersion }] as const,
  );
  return Object.fromEntries(entries);
}
