import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLoop } from '../../src/commands/loop.js';
import { Fault } from '../../src/store/faults.js';
import type { TestLedger } from './ledger.js';

export interface LoadSize {
  readonly clients: number;
  readonly actions: number;
}

/** A plan of so many actions, each with a report that the load then corrects. */
export async function beginLoad(loop: CommandLoop, ledger: TestLedger, actions: number) {
  await ledger.begin(loop, actions);
  const reports = Array.from({ length: actions }, (_, i) =>
    loop.execute(ledger.report(i + 1, '2024-Q1', { percent: 100 })),
  );
  await Promise.all(reports);
}

export interface Load {
  /** By command id: the positions that were answered. */
  readonly acknowledged: ReadonlyMap<string, readonly number[]>;
  readonly answers: { busy: number; unknown: number };
  /** Resolves when so many commands are acknowledged; fails when none comes any more. */
  until(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Clients that correct progress, and send a command again until they know what became of it. */
export function startLoad(loop: CommandLoop, ledger: TestLedger, size: LoadSize): Load {
  const { clients, actions } = size;
  const acknowledged = new Map<string, readonly number[]>();
  const answers = { busy: 0, unknown: 0 };
  let running = true;
  const isRunning = () => running;
  const client = async (k: number) => {
    for (let i = 0; running; i += 1) {
      const n = 1 + ((k + i) % actions);
      const changes = { narrative: `${k} ${i} ${randomUUID()}` };
      const command = ledger.correct(n, '2024-Q1', changes);
      for (let known = false; !known;) {
        try {
          const outcome = await loop.execute(command);
          if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome.refusal));
          acknowledged.set(command.commandId, outcome.positions);
          known = true;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          // Once the test has failed its loop is closed, and nobody waits for an answer any more.
          if (!isRunning()) return;
          await sleep(1);
          if (error.code === 'BUSY') answers.busy += 1;
          else if (error.code === 'OUTCOME_UNKNOWN') answers.unknown += 1;
          else throw error;
        }
      }
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, k) => client(k)));
  all.catch(() => {
    running = false;
  });
  return {
    acknowledged,
    answers,
    async until(count) {
      while (acknowledged.size < count && running) await sleep(5);
      if (!running) await all;
    },
    async stop() {
      running = false;
      await all;
    },
  };
}
