import fc from 'fast-check';
import type { RecordedEvent } from '../../events/index.js';
import type { Command } from '../../src/domain/handlers.js';
import type { Publication } from '../../src/domain/publication.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { fold, modelNames } from '../../src/projections/fold.js';
import type { Rows } from '../../src/projections/rows.js';
import { createRows } from '../../src/projections/rows.js';
import { counts, newAction, planRegistered, sha256 } from './facts.js';
import { decideOn } from './given.js';

// Random histories of a ledger: commands in any order, decided by the rules and folded.

// Few ids and few values, so that commands meet and get in each other's way.
export const oneOf = fc.constantFrom;
const officeId = oneOf('office_rmbc_aaaa', 'office_rmbc_bbbb');
const planId = oneOf('plan_rmbc_aaaa', 'plan_rmbc_bbbb');
const actionId = oneOf('action_rmbc_aaaa', 'action_rmbc_bbbb');
const importId = oneOf('import_rmbc_aaaa', 'import_rmbc_bbbb');
const officeName = oneOf('Dirección General', 'DIRECCION GENERAL', 'Dirección de Gestión', '—');
const number = oneOf('1', '2', '10');
export const target = oneOf('1', '3', '123456789012345.62', '0');
const date = oneOf('2024-03-01', '2024-05-01', '2024-12-31');
export const offices = fc.uniqueArray(officeId, { maxLength: 2 });
const all = <T extends object>(fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record<T>(fields, { noNullPrototype: true });
export const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
export const partly = <T extends object>(fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true });

const progress = {
  percent: oneOf(0, 4_000, 6_000, 10_500, 12_501),
  quantity: oneOf('0', '0.5', '1.1', '9007199254740993'),
  narrative: oneOf('Uno', 'Dos'),
};
const { percent, quantity, narrative } = progress;
const said = fc.oneof(partly({ percent, narrative }), partly({ quantity, narrative }));
const nullable = {
  percent: some(percent),
  quantity: some(quantity),
  narrative: some(narrative),
};
const where = { actionId, quarter: oneOf('2024-Q1', '2024-Q2', '2024-Q3', '2025-Q1') };
const period = { planId: oneOf('plan_rmbc_aaaa'), quarter: oneOf('2024-Q1', '2024-Q1', '2024-Q2') };
const evidenceId = oneOf('evidence_rmbc_aaaa', 'evidence_rmbc_bbbb');
const weights = oneOf<Record<string, number>>(
  { action_rmbc_aaaa: 10_000 },
  { action_rmbc_aaaa: 3_334, action_rmbc_bbbb: 6_666 },
  { action_rmbc_aaaa: 10_000, action_rmbc_bbbb: 0 },
  { action_rmbc_bbbb: 10_000 },
);
const policy = oneOf(
  { redUpTo: 5_000, yellowUpTo: 7_500, greenUpTo: 12_500 },
  { redUpTo: 6_000, yellowUpTo: 8_000, greenUpTo: 10_000 },
);
const plan = planRegistered().data;

const command: fc.Arbitrary<Command> = fc.oneof(
  all({
    type: fc.constant('RegisterEntity' as const),
    input: all({ entityId: fc.constant('rmbc'), name: oneOf('Región', 'Otra') }),
  }),
  all({
    type: fc.constant('RegisterPlan' as const),
    input: all({
      ...{ planId, year: oneOf(2024, 2025), title: oneOf('Plan', 'Otro plan') },
      percentMode: oneOf('CUMULATIVE' as const, 'PER_QUARTER' as const),
    }),
  }),
  all({
    type: fc.constant('RegisterOffice' as const),
    input: all({ officeId, name: officeName }),
  }),
  all({
    type: fc.constant('AddOfficeAlias' as const),
    input: all({ officeId, alias: officeName }),
  }),
  all({
    type: fc.constant('AddAction' as const),
    input: all({ actionId, planId, number, target, startDate: date, officeIds: offices }).map(
      (fields) => ({ ...newAction, ...fields }),
    ),
  }),
  all({
    type: fc.constant('ReviseAction' as const),
    input: all({
      actionId,
      changes: partly({
        number,
        target: some(target),
        unit: some(oneOf('Unidad', 'Documento')),
        endDate: date,
        officeIds: offices,
      }),
    }),
  }),
  all({ type: fc.constant('WithdrawAction' as const), input: all({ actionId }) }),
  all({
    type: fc.constant('ReportProgress' as const),
    input: fc.tuple(all(where), said).map(([at, says]) => ({ ...at, ...says })),
  }),
  all({
    type: fc.constant('CorrectProgress' as const),
    input: all({ ...where, changes: partly(nullable) }),
  }),
  all({ type: fc.constant('WithdrawProgress' as const), input: all(where) }),
  all({ type: fc.constant('ApproveReport' as const), input: all(where) }),
  all({ type: fc.constant('ReturnReport' as const), input: all(where) }),
  all({ type: fc.constant('MarkReportNotApplicable' as const), input: all(where) }),
  all({
    type: fc.constant('AttachEvidence' as const),
    input: all({
      ...where,
      evidence: all({ evidenceId, title: oneOf('Acta'), url: oneOf('https://example.org/1') }),
    }),
  }),
  all({ type: fc.constant('WithdrawEvidence' as const), input: all({ ...where, evidenceId }) }),
  all({
    type: fc.constant('SetQuarterTargets' as const),
    input: all({
      actionId,
      targets: partly({ Q1: oneOf(0, 1_000), Q2: oneOf(1_000, 2_000), Q4: oneOf(10_000) }),
    }),
  }),
  all({
    type: fc.constant('SetPlanWeights' as const),
    input: all({ planId: period.planId, weights }),
  }),
  all({ type: fc.constant('AdoptSignalPolicy' as const), input: all({ planId, policy }) }),
  all({
    type: fc.constant('RevisePlan' as const),
    input: all({
      planId,
      act: oneOf('Acta 1', 'Acta 2'),
      changes: partly({ title: oneOf('Plan', 'Otro plan'), objective: some(oneOf('Uno')) }),
    }),
  }),
  all({ type: fc.constant('RenameOffice' as const), input: all({ officeId, name: officeName }) }),
  all({
    type: fc.constant('MergeOffices' as const),
    input: all({ officeId, intoOfficeId: officeId }),
  }),
  all({
    type: fc.constant('OpenPeriod' as const),
    input: all(period),
  }),
  all({
    type: fc.constant('ClosePeriod' as const),
    input: all({ ...period, act: oneOf('Acta 1') }),
  }),
  all({ type: fc.constant('ReopenPeriod' as const), input: all(period) }),
  all({
    type: fc.constant('StartImport' as const),
    input: importId.map((id) => ({ importId: id, fileName: 'a.tsv', sha256, planned: counts })),
  }),
  all({
    type: fc.constant('CompleteImport' as const),
    input: importId.map((id) => ({ importId: id, recorded: counts, reportHash: sha256 })),
  }),
);

/** A beginning, so that most sequences get as far as reports. */
const beginning: readonly Command[] = [
  { type: 'RegisterPlan', input: { ...plan, planId: 'plan_rmbc_aaaa' } },
  { type: 'RegisterOffice', input: { officeId: 'office_rmbc_aaaa', name: 'Despacho' } },
  {
    type: 'AddAction',
    input: {
      ...newAction,
      actionId: 'action_rmbc_aaaa',
      planId: 'plan_rmbc_aaaa',
      officeIds: ['office_rmbc_aaaa'],
    },
  },
];

/** A command, whether with a reason, and by whom. */
type Step = readonly [Command, boolean, string];
const step: fc.Arbitrary<Step> = fc.tuple(command, fc.boolean(), oneOf('ana', 'luz'));
const story = fc.array(step, { minLength: 30, maxLength: 80 });

/** Runs commands one a day, each on the rows that the ones before it made. */
function run(steps: readonly Step[]) {
  const rows = createRows();
  const log: RecordedEvent[] = [];
  const published: { readonly publication: Publication; readonly position: number }[] = [];
  const versions = new Map<string, number>();
  for (const [day, [next, withReason, id]] of steps.entries()) {
    const actor = { id, role: 'operator' };
    const recordedAt = new Date(Date.UTC(2024, 3, 1 + day));
    const reason = withReason ? { reason: 'Acta 3' } : {};
    const context = { actor, recordedAt, position: log.length, ...reason };
    const decision = decideOn(rows, next, context);
    for (const { publication, ...event } of isRefusal(decision) ? [] : decision) {
      const streamVersion = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, streamVersion);
      const place = { ledger: 'rmbc', position: log.length + 1, streamVersion, schemaVersion: 1 };
      const ids = { commandId: 'c', correlationId: 'c', leafHash: 'h' };
      const recorded = { ...event, ...place, ...ids, actor, recordedAt };
      log.push(recorded);
      fold(recorded, rows);
      if (publication !== undefined) published.push({ publication, position: log.length });
    }
  }
  return { rows, log, published };
}

/** What became of the commands: the rows, the log, and what was published. */
export const stories = story.map((steps) =>
  run([...beginning.map((first) => [first, true, 'ana'] as const), ...steps]),
);

/** Every row with its place, in the order of ids. */
export const contents = (rows: Rows) =>
  modelNames.flatMap((model) =>
    rows
      .all(model)
      .map((row) => JSON.stringify([model, row]))
      .toSorted(),
  );
