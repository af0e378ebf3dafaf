import type { ImportCounts } from '../../events/index.js';
import type { PlanFileWarning, Rejection, SkippedRow } from './plan-file-findings.js';
import type { ActionField, ReportPart, SourceCell } from './source-cell.js';
import type { ImportStep } from './steps.js';

/** A row of which nothing is recorded, and why. */
export interface RejectedRow extends SourceCell {
  /** A code of the reader, or of the refusal. */
  readonly code: string;
  readonly rule?: string;
  readonly field?: string;
  readonly expected?: string;
  readonly message: string;
}

/** A cell that is blank where a value is on record: left as it is, for a person to judge. */
export interface BlankedCell extends SourceCell {
  readonly actionId: string;
  readonly number: string;
  readonly field: ActionField | ReportPart;
  readonly quarter?: string;
}

/** A correction of a quarter that is closed: its published value is restated. */
export interface LateCorrection extends SourceCell {
  readonly actionId: string;
  readonly number: string;
  readonly quarter: string;
}

/** An action on record that the file doesn't name: left as it is, for a person to judge. */
export interface UnlistedAction {
  readonly actionId: string;
  readonly number: string;
  readonly name: string;
}

/** What an import finds before it records anything. */
export interface ImportFindings {
  readonly rejected: readonly RejectedRow[];
  readonly blanked: readonly BlankedCell[];
  readonly unlisted: readonly UnlistedAction[];
  readonly afterCutoff: readonly LateCorrection[];
  readonly warnings: readonly PlanFileWarning[];
  readonly skipped: readonly SkippedRow[];
}

export function fromRejection(rejection: Rejection): RejectedRow {
  const { expected, raw } = rejection;
  return { ...rejection, message: `expected ${expected}, got "${raw}"` };
}

/** How many of each thing these steps record. */
export function countSteps(steps: readonly ImportStep[], rejected: number): ImportCounts {
  const count = (type: ImportStep['type']) => steps.filter((step) => step.type === type).length;
  return {
    plans: count('RegisterPlan'),
    offices: count('RegisterOffice'),
    aliases: count('AddOfficeAlias'),
    actions: count('AddAction'),
    revisions: count('ReviseAction'),
    reports: count('ReportProgress'),
    corrections: count('CorrectProgress'),
    rejected,
  };
}
