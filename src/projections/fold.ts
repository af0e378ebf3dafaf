import type { RecordedEvent } from '../../events/index.js';
import type { ActionEventName } from '../domain/action.js';
import { actionEvolveVersion, actionStream, evolveAction } from '../domain/action.js';
import { entityEvolveVersion, entityStream, evolveEntity } from '../domain/entity.js';
import { evolveImport, importEvolveVersion, importStream } from '../domain/import.js';
import { evolveOffice, officeEvolveVersion, officeStream } from '../domain/office.js';
import { evolvePeriod, periodEvolveVersion, periodIdOf, periodStream } from '../domain/period.js';
import { evolvePlan, planEvolveVersion, planStream } from '../domain/plan.js';
import { evolveReport, reportEvolveVersion, reportIdOf, reportIdsOf } from '../domain/report.js';
import type { Model, States } from '../domain/states.js';

/** For each read model: the stream that a row folds, and the version of the code that folds it. */
export const models: {
  readonly [M in Model]: {
    readonly evolveVersion: number;
    readonly streamOf: (id: string) => string;
  };
} = {
  entities: { evolveVersion: entityEvolveVersion, streamOf: entityStream },
  plans: { evolveVersion: planEvolveVersion, streamOf: planStream },
  offices: { evolveVersion: officeEvolveVersion, streamOf: officeStream },
  actions: { evolveVersion: actionEvolveVersion, streamOf: actionStream },
  reports: {
    evolveVersion: reportEvolveVersion,
    streamOf: (id) => actionStream(id.slice(0, id.indexOf('/'))),
  },
  periods: { evolveVersion: periodEvolveVersion, streamOf: periodStream },
  imports: { evolveVersion: importEvolveVersion, streamOf: importStream },
};

const modelOfKind = new Map<string, Model>([
  ['entity', 'entities'],
  ['plan', 'plans'],
  ['office', 'offices'],
  ['action', 'actions'],
  ['period', 'periods'],
  ['import', 'imports'],
]);

/** The row that folds a stream by itself: its aggregate. */
export function aggregateOf(stream: string): { readonly model: Model; readonly id: string } {
  const dash = stream.indexOf('-');
  const [model, name] = [modelOfKind.get(stream.slice(0, dash)), stream.slice(dash + 1)];
  if (model === undefined) throw new Error(`"${stream}" is no stream of ours`);
  const id = model === 'periods' ? name.replace(/-(\d{4}-Q[1-4])$/, '/$1') : name;
  return { model, id };
}

export const modelNames = Object.keys(models) as readonly Model[];

/** Where a fold keeps its rows. */
export interface RowSink {
  /** Replaces the state of one row by what `evolve` makes of it and the event. */
  evolve<M extends Model>(
    model: M,
    id: string,
    event: RecordedEvent,
    evolve: (state: States[M] | undefined) => States[M],
  ): void;
}

/**
 * Applies one event to every row that it touches. The same function serves the decision, the rows
 * that queries read, a rebuild, and the state as it was known at a past moment.
 */
export function fold(event: RecordedEvent, rows: RowSink): void {
  switch (event.type) {
    case 'EntityRegistered':
      return rows.evolve('entities', event.data.entityId, event, (s) => evolveEntity(s, event));
    case 'EntryRedacted':
    case 'ActorErased':
    case 'LedgerRestored':
      return rows.evolve('entities', event.ledger, event, (s) => evolveEntity(s, event));
    case 'PlanRegistered':
    case 'PlanRevised':
    case 'SignalPolicyAdopted':
      return rows.evolve('plans', event.data.planId, event, (s) => evolvePlan(s, event));
    case 'PlanWeightsSet':
      rows.evolve('plans', event.data.planId, event, (s) => evolvePlan(s, event));
      return foldReports(event, Object.keys(event.data.weights).flatMap(reportIdsOf), rows);
    case 'OfficeRegistered':
    case 'OfficeAliasAdded':
    case 'OfficeRenamed':
    case 'OfficesMerged':
      return rows.evolve('offices', event.data.officeId, event, (s) => evolveOffice(s, event));
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'PeriodReopened': {
      const id = periodIdOf(event.data.planId, event.data.quarter);
      return rows.evolve('periods', id, event, (s) => evolvePeriod(s, event));
    }
    case 'ImportStarted':
    case 'ImportCompleted':
      return rows.evolve('imports', event.data.importId, event, (s) => evolveImport(s, event));
    case 'ActionAdded':
    case 'ActionRevised':
    case 'QuarterTargetsSet':
    case 'ActionWithdrawn':
      return foldAction(event, reportIdsOf(event.data.actionId), rows);
    case 'ProgressReported':
    case 'ProgressCorrected':
    case 'ProgressWithdrawn':
    case 'ReportApproved':
    case 'ReportReturned':
    case 'ReportMarkedNotApplicable':
    case 'EvidenceAttached':
    case 'EvidenceWithdrawn':
      return foldAction(event, [reportIdOf(event.data.actionId, event.data.quarter)], rows);
  }
}

function foldAction(
  event: RecordedEvent<ActionEventName>,
  reportIds: readonly string[],
  rows: RowSink,
): void {
  rows.evolve('actions', event.data.actionId, event, (state) => evolveAction(state, event));
  foldReports(event, reportIds, rows);
}

function foldReports(
  event: RecordedEvent<ActionEventName | 'PlanWeightsSet'>,
  reportIds: readonly string[],
  rows: RowSink,
): void {
  for (const id of reportIds) {
    rows.evolve('reports', id, event, (state) => evolveReport(state, event, id));
  }
}
