import type { Catalogue } from '../../events/index.js';
import { handlerOf } from '../domain/handlers.js';
import { models } from '../projections/fold.js';
import { loadRows } from '../projections/load-rows.js';
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
  /** Streams whose rows are not believed. */
  readonly stale: ReadonlySet<string>;
}

/**
 * One try to decide and record a batch of one ledger, in one transaction and strictly one
 * operation after another. Everything that a rule looks at is read under the head lock, so rules
 * that look across streams are safe.
 */
export async function attempt(
  ledger: string,
  requests: readonly CommandRequest[],
  { connection: { client, db }, catalogue, clock, stale, ...timing }: AttemptOptions,
): Promise<readonly Outcome[]> {
  const collections = collectionsOf(db);
  return inTransaction(client, timing, async (session) => {
    let head = await lockHead(collections, session, ledger);
    if (head === undefined && requests.some(({ type }) => type === 'RegisterEntity')) {
      head = await createHead(collections, session, ledger, firstGenerations());
    }
    if (head === undefined) return { commit: false, result: requests.map(noSuchLedger) };
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
    await loadRows({ db, session, head }, first, rows, stale);
    const more = open.flatMap(({ type, input }) => handlerOf(type).moreNeeds?.(input, rows) ?? []);
    await loadRows({ db, session, head }, more, rows, stale);

    const { position } = head;
    const basis = { catalogue, position, recordedAt, receipts, rows };
    const batch = decideBatch(requests, basis);
    await append(collections, session, head, batch);
    await writeRows(db, session, head, rows.changed());
    // What is answered from a receipt is committed too: reading it doesn't tell whether a majority
    // has it yet, and the answer promises that.
    const commit = batch.outcomes.some(({ kind }) => kind === 'recorded');
    return { commit, result: batch.outcomes };
  });
}

function firstGenerations(): LedgerHead['models'] {
  const entries = Object.entries(models).map(
    ([model, { evolveVersion }]) => [model, { generation: 1, evolveVersion }] as const,
  );
  return Object.fromEntries(entries);
}
