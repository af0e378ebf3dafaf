import type { Draft } from './forge.js';

// Events of every type, with every optional member of the envelope somewhere.

export const ledger = 'audit';
const plan = `plan_${ledger}_0001`;
const office = `office_${ledger}_0001`;
const actionOf = (n: number) => `action_${ledger}_${String(n).padStart(4, '0')}`;
const imported = `import_${ledger}_0001`;

const fields = {
  number: '1',
  name: 'Formular el plan',
  officeIds: [office],
  indicator: 'Documento',
  unit: 'Unidad',
  target: '1',
  startDate: '2024-03-01',
  endDate: '2024-12-31',
  frequency: 'QUARTERLY',
  fundingSource: 'Inversión',
  associatedPlans: ['POAI', 'PAA'],
};

const subjectOf = (actionId: string) => ({
  planId: plan,
  actionId,
  quarter: '2024-Q1',
  officeIds: [office],
});

const source = {
  fileName: 'plan de Ana.tsv',
  sha256: 'a'.repeat(64),
  sheet: 'Hoja1',
  row: 5,
  column: 12,
  raw: '12,5 %',
};

const counts = {
  ...{ plans: 1, offices: 1, aliases: 1, actions: 1 },
  ...{ revisions: 1, reports: 1, corrections: 0, rejected: 0 },
};

export const drafts: readonly Draft[] = [
  {
    type: 'EntityRegistered',
    stream: `entity-${ledger}`,
    data: { entityId: ledger, name: 'Una entidad' },
  },
  {
    type: 'ImportStarted',
    stream: `import-${imported}`,
    subject: { importId: imported },
    data: { importId: imported, fileName: source.fileName, sha256: source.sha256, planned: counts },
  },
  {
    type: 'PlanRegistered',
    stream: `plan-${plan}`,
    subject: { planId: plan },
    causationId: `${ledger}:2`,
    data: { planId: plan, year: 2024, title: 'Plan', objective: 'O', percentMode: 'CUMULATIVE' },
  },
  {
    type: 'OfficeRegistered',
    stream: `office-${office}`,
    subject: { officeIds: [office] },
    data: { officeId: office, name: 'Dirección General' },
  },
  {
    type: 'OfficeAliasAdded',
    stream: `office-${office}`,
    subject: { officeIds: [office] },
    data: { officeId: office, alias: 'Direccion Gral.' },
  },
  {
    type: 'ActionAdded',
    stream: `action-${actionOf(1)}`,
    subject: { planId: plan, actionId: actionOf(1), officeIds: [office] },
    source,
    data: { actionId: actionOf(1), planId: plan, year: 2024, ...fields },
  },
  {
    type: 'ActionRevised',
    stream: `action-${actionOf(1)}`,
    subject: { planId: plan, actionId: actionOf(1), officeIds: [office] },
    reason: 'Acta 4 del comité',
    occurredOn: '2024-06-30',
    data: {
      actionId: actionOf(1),
      before: { target: '1', name: 'Formular el plan' },
      after: { target: '2', name: 'Formular el plan maestro' },
      reprograms: ['TARGET'],
    },
  },
  {
    type: 'ProgressReported',
    stream: `action-${actionOf(1)}`,
    subject: subjectOf(actionOf(1)),
    reason: 'Sobreejecución',
    causationId: `${ledger}:2`,
    source,
    data: {
      actionId: actionOf(1),
      quarter: '2024-Q1',
      percent: 1250,
      quantity: '0.1',
      narrative: 'Se avanzó con «Ana Pérez».\u2028Y así.',
      timeliness: 'ON_TIME',
      fall: false,
    },
  },
  {
    type: 'ProgressCorrected',
    stream: `action-${actionOf(1)}`,
    subject: subjectOf(actionOf(1)),
    reason: 'Error de digitación',
    data: {
      actionId: actionOf(1),
      quarter: '2024-Q1',
      before: { percent: 1250, narrative: 'Se avanzó con «Ana Pérez».\u2028Y así.' },
      after: { percent: 0, narrative: 'No se avanzó.' },
      fall: true,
      afterCutoff: true,
    },
  },
  {
    type: 'ProgressWithdrawn',
    stream: `action-${actionOf(1)}`,
    subject: subjectOf(actionOf(1)),
    reason: 'Duplicado',
    data: {
      actionId: actionOf(1),
      quarter: '2024-Q1',
      before: { percent: 0, narrative: 'No se avanzó.' },
      afterCutoff: true,
    },
  },
  {
    type: 'ImportCompleted',
    stream: `import-${imported}`,
    subject: { importId: imported },
    data: { importId: imported, recorded: counts, reportHash: 'b'.repeat(64) },
  },
];

/** So many more: reports of so many actions. */
export function reports(count: number): Draft[] {
  return Array.from({ length: count }, (_, i) => ({
    type: 'ProgressReported',
    stream: `action-${actionOf(i + 2)}`,
    subject: subjectOf(actionOf(i + 2)),
    data: {
      actionId: actionOf(i + 2),
      quarter: '2024-Q1',
      percent: (i * 37) % 10_000,
      narrative: `Avance ${i}`,
      timeliness: 'ON_TIME',
      fall: false,
    },
  }));
}
