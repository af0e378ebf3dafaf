import type { DataOf, EventName, Fact } from '../../events/index.js';
import { actionStream } from '../../src/domain/action.js';
import { entityStream } from '../../src/domain/entity.js';
import { importStream } from '../../src/domain/import.js';
import { officeStream } from '../../src/domain/office.js';
import { periodIdOf, periodStream } from '../../src/domain/period.js';
import { planStream } from '../../src/domain/plan.js';
import { defaultPolicy } from '../../src/domain/signal.js';

// A small plan of 2024 that the specs tell their stories about, and words to tell them with.

export const planId = 'plan_rmbc_2024';
export const actionId = 'action_rmbc_0001';
export const otherActionId = 'action_rmbc_0002';
export const planningOffice = 'office_rmbc_plan';
export const projectsOffice = 'office_rmbc_proj';
export const importId = 'import_rmbc_0001';
export const sha256 = 'a'.repeat(64);

export const counts = {
  plans: 1,
  offices: 5,
  aliases: 1,
  actions: 9,
  revisions: 0,
  reports: 8,
  corrections: 0,
  rejected: 0,
};

export const fact = <N extends EventName>(type: N, data: DataOf<N>) => ({ type, data }) as const;

export const planRegistered = (changes: Partial<DataOf<'PlanRegistered'>> = {}) =>
  fact('PlanRegistered', {
    planId,
    year: 2024,
    title: 'Plan de Acción 2024',
    percentMode: 'CUMULATIVE',
    ...changes,
  });

export const officeRegistered = fact('OfficeRegistered', {
  officeId: planningOffice,
  name: 'Subdirección de Planeación Metropolitana y Regional',
});

export const otherOfficeRegistered = fact('OfficeRegistered', {
  officeId: projectsOffice,
  name: 'Subdirección de Gestión de Proyectos',
});

/** What a caller says of a new action: without the year, which is the plan's. */
export const newAction: Omit<DataOf<'ActionAdded'>, 'year'> = {
  actionId,
  planId,
  number: '1',
  name: 'Formular el plan estratégico',
  officeIds: [planningOffice],
  indicator: 'Plan formulado',
  unit: 'Unidad',
  target: '1',
  startDate: '2024-03-01',
  endDate: '2024-12-31',
  frequency: 'QUARTERLY',
  fundingSource: 'Inversión',
  associatedPlans: ['Plan Operativo Anual de Inversiones (POAI)'],
};

export const actionAdded = (changes: Partial<DataOf<'ActionAdded'>> = {}) =>
  fact('ActionAdded', {
    ...newAction,
    year: 2024,
    ...changes,
  });

export const reported = (quarter: string, progress: Partial<DataOf<'ProgressReported'>>) =>
  fact('ProgressReported', { actionId, quarter, timeliness: 'ON_TIME', fall: false, ...progress });

export const corrected = (quarter: string, change: Partial<DataOf<'ProgressCorrected'>>) =>
  fact('ProgressCorrected', {
    actionId,
    quarter,
    before: {},
    after: {},
    fall: false,
    afterCutoff: false,
    ...change,
  });

export const withdrawn = (quarter: string, before: DataOf<'ProgressWithdrawn'>['before']) =>
  fact('ProgressWithdrawn', { actionId, quarter, before, afterCutoff: false });

export const approved = (quarter: string) => fact('ReportApproved', { actionId, quarter });
export const returned = (quarter: string) => fact('ReportReturned', { actionId, quarter });
export const notApplicable = (
  quarter: string,
  before: DataOf<'ReportMarkedNotApplicable'>['before'] = {},
) => fact('ReportMarkedNotApplicable', { actionId, quarter, before });

/** The window that a quarter has by default; here of 2024-Q1. */
export const opened = (quarter = '2024-Q1', window: Partial<DataOf<'PeriodOpened'>> = {}) =>
  fact('PeriodOpened', {
    planId,
    quarter,
    cutoff: '2024-03-31',
    opensAt: '2024-04-01',
    closesAt: '2024-04-10',
    ...window,
  });
export const closed = (quarter = '2024-Q1', signalPolicy = defaultPolicy) =>
  fact('PeriodClosed', { planId, quarter, act: 'Acta 1', publicationHash: sha256, signalPolicy });
export const reopened = (quarter = '2024-Q1') => fact('PeriodReopened', { planId, quarter });

/** The version of the plan that the reprogramming of an action makes. */
export const reprogrammed = (planVersion: number, id = actionId) =>
  fact('PlanRevised', { planId, planVersion, actionId: id, before: {}, after: {} });

export const weightsSet = (weights: Readonly<Record<string, number>>) =>
  fact('PlanWeightsSet', { planId, weights });

/** A plan, its offices and one action that runs from March to December. */
export const begun = (plan: Partial<DataOf<'PlanRegistered'>> = {}) =>
  [planRegistered(plan), officeRegistered, otherOfficeRegistered, actionAdded()] as const;

export function streamOf(of: Fact): string {
  switch (of.type) {
    case 'EntityRegistered':
      return entityStream(of.data.entityId);
    case 'EntryRedacted':
    case 'ActorErased':
    case 'LedgerRestored':
      return entityStream('rmbc');
    case 'PlanRegistered':
    case 'PlanRevised':
    case 'PlanWeightsSet':
    case 'SignalPolicyAdopted':
      return planStream(of.data.planId);
    case 'OfficeRegistered':
    case 'OfficeAliasAdded':
    case 'OfficeRenamed':
    case 'OfficesMerged':
      return officeStream(of.data.officeId);
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'PeriodReopened':
      return periodStream(periodIdOf(of.data.planId, of.data.quarter));
    case 'ImportStarted':
    case 'ImportCompleted':
      return importStream(of.data.importId);
    case 'ActionAdded':
    case 'ActionRevised':
    case 'QuarterTargetsSet':
    case 'ActionWithdrawn':
    case 'ProgressReported':
    case 'ProgressCorrected':
    case 'ProgressWithdrawn':
    case 'ReportApproved':
    case 'ReportReturned':
    case 'ReportMarkedNotApplicable':
    case 'EvidenceAttached':
    case 'EvidenceWithdrawn':
      return actionStream(of.data.actionId);
  }
}
