import { AmbiguousCommit, isTransient, jitter } from '../store/transaction.js';
import { PlaceTaken } from '../store/append.js';
import { Fault } from '../store/faults.js';
import type { AttemptOptions } from './attempt.js';
import { attempt } from './attempt.js';
import type { CommandRequest, Outcome } from './request.js';

export type RecordOptions = Omit<AttemptOptions, 'stale'>;

/** For each request its outcome, or the fault that kept it from having one. */
export type Result = Outcome | Fault;

/**
 * Records a batch, trying again until the deadline. Each try decides anew, on fresh states.
 * After an ambiguous commit the next try reads the receipts under the head lock, and so finds out
 * whether the batch was recorded; if no try gets that far, the outcome is unknown.
 * An error that isn't transient may be one command's alone: the batch is halved to find it.
 */
export async function record(
  ledger: string,
  requests: readonly CommandRequest[],
  options: RecordOptions,
): Promise<readonly Result[]> {
  const stale = new Set<string>();
  for (let ambiguous = false; ;) {
    try {
      return await attempt(ledger, requests, { ...options, stale });
    } catch (error) {
      if (error instanceof AmbiguousCommit) ambiguous = true;
      else if (error instanceof PlaceTaken && !stale.has(error.stream)) {
        stale.add(error.stream);
        continue;
      } else if (!isTransient(error)) {
        return ambiguous
          ? requests.map(() => unknown(error))
          : halve(ledger, requests, options, error);
      }
      if (Date.now() >= options.deadline) {
        return requests.map(() => (ambiguous ? unknown(error) : busy(error)));
      }
      await jitter();
    }
  }
}

async function halve(
  ledger: string,
  requests: readonly CommandRequest[],
  options: RecordOptions,
  error: unknown,
): Promise<readonly Result[]> {
  const fault = faultOf(ledger, error);
  if (requests.length === 1 || (fault.code !== 'INTERNAL' && fault.code !== 'EVENT_UNREADABLE')) {
    return requests.map(() => fault);
  }
  const middle = Math.ceil(requests.length / 2);
  const first = await record(ledger, requests.slice(0, middle), options);
  const second = await record(ledger, requests.slice(middle), options);
  return [...first, ...second];
}

function faultOf(ledger: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof PlaceTaken) {
    const message = `${error.message} in "${ledger}", though its head and its streams say otherwise. Nothing more is recorded in this ledger. Verify it, and restore the database if it was changed by hand.`;
    return new Fault('LEDGER_DAMAGED', message, { cause: error });
  }
  return new Fault('INTERNAL', 'The command could not be recorded.', { cause: error });
}

function busy(cause: unknown): Fault {
  const message =
    'The ledger is busy. Nothing was recorded; send the same command again in a moment.';
  return new Fault('BUSY', message, { cause });
}

function unknown(cause: unknown): Fault {
  const message =
    'Whether the command was recorded is not known yet. Send it again with the same command id: it is never recorded twice.';
  return new Fault('OUTCOME_UNKNOWN', message, { cause });
}
