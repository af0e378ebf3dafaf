import type { ClientSession } from 'mongodb';
import type { ActiveModel, Collections } from './collections.js';
import { Fault } from './faults.js';

/** For each read model named, a generation and the code version that writes it. */
export type Generations = Readonly<Record<string, ActiveModel>>;

/**
 * Makes these generations the ones that are read and written, in the transaction that holds the
 * head's lock: whoever appends next sees them, and nobody writes to the former ones any more.
 * @throws Fault LEDGER_DAMAGED when the head is gone.
 */
export async function activateGenerations(
  { ledgers }: Collections,
  session: ClientSession,
  ledger: string,
  generations: Generations,
): Promise<void> {
  const models = Object.entries(generations).map(
    ([model, active]) => [`models.${model}`, active] as const,
  );
  const change = { $set: Object.fromEntries(models) };
  const { matchedCount } = await ledgers.updateOne({ _id: ledger }, change, { session });
  if (matchedCount === 1) return;
  throw new Fault('LEDGER_DAMAGED', `The head of "${ledger}" is gone.`);
}
