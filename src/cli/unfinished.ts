import { finishErasures } from '../commands/erase-actor.js';
import type { Connection } from '../store/connect.js';
import { collectionsOf } from '../store/collections.js';
import { pendingRedactions } from '../store/redactions.js';

/**
 * Looks for what was begun and broken off: erases whom a restored backup brought back, and says
 * which ledgers still hold texts that are on record as redacted. Removing these takes rights that
 * the server doesn't have.
 */
export async function seeToUnfinished(
  connection: Connection,
  say: (line: string) => void,
): Promise<void> {
  const erased = await finishErasures(connection);
  if (erased > 0) say(`Erased the names of ${erased} actors again: the logs say that they are.`);
  const collections = collectionsOf(connection.db);
  const heads = await collections.ledgers.find({}, { projection: { _id: 1 } }).toArray();
  for (const { _id: ledger } of heads) {
    for await (const { length } of pendingRedactions(collections, ledger)) {
      say(
        `WARNING: "${ledger}" still holds texts of at least ${length} entries that are on record as redacted. Run "bitacora redact --entity ${ledger} --resume".`,
      );
      break;
    }
  }
}
