import type { World } from '../domain/world.js';
import type { LateCorrection } from './import-findings.js';
import type { PlanFileRow } from './plan-file.js';
import type { ImportStep, StepContext } from './steps.js';
import { isClosed } from './steps.js';

/** The corrections of a row that change a closed quarter, by the cell that each comes from. */
export function lateCorrections(
  row: PlanFileRow,
  steps: readonly ImportStep[],
  { planId }: StepContext,
  world: World,
): LateCorrection[] {
  const { number } = row.action;
  return steps.flatMap((step): LateCorrection[] => {
    if (step.type !== 'CorrectProgress') return [];
    const { actionId, quarter } = step.input;
    if (!isClosed(planId, quarter, world)) return [];
    const report = row.reports.find((said) => said.quarter === quarter);
    const cell = report?.cells.percent ?? report?.cells.narrative;
    return cell === undefined ? [] : [{ ...cell, actionId, number, quarter }];
  });
}
