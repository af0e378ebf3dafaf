import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '../domain/states.js';
import type { LedgerHead } from '../store/collections.js';
import { collectionsOf } from '../store/collections.js';
import type { Connection } from '../store/connect.js';
import { Fault } from '../store/faults.js';
import { modelNames, models } from './fold.js';
import type { RebuildProgress } from './rebuild-progress.js';
import { rebuildLedger } from './rebuild.js';
import { sweepGenerations } from './rebuild-sweep.js';

/** Read models that this code can't use as they are. */
export interface StaleModels {
  /** Missing, or folded by an older version of the code. */
  readonly older: readonly Model[];
  readonly newer: readonly Model[];
}

export function staleModels(head: LedgerHead): StaleModels {
  const versionOf = (model: Model) => head.models[model]?.evolveVersion ?? 0;
  return {
    older: modelNames.filter((model) => versionOf(model) < models[model].evolveVersion),
    newer: modelNames.filter((model) => versionOf(model) > models[model].evolveVersion),
  };
}

export interface FreshenOptions {
  readonly connection: Connection;
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * Brings the read models of every ledger to this version of the code, and sweeps what earlier
 * rebuilds left. When another process is at it already, waits for it. False when it was stopped.
 * @throws Fault REBUILD_NEEDED when some are of a newer version: nothing is touched then.
 */
export async function freshenModels(options: FreshenOptions): Promise<boolean> {
  const { connection, signal, say } = options;
  const { ledgers } = collectionsOf(connection.db);
  const heads = await ledgers.find().toArray();
  for (const head of heads) refuseNewer(head);
  for (const { _id: ledger } of heads) {
    for (;;) {
      if (signal?.aborted === true) return false;
      const head = await ledgers.findOne({ _id: ledger });
      const { older } = head === null ? { older: [] } : staleModels(head);
      if (older.length === 0) break;
      say(`The read models ${older.join(', ')} of "${ledger}" are of an older version: rebuilding`);
      await rebuildLedger({ ...options, ledger, models: older }).catch(async (error: unknown) => {
        const { code } = error as { code?: unknown };
        if (code !== 'REBUILD_RUNNING' && code !== 'REBUILD_TAKEN_OVER') throw error;
        say('Another process is at it; waiting for it …');
        await sleep(1_000);
      });
    }
    await sweepGenerations(connection.db, ledger);
  }
  return true;
}

function refuseNewer(head: LedgerHead): void {
  const { newer } = staleModels(head);
  if (newer.length === 0) return;
  const versions = newer.map(
    (model) =>
      `${model} (version ${head.models[model]?.evolveVersion ?? 0}, this program has ${models[model].evolveVersion})`,
  );
  throw new Fault(
    'REBUILD_NEEDED',
    `The read models of "${head._id}" are of a newer version of this program: ${versions.join(', ')}. Start that version; or, to go back to this one for good, run "bitacora rebuild" with it.`,
  );
}
