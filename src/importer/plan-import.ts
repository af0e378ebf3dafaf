import type { ImportCounts } from '../../events/index.js';
import { idFor } from '../domain/ids.js';
import type { Rows } from '../projections/rows.js';
import { createRows } from '../projections/rows.js';
import type { CurrentPlan } from './current-plan.js';
import { blankedCells } from './blanked-cells.js';
import type { BlankedCell, ImportFindings, LateCorrection } from './import-findings.js';
import { countSteps, fromRejection } from './import-findings.js';
import type { PlanFile } from './plan-file.js';
import type { Pretence } from './simulate.js';
import { simulate } from './simulate.js';
import { unlistedActions } from './unlisted-actions.js';
import { lateCorrections } from './late-corrections.js';
import { planStep } from './plan-step.js';
import { inFileOrder } from './file-order.js';
import { rowSteps } from './row-steps.js';
import type { ImportStep, StepContext } from './steps.js';

/** What an import will do: commands, in order, and what it finds. */
export interface ImportPlan extends ImportFindings {
  readonly planId: string;
  readonly importId: string;
  /** Where an import of the same file broke off: the position of its start. */
  readonly startedAt?: number;
  readonly steps: readonly ImportStep[];
  readonly planned: ImportCounts;
}

/**
 * The difference between a file and what is on record, as commands. Each row is decided in memory
 * first, by the same rules: a row with anything refused is rejected whole, with the reason.
 */
export function planImport(file: PlanFile, current: CurrentPlan, pretence: Pretence): ImportPlan {
  const { ledger } = pretence;
  const { fileName, sha256 } = file;
  const rows = createRows(current.rows);
  const { importId, startedAt } = importOf(rows, ledger, sha256);
  const identity = { ledger, importId, fileName, sha256 };
  const first = planStep(file, current, identity);
  const context: StepContext = { ...identity, planId: first.planId };
  const steps: ImportStep[] = [];
  if (first.step !== undefined) {
    simulate(first.step, rows, pretence);
    steps.push(first.step);
  }
  const rejected = file.rejected.map(fromRejection);
  const blanked: BlankedCell[] = [];
  const afterCutoff: LateCorrection[] = [];
  const listed = new Set<string>();
  for (const row of file.rows) {
    const scratch = createRows(rows);
    const planned = rowSteps(row, scratch, context, pretence);
    if ('rejection' in planned) rejected.push(planned.rejection);
    else {
      for (const step of planned.steps) simulate(step, rows, pretence);
      steps.push(...planned.steps);
      listed.add(planned.actionId);
      blanked.push(...blankedCells(row, planned.actionId, current.rows));
      afterCutoff.push(...lateCorrections(row, planned.steps, context, current.rows));
    }
  }
  const { warnings, skipped } = file;
  // A plan without a single action would only be in the way of the file once it is mended.
  if (listed.size === 0 && current.planId === undefined) steps.length = 0;
  const unlisted = unlistedActions(first.planId, listed, current.rows);
  const inOrder = inFileOrder(rejected, file.pages);
  const findings = { rejected: inOrder, blanked, unlisted, afterCutoff, warnings, skipped };
  const planned = countSteps(steps, rejected.length);
  const started = startedAt === undefined ? {} : { startedAt };
  return { planId: first.planId, importId, ...started, steps, planned, ...findings };
}

/** The import that goes on, if one of this file broke off; else a new one. */
function importOf(rows: Rows, ledger: string, sha256: string) {
  const before = rows.all('imports').filter(({ state }) => state.sha256 === sha256);
  const open = before.find(({ state }) => !state.completed);
  if (open !== undefined) return { importId: open.state.importId, startedAt: open.position };
  return { importId: idFor('import', ledger, `${sha256} ${before.length}`) };
}
