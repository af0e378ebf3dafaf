import type { Actor } from '../../events/index.js';
import type { CommandLoop } from '../commands/loop.js';
import { isLedgerName } from '../domain/ids.js';
import { readHeads } from '../projections/read-rows.js';
import { createRows } from '../projections/rows.js';
import type { Connection } from '../store/connect.js';
import { collectionsOf } from '../store/collections.js';
import { readCurrentPlan } from './current-plan.js';
import type { PlanFile } from './plan-file.js';
import { titleOf } from './plan-step.js';
import type { ImportPlan } from './plan-import.js';
import { planImport } from './plan-import.js';
import type { ImportReport } from './run-import.js';
import { runImport } from './run-import.js';

export interface ImportRequest {
  readonly file: PlanFile;
  readonly entityId: string;
  /** Registers the entity under this name where it isn't on record yet. */
  readonly entityName?: string;
  /** The plan that is meant, where its title doesn't tell. */
  readonly planId?: string;
  readonly actor: Actor;
  /** The reason for what the file changes of what is on record. */
  readonly reason?: string;
  /** Only says what would happen. */
  readonly dryRun: boolean;
}

export interface ImportContext {
  readonly connection: Connection;
  readonly loop: CommandLoop;
  readonly onProgress?: (done: number, total: number) => void;
}

/** `report` is there when anything was recorded; without it nothing was, and nothing had to be. */
export interface ImportResult {
  readonly plan: ImportPlan;
  readonly report?: ImportReport;
}

/** The entity is not on record, and can't be registered with this import. */
export class UnknownEntity extends Error {
  override readonly name = 'UnknownEntity';

  constructor(
    readonly code: 'NOT_FOUND' | 'BAD_USER_INPUT',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Imports a plan file into an entity's ledger.
 * @throws UnknownEntity, PlanFileError PLAN_UNCLEAR or NO_ACTIONS, Fault.
 */
export async function importFile(
  request: ImportRequest,
  { connection, loop, onProgress }: ImportContext,
): Promise<ImportResult> {
  const { file, entityId: ledger, entityName, planId, actor, reason, dryRun } = request;
  const [head] = await readHeads(connection.db, [ledger]);
  if (!isLedgerName(ledger)) {
    throw new UnknownEntity(
      'BAD_USER_INPUT',
      `"${ledger}" can't be the id of an entity: expected 2 to 31 small letters, digits and hyphens, a letter first, e.g. rmbc.`,
    );
  }
  if (head === undefined && entityName === undefined) {
    throw new UnknownEntity(
      'NOT_FOUND',
      `The entity "${ledger}" is not on record. Check the id, or give its name (--entity-name NAME) to register it with this import.`,
    );
  }
  const wanted = { year: file.year, title: titleOf(file), ...(planId && { planId }) };
  const current = await readCurrentPlan(connection.db, head, wanted, file.sha256);
  const because = reason === undefined ? {} : { reason };
  const pretence = { ledger, actor, now: new Date(), ...because };
  const plan = planImport(file, { ...current, rows: createRows(current.rows) }, pretence);
  if (dryRun || (plan.steps.length === 0 && plan.startedAt === undefined)) return { plan };

  if (head === undefined && entityName !== undefined) {
    await registerEntity(loop, ledger, entityName, actor);
  }
  const { events } = collectionsOf(connection.db);
  const report = await runImport(
    file,
    plan,
    { ledger, actor, ...because },
    {
      execute: (command) => loop.execute(command),
      async countRecorded(importId) {
        const groups = await events
          .aggregate<{ _id: string; count: number }>([
            { $match: { ledger, 'subject.importId': importId } },
            { $group: { _id: '$type', count: { $sum: 1 } } },
          ])
          .toArray();
        return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
      },
      ...(onProgress === undefined ? {} : { onProgress }),
    },
  );
  return { plan, report };
}

async function registerEntity(loop: CommandLoop, entityId: string, name: string, actor: Actor) {
  const commandId = `register ${entityId}`;
  const outcome = await loop.execute({
    type: 'RegisterEntity',
    input: { entityId, name },
    ledger: entityId,
    commandId,
    correlationId: commandId,
    actor,
  });
  // Somebody else may have registered it meanwhile: then it is there, which is what was wanted.
  if (outcome.kind === 'recorded' || outcome.refusal.rule === 'entity-exists') return;
  throw new Error(outcome.refusal.message);
}
