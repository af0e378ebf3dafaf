import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from '../../events/index.js';
import { catalogue as ourCatalogue, redactedText } from '../../events/index.js';
import { canonicalJson } from '../store/canonical.js';
import type { Connection } from '../store/connect.js';
import { EntryError } from '../store/entry-error.js';
import { Fault } from '../store/faults.js';
import { createKnownRows } from '../projections/known-rows.js';
import { badInput } from '../domain/refusal.js';
import { record } from './record.js';
import type { CommandRequest, Outcome } from './request.js';

const maxCommands = 200;
const maxBytes = 4 * 1024 * 1024;
/** A command that waited this long without its turn is answered BUSY. */
const patienceMs = 5_000;
/** More commands than could have their turn within the patience are not taken in. */
const maxQueued = 20_000;

export interface CommandLoop {
  /**
   * Decides and records one command; resolves when it is durable on a majority.
   * @throws Fault BUSY (surely not recorded), OUTCOME_UNKNOWN (the same command id tells),
   * CLOCK_SKEW, REBUILD_NEEDED, LEDGER_DAMAGED, INTERNAL.
   */
  execute(request: CommandRequest): Promise<Outcome>;
  /** Takes nothing in any more, and resolves when what was taken in has its answer. */
  close(): Promise<void>;
}

export interface LoopOptions {
  readonly connection: Connection;
  readonly catalogue?: Catalogue;
  readonly clock?: () => Date;
}

interface Waiting {
  readonly request: CommandRequest;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (fault: Fault) => void;
}

interface Queue {
  readonly waiting: Waiting[];
  running: Promise<void> | undefined;
  damaged: Fault | undefined;
}

/**
 * The one loop through which every change goes. Per ledger, what arrives while a batch is being
 * recorded makes up the next one: under load many commands share one transaction, and alone none
 * waits.
 */
export function createCommandLoop(options: LoopOptions): CommandLoop {
  const { connection, catalogue = ourCatalogue, clock = () => new Date() } = options;
  const queues = new Map<string, Queue>();
  const known = createKnownRows();
  let closed = false;

  async function drain(ledger: string, queue: Queue): Promise<void> {
    // What arrives in the same turn of the event loop goes into the first batch together.
    await setImmediate();
    while (queue.waiting.length > 0) {
      const batch = nextBatch(queue.waiting);
      if (batch.length === 0) continue;
      if (queue.damaged !== undefined) {
        for (const { reject } of batch) reject(queue.damaged);
        continue;
      }
      const requests = batch.map(({ request }) => request);
      const deadline = Date.now() + patienceMs;
      const results = await record(ledger, requests, {
        ...{ connection, catalogue, clock, known, deadline },
      });
      batch.forEach(({ resolve, reject }, i) => {
        const result = results[i] ?? new Fault('INTERNAL', 'The command has no result.');
        if (!(result instanceof Fault)) return resolve(result);
        if (result.code === 'LEDGER_DAMAGED') queue.damaged = result;
        reject(result);
      });
    }
    queue.running = undefined;
    if (queue.damaged === undefined) queues.delete(ledger);
  }

  return {
    execute(request) {
      const bytes = sizeOf(request);
      if (typeof bytes !== 'number') return Promise.resolve({ kind: 'refused', refusal: bytes });
      const queue = queues.get(request.ledger) ?? newQueue();
      queues.set(request.ledger, queue);
      if (closed || queue.waiting.length >= maxQueued) return Promise.reject(tooBusy());
      return new Promise((resolve, reject) => {
        queue.waiting.push({ request, bytes, since: Date.now(), resolve, reject });
        queue.running ??= drain(request.ledger, queue);
      });
    },
    async close() {
      closed = true;
      await Promise.all([...queues.values()].flatMap(({ running }) => running ?? []));
    },
  };
}

function newQueue(): Queue {
  return { waiting: [], running: undefined, damaged: undefined };
}

function nextBatch(waiting: Waiting[]): readonly Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    const full = batch.length === maxCommands || bytes + next.bytes > maxBytes;
    if (batch.length > 0 && full) break;
    waiting.shift();
    if (Date.now() - next.since > patienceMs) next.reject(tooBusy());
    else {
      batch.push(next);
      bytes += next.bytes;
    }
  }
  return batch;
}

/** Bytes of what is kept; what has no canonical form can't be told from another, nor kept. */
function sizeOf({ input, reason, source }: CommandRequest) {
  const beside = {
    ...(reason === undefined ? {} : { reason }),
    ...(source === undefined ? {} : { source }),
  };
  try {
    const texts = [canonicalJson(input), canonicalJson(beside)];
    if (texts.some((text) => text.includes(redactedText))) return reservedLetter;
    return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
  } catch (error) {
    if (error instanceof EntryError) return badInput(error.message, { field: error.path });
    throw error;
  }
}

/** It stands for what was redacted, and would be shown as that. */
const reservedLetter = badInput('A text holds the code point U+FDD0, which is no letter.', {
  expected: 'texts without U+FDD0',
});

function tooBusy(): Fault {
  return new Fault(
    'BUSY',
    'The ledger is busy. Nothing was recorded; send the same command again.',
  );
}
