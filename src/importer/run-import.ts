import { createHash } from 'node:crypto';
import type { Actor, ImportCounts } from '../../events/index.js';
import type { CommandRequest, Outcome } from '../commands/request.js';
import type { Command } from '../domain/handlers.js';
import type { Refusal } from '../domain/refusal.js';
import { canonicalJson } from '../store/canonical.js';
import type { ImportFindings, RejectedRow } from './import-findings.js';
import type { PlanFile } from './plan-file.js';
import type { ImportPlan } from './plan-import.js';
import type { SourceCell } from './source-cell.js';
import type { ImportStep } from './steps.js';

/** Commands under way at once; they are decided in the order in which they are sent. */
const window = 500;

export interface ImportPorts {
  execute(request: CommandRequest): Promise<Outcome>;
  /** How many events of each type the log has of this import. */
  countRecorded(importId: string): Promise<Readonly<Record<string, number>>>;
  onProgress?(done: number, total: number): void;
}

export interface ImportOptions {
  readonly ledger: string;
  readonly actor: Actor;
  readonly reason?: string;
}

export interface ImportReport extends ImportFindings {
  readonly importId: string;
  readonly planId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly recorded: ImportCounts;
}

/**
 * Carries out an import. It can be run again at any time: what is recorded already is not recorded
 * twice, and an import that broke off goes on.
 * @throws Fault as `CommandLoop.execute`.
 */
export async function runImport(
  file: PlanFile,
  plan: ImportPlan,
  options: ImportOptions,
  ports: ImportPorts,
): Promise<ImportReport> {
  const { importId, steps } = plan;
  const common = { ...options, correlationId: importId, importId };
  const { fileName, sha256 } = file;
  const start: Command = {
    type: 'StartImport',
    input: { importId, fileName, sha256, planned: plan.planned },
  };
  const startedAt =
    plan.startedAt ?? (await positionOf(ports, { ...common, ...start, commandId: importId }));
  const caused = { ...common, causationId: `${options.ledger}:${startedAt}` };

  const rejected = [...plan.rejected];
  for (let done = 0; done < steps.length; done += window) {
    const part = steps.slice(done, done + window);
    const outcomes = await settle(part.map((step) => ports.execute({ ...caused, ...step })));
    outcomes.forEach((outcome, i) => {
      const step = part[i];
      if (outcome.kind === 'refused' && step !== undefined) {
        rejected.push(fromRefusal(outcome.refusal, step));
      }
    });
    ports.onProgress?.(done + part.length, steps.length);
  }

  const recorded = countsOf(await ports.countRecorded(importId), rejected.length);
  const { planId, blanked, unlisted, warnings, skipped } = plan;
  const facts = { importId, planId, fileName, sha256, recorded };
  // What was refused after all (a lost race) restates nothing.
  const afterCutoff = plan.afterCutoff.filter(
    (late) => !rejected.some((cell) => isSameCell(cell, late)),
  );
  const findings = { rejected, blanked, unlisted, afterCutoff, warnings, skipped };
  const report = { ...facts, ...findings };
  const reportHash = createHash('sha256').update(canonicalJson(report)).digest('hex');
  const complete: Command = { type: 'CompleteImport', input: { importId, recorded, reportHash } };
  // Refused only when a second run of the same import came to the end first; then it is complete.
  await ports.execute({ ...caused, ...complete, commandId: `${importId}/complete` });
  return report;
}

async function positionOf(ports: ImportPorts, start: CommandRequest): Promise<number> {
  const outcome = await ports.execute(start);
  const position = outcome.kind === 'recorded' ? outcome.positions[0] : undefined;
  if (position !== undefined) return position;
  const why = outcome.kind === 'refused' ? outcome.refusal.message : 'it records nothing';
  throw new Error(`The import ${start.importId} can't be started: ${why}`);
}

/** Waits for all, so that nothing is under way any more when one of them failed. */
async function settle(outcomes: readonly Promise<Outcome>[]): Promise<readonly Outcome[]> {
  await Promise.allSettled(outcomes);
  return Promise.all(outcomes);
}

function fromRefusal(refusal: Refusal, { source }: ImportStep): RejectedRow {
  const { sheet = null, row, column, raw } = source;
  return { sheet, row, column: column ?? 0, letter: '', raw, ...refusal };
}

function isSameCell(a: SourceCell, b: SourceCell): boolean {
  return a.sheet === b.sheet && a.row === b.row && a.column === b.column;
}

function countsOf(byType: Readonly<Record<string, number>>, rejected: number): ImportCounts {
  const count = (type: string) => byType[type] ?? 0;
  return {
    plans: count('PlanRegistered'),
    offices: count('OfficeRegistered'),
    aliases: count('OfficeAliasAdded'),
    actions: count('ActionAdded'),
    revisions: count('ActionRevised'),
    reports: count('ProgressReported'),
    corrections: count('ProgressCorrected'),
    rejected,
  };
}
