import { idFor } from '../domain/ids.js';
import type { CurrentPlan } from './current-plan.js';
import type { PlanFile } from './plan-file.js';
import { PlanFileError } from './plan-file-error.js';
import type { ImportStep, StepContext } from './steps.js';
import { commandIdOf, sourceOf } from './steps.js';

export type Identity = Omit<StepContext, 'planId'>;

/**
 * The plan that a file is about; registers it when the entity has none of that year.
 * @throws PlanFileError PLAN_UNCLEAR, NO_ACTIONS.
 */
export function planStep(file: PlanFile, current: CurrentPlan, identity: Identity) {
  if (current.planId !== undefined) return { planId: current.planId };
  const title = titleOf(file);
  if (current.othersOfYear.length > 0) {
    const others = current.othersOfYear.map((plan) => `"${plan.title}" (${plan.planId})`);
    throw new PlanFileError({
      reason: 'PLAN_UNCLEAR',
      expected: `the title of a plan that the entity has for ${file.year}: ${others.join(', ')}`,
      actual: `"${title}"`,
      remedy: 'Name the plan by its id (--plan ID), or register a plan of this title first.',
      fileName: file.fileName,
    });
  }
  const [row] = file.rows;
  const cell = file.titleCell ?? file.objectiveCell ?? row?.cells.number;
  if (cell === undefined) {
    throw new PlanFileError({
      reason: 'NO_ACTIONS',
      expected: 'at least one action that can be read',
      actual: `${file.rejected.length} rows that can't`,
      remedy: 'Correct the rows that are listed and import the file again.',
      fileName: file.fileName,
    });
  }
  const context = { ...identity, planId: '' };
  const commandId = commandIdOf(context, 'plan', cell);
  const planId = idFor('plan', identity.ledger, commandId);
  const objective = file.objective === null ? {} : { objective: file.objective };
  const facts = { planId, year: file.year, title, ...objective };
  const input = { ...facts, percentMode: 'CUMULATIVE' as const };
  const step: ImportStep = {
    type: 'RegisterPlan',
    input,
    commandId,
    source: sourceOf(cell, context),
  };
  return { planId, step };
}

export function titleOf(file: PlanFile): string {
  return file.title ?? `Plan de acción ${file.year}`;
}
