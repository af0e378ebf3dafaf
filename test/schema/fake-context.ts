import type { CommandResult } from '../../schema/command.js';
import type { Context, Page } from '../../schema/context.js';
import type {
  ActionView,
  EntityView,
  HistoryEntryView,
  OfficeView,
  PlanView,
  ReportView,
} from '../../schema/views.js';

export const entity: EntityView = { id: 'rmbc', name: 'Región Metropolitana' };
export const plan: PlanView = {
  id: 'plan_rmbc_0001',
  entityId: 'rmbc',
  year: 2024,
  title: 'Plan de Acción 2024',
  percentMode: 'CUMULATIVE',
  streamVersion: 1,
};
export const office: OfficeView = {
  id: 'office_rmbc_0001',
  name: 'Dirección General',
  aliases: ['Direccion General'],
};
export const action: ActionView = {
  id: 'action_rmbc_0001',
  planId: plan.id,
  number: '4',
  name: 'Formular el plan',
  officeIds: [office.id],
  target: '123456789012345.62',
  startDate: '2024-05-01',
  endDate: '2024-12-31',
  frequency: 'QUARTERLY',
  associatedPlans: [],
  withdrawn: false,
  streamVersion: 4_294_967_296,
};
export const report: ReportView = {
  quarter: '2024-Q2',
  percent: 1250,
  quantity: '0.1',
  state: 'SUBMITTED',
  timeliness: 'ON_TIME',
  restated: false,
  reportVersion: 2,
  recordedAt: new Date('2024-07-01T04:30:00Z'),
  actor: { id: 'local' },
};

const head = {
  ledger: 'rmbc',
  stream: `action-${action.id}`,
  streamVersion: 2,
  recordedAt: new Date('2024-07-01T04:30:00Z'),
  actor: { id: 'local', role: 'operator' },
  correlationId: 'request-1',
  leafHash: 'AAAA',
};
const subject = {
  planId: plan.id,
  actionId: action.id,
  quarter: '2024-Q2',
  officeIds: [office.id],
};

export const reported: HistoryEntryView = {
  ...head,
  position: 3_000_000_000,
  subject,
  source: { fileName: 'plan.tsv', sha256: 'a'.repeat(64), row: 5, column: 12, raw: '12,5 %' },
  type: 'ProgressReported',
  data: {
    actionId: action.id,
    quarter: '2024-Q2',
    percent: 1250,
    narrative: 'Se avanzó.',
    timeliness: 'ON_TIME',
    fall: false,
  },
};
export const revised: HistoryEntryView = {
  ...head,
  position: 2,
  subject,
  reason: 'Comité',
  type: 'ActionRevised',
  data: {
    actionId: action.id,
    before: { officeIds: [office.id], target: '1' },
    after: { target: '2' },
    reprograms: ['TARGET'],
  },
};
export const corrected: HistoryEntryView = {
  ...head,
  position: 4,
  subject,
  type: 'ProgressCorrected',
  data: {
    actionId: action.id,
    quarter: '2024-Q2',
    before: { percent: 1250, narrative: 'Se avanzó.' },
    after: { percent: 0 },
    fall: true,
    afterCutoff: false,
  },
};
export const registered: HistoryEntryView = {
  ...head,
  position: 1,
  subject: {},
  type: 'EntityRegistered',
  data: { entityId: 'rmbc', name: 'Región Metropolitana' },
};

export const ledger = {
  entityId: 'rmbc',
  size: 4,
  rootHash: 'AAAA',
  checkpoint: 'bitacora/rmbc\n',
};
export const inclusionProof = { leafIndex: 0, treeSize: 4, leafHash: 'AAAA', hashes: ['BBBB'] };

/** A call on the port: the method's name, then its arguments. */
export type Call = readonly [string, ...unknown[]];

export function pageWith<T>(...nodes: (T | Error)[]): Page<T> {
  return {
    edges: nodes.map((node, index) => ({ cursor: `c${index + 1}`, node })),
    hasNextPage: true,
    hasPreviousPage: false,
    countAll: () => Promise.resolve(nodes.length),
  };
}

/** A port that answers with the things above and writes down how it was called. */
export function fakeContext(given: { result?: CommandResult; overrides?: Partial<Context> } = {}) {
  const calls: Call[] = [];
  const noted =
    <R>(name: string, answer: R) =>
    (...args: readonly unknown[]): Promise<R> => {
      calls.push([name, ...args]);
      return Promise.resolve(answer);
    };
  const context: Context = {
    entity: noted('entity', entity),
    plan: noted('plan', plan),
    action: noted('action', action),
    office: noted('office', office),
    offices(ids) {
      calls.push(['offices', ids]);
      return Promise.resolve(ids.map(() => office));
    },
    plans: noted<Page<PlanView>>('plans', pageWith(plan)),
    actionsOf: noted('actionsOf', pageWith(action)),
    officesOf: noted('officesOf', pageWith(office)),
    report: noted('report', report),
    reportsOf: noted('reportsOf', [report]),
    history: noted('history', pageWith(reported, revised, corrected, registered)),
    entry: noted('entry', reported),
    changesOf: noted('changesOf', [{ field: 'percent', before: '12.5 %', after: '0 %' }]),
    ledger: noted('ledger', ledger),
    inclusionProof: noted('inclusionProof', inclusionProof),
    consistencyProof: noted('consistencyProof', { hashes: ['AAAA'] }),
    execute: noted<CommandResult>(
      'execute',
      given.result ?? { userErrors: [], entries: [], ids: {} },
    ),
    ...given.overrides,
  };
  return { calls, context };
}
