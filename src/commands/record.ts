import { setTimeout as sleep } from 'node:timers/promises';
import { AmbiguousCommit, isTransient, jitter, TooLate } from '../store/transaction.js';
import { RowMoved } from '../projections/write-rows.js';
import { PlaceTaken } from '../store/append.js';
import { Fault } from '../store/faults.js';
import type { AttemptOptions } from './attempt.js';
import { attempt } from './attempt.js';
import type { CommandRequest, Outcome } from './request.js';

/** How long after the deadline an answer is still waited for. */
const graceMs = 1_000;

export type RecordOptions = Omit<AttemptOptions, 'stale' | 'onCommitting'>;

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
  let ambiguous = false;
  for (;;) {
    let committing = false;
    const onCommitting = () => {
      committing = true;
    };
    try {
      const tried = attempt(ledger, requests, { ...options, stale, onCommitting });
      const outcomes = await unlessLate(tried, options.deadline + graceMs);
      if (outcomes !== undefined) return outcomes;
      // The database has stopped answering. A try that hasn't sent its commit never will.
      const cause = new TooLate('The database did not answer in time');
      return requests.map(() => (ambiguous || committing ? unknown(cause) : busy(cause)));
    } catch (error) {
      if (error instanceof AmbiguousCommit) ambiguous = true;
      else if (error instanceof PlaceTaken && !stale.has(error.stream)) {
        stale.add(error.stream);
        continue;
      } else if (!isTransient(error) && !(error instanceof RowMoved)) {
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

/** Undefined when it hasn't come by then, in ms since the epoch; what comes later is dropped. */
async function unlessLate<T>(coming: Promise<T>, at: number): Promise<T | undefined> {
  const late = new AbortController();
  const timer = sleep(Math.max(0, at - Date.now()), undefined, { signal: late.signal });
  coming.catch(() => undefined);
  try {
    return await Promise.race([coming, timer.catch(() => undefined)]);
  } finally {
    late.abort();
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
