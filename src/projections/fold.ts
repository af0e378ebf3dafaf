import type { EventName, RecordedEvent } from '../../events/index.js';
import { actionEvolveVersion, actionStream, evolveAction } from '../domain/action.js';
import { entityEvolveVersion, entityStream, evolveEntity } from '../domain/entity.js';
import { evolveImport, importEvolveVersion, importStream } from '../domain/import.js';
import { evolveOffice, officeEvolveVersion, officeStream } from '../domain/office.js';
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
  imports: { evolveVersion: importEvolveVersion, streamOf: importStream },
};

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
    case 'PlanRegistered':
      return rows.evolve('plans', event.data.planId, event, (s) => evolvePlan(s, event));
    case 'OfficeRegistered':
    case 'OfficeAliasAdded':
      return rows.evolve('offices', event.data.officeId, event, (s) => evolveOffice(s, event));
    case 'ImportStarted':
    case 'ImportCompleted':
      return rows.evolve('imports', event.data.importId, event, (s) => evolveImport(s, event));
    case 'ActionAdded':
    case 'ActionRevised':
    case 'ActionWithdrawn':
      return foldAction(event, reportIdsOf(event.data.actionId), rows);
    case 'ProgressReported':
    case 'ProgressCorrected':
    case 'ProgressWithdrawn':
      return foldAction(event, [reportIdOf(event.data.actionId, event.data.quarter)], rows);
  }
}

type ActionEventName = Extract<EventName, `Action${string}` | `Progress${string}`>;

function foldAction(
  event: RecordedEvent<ActionEventName>,
  reportIds: readonly string[],
  rows: RowSink,
): void {
  rows.evolve('actions', event.data.actionId, event, (state) => evolveAction(state, event));
  for (const id of reportIds) {
    rows.evolve('reports', id, event, (state) => evolveReport(state, event, id));
  }
}
