import type { ClientSession, Db } from 'mongodb';
import { rewriteRows } from '../projections/rewrite-rows.js';
import type { StoredEvent } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { forgetFileName } from '../store/evidence-files.js';
import { Fault } from '../store/faults.js';
import { fenceRuns } from '../store/generation-run.js';
import { lockHead } from '../store/head.js';
import { redactTexts } from '../store/redact-texts.js';
import type { Redaction } from '../store/redactions.js';
import { pendingRedactions } from '../store/redactions.js';
import { valueAt } from '../store/texts.js';
import { AmbiguousCommit, inTransaction, isTransient, jitter } from '../store/transaction.js';

/** Entries of which texts are removed in one transaction. */
const atOnce = 50;
const commitWithinMs = 30_000;

/**
 * Removes what `EntryRedacted` events of a ledger say is redacted and is still there: from the
 * entries, from the rows that they fold to, and what the receipts of their commands would tell of
 * it. It may be stopped and called again at any time. Answers of how many entries.
 * @throws Fault LEDGER_DAMAGED for an entry that was altered; REBUILD_NEEDED; BUSY.
 */
export async function removeRedactedTexts(connection: Connection, ledger: string): Promise<number> {
  let count = 0;
  for await (const pending of pendingRedactions(collectionsOf(connection.db), ledger)) {
    for (let at = 0; at < pending.length; at += atOnce) {
      const some = pending.slice(at, at + atOnce);
      await untilCommitted(connection, (session) =>
        removeSome(connection.db, session, ledger, some),
      );
      count += new Set(some.map(({ position }) => position)).size;
    }
  }
  return count;
}

async function removeSome(
  db: Db,
  session: ClientSession,
  ledger: string,
  redactions: readonly Redaction[],
): Promise<void> {
  const collections = collectionsOf(db);
  const head = await lockHead(collections, session, ledger);
  if (head === undefined) throw new Fault('LEDGER_DAMAGED', `"${ledger}" has no head.`);
  await fenceRuns(db, session, ledger);
  const positions = redactions.map(({ position }) => position);
  const entries = await collections.events
    .find({ ledger, position: { $in: positions } }, { session })
    .toArray();
  for (const entry of entries) {
    const said = redactions.filter(({ position }) => position === entry.position);
    const fields = said.flatMap((redaction) => redaction.fields);
    const place = { ledger, position: entry.position, leafHash: entry.leafHash };
    await collections.events.replaceOne(place, redactTexts(entry, fields), { session });
    await forgetFileNameOf(db, session, entry, fields);
  }
  const commandIds = [...new Set(entries.map(({ commandId }) => commandId))];
  const hashes = { key: '', requestHash: '' } as const;
  await collections.commands.updateMany(
    { ledger, commandId: { $in: commandIds } },
    { $unset: hashes },
    { session },
  );
  await rewriteRows(db, session, head, [...new Set(entries.map(({ stream }) => stream))]);
  // Whoever knows rows by heart sees by this that they are others now.
  await collections.ledgers.updateOne({ _id: ledger }, { $inc: { removals: 1 } }, { session });
}

/** The name of a file of evidence is kept beside its content too. */
async function forgetFileNameOf(
  db: Db,
  session: ClientSession,
  entry: StoredEvent,
  fields: readonly string[],
): Promise<void> {
  for (const path of ['data.evidence.file', 'data.before.file']) {
    const name = valueAt(entry, `${path}.fileName`);
    if (!fields.includes(`${path}.fileName`) || typeof name !== 'string') continue;
    await forgetFileName(db, session, String(valueAt(entry, `${path}.sha256`)), name);
  }
}

/** Tries until it is committed; each try reads anew, so one that was committed does no harm. */
async function untilCommitted(
  { client }: Connection,
  work: (session: ClientSession) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + commitWithinMs;
  for (;;) {
    try {
      await inTransaction(client, { deadline }, async (session) => {
        await work(session);
        return { commit: true, result: undefined };
      });
      return;
    } catch (error) {
      if (!isTransient(error) && !(error instanceof AmbiguousCommit)) throw error;
      if (Date.now() >= deadline) {
        const message = 'The ledger is busy. What is on record as redacted is not removed yet.';
        throw new Fault('BUSY', message, { cause: error });
      }
      await jitter();
    }
  }
}
