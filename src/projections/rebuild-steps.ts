import type { Catalogue } from '../../events/index.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { Fault } from '../store/faults.js';
import type { Generations } from '../store/generation.js';
import { activateGenerations } from '../store/generation.js';
import type { Claim } from '../store/generation-run.js';
import { advanceRun, announceSession, finishRun } from '../store/generation-run.js';
import { lockHead } from '../store/head.js';
import { inTransaction } from '../store/transaction.js';
import { requireDense } from './rebuild-batches.js';
import type { RowBuffer } from './rebuild-buffer.js';
import { createBuffer } from './rebuild-buffer.js';

export interface StepsOf {
  readonly connection: Connection;
  readonly claim: Claim;
  readonly targets: Generations;
  readonly catalogue: Catalogue;
}

const commitWithinMs = 30_000;
/** At most this many events are folded while the head is locked: for so long nobody appends. */
const mostUnderLock = 500;

/**
 * Writes what a buffer folded and moves the run on, in one transaction: each event is in the rows
 * exactly once, wherever a process is killed, paused or overtaken.
 */
export async function save(
  { connection: { client, db }, claim }: StepsOf,
  buffer: RowBuffer,
  place: { readonly from: number; readonly to: number },
): Promise<void> {
  await inTransaction(client, { deadline: Date.now() + commitWithinMs }, async (session) => {
    await announceSession(db, session, claim);
    await advanceRun(db, session, claim, place);
    await buffer.write(session);
    return { commit: true, result: undefined };
  });
}

/**
 * Folds the rest and makes the targets active, with the head locked. Answers the last position;
 * undefined when too much was appended meanwhile to keep the writers waiting for it.
 */
export async function flip(steps: StepsOf, from: number): Promise<number | undefined> {
  const { connection, claim, targets, catalogue } = steps;
  const { client, db } = connection;
  const { ledger } = claim;
  const collections = collectionsOf(db);
  return inTransaction(client, { deadline: Date.now() + commitWithinMs }, async (session) => {
    await announceSession(db, session, claim);
    const head = await lockHead(collections, session, ledger);
    if (head === undefined) throw new Fault('LEDGER_DAMAGED', `"${ledger}" has no head.`);
    if (head.position - from > mostUnderLock) {
      return { commit: false, result: undefined };
    }
    const rest = await collections.events
      .find({ ledger, position: { $gt: from } }, { session, sort: { position: 1 } })
      .toArray();
    requireDense(ledger, from, rest, head.position);
    const buffer = createBuffer({ db, ledger, targets, catalogue });
    await buffer.add(rest, session);
    await finishRun(db, session, claim, { from, flippedAt: head.lockedAt });
    await buffer.write(session);
    await activateGenerations(collections, session, ledger, targets);
    return { commit: true, result: head.position };
  });
}
