import type { ActionPage } from '../../schema/action-list.js';
import type { CommandResult } from '../../schema/command.js';
import type { Context, Page } from '../../schema/context.js';
import type { PeriodView, PublicationView } from '../../schema/period-views.js';
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
  planVersion: 2,
  signalPolicy: { redUpTo: 5000, yellowUpTo: 7550, greenUpTo: 12_500 },
  weighted: true,
  streamVersion: 1,
};
export const office: OfficeView = {
  id: 'office_rmbc_0001',
  name: 'Dirección General',
  aliases: ['Direccion General'],
  names: [
    {
      name: 'Despacho',
      from: new Date('2024-01-02T15:00:00Z'),
      until: new Date('2024-06-03T15:00:00Z'),
    },
    { name: 'Dirección General', from: new Date('2024-06-03T15:00:00Z') },
  ],
  mergedInto: 'office_rmbc_0002',
  streamVersion: 3,
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
  quarterTargets: { Q2: 2490, Q4: 10_000 },
  original: { startDate: '2024-04-01', endDate: '2024-11-30', target: '2' },
  withdrawn: false,
  streamVersion: 4_294_967_296,
};
export const report: ReportView = {
  id: 'action_rmbc_0001/Q2',
  actionId: action.id,
  quarter: '2024-Q2',
  percent: 1250,
  quantity: '0.1',
  narrativeRedacted: false,
  due: true,
  state: 'SUBMITTED',
  signal: 'YELLOW',
  measured: {
    CURRENT: { expected: 2490, efficacy: 5020, gap: -1240 },
    ORIGINAL: { expected: 3729 },
  },
  timeliness: 'ON_TIME',
  restated: false,
  reportVersion: 2,
  recordedAt: new Date('2024-07-01T04:30:00Z'),
  actor: { id: 'local' },
  evidence: [
    {
      evidenceId: 'evidence_rmbc_0001',
      title: 'Informe',
      file: { sha256: 'b'.repeat(64), size: 7, mediaType: 'text/plain', fileName: 'informe.txt' },
    },
  ],
};
export const period: PeriodView = {
  id: 'plan_rmbc_0001/2024-Q1',
  planId: plan.id,
  quarter: '2024-Q1',
  cutoff: '2024-03-31',
  opensAt: '2024-04-01',
  closesAt: '2024-04-10',
  status: 'CLOSED',
  act: 'Acta 3',
  closedAt: new Date('2024-04-18T15:00:00Z'),
  publicationHash: 'c'.repeat(64),
  signalPolicy: { redUpTo: 5000, yellowUpTo: 7500, greenUpTo: 12_500 },
  streamVersion: 2,
};
export const publication: PublicationView = {
  planId: plan.id,
  quarter: '2024-Q1',
  cutoff: '2024-03-31',
  asOfPosition: 41,
  position: 42,
  recordedAt: new Date('2024-04-18T15:00:00Z'),
  signalPolicy: { redUpTo: 5000, yellowUpTo: 7500, greenUpTo: 12_500 },
  actions: [
    { actionId: action.id, percent: 0, expected: 1013, state: 'PUBLISHED', signal: 'RED' },
    { actionId: 'action_rmbc_0002', state: 'NOT_DUE', signal: 'NO_DATA' },
  ],
  totals: { due: 9, reported: 8, completeness: 8889, progress: 0 },
  hash: 'c'.repeat(64),
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

/** The arguments without those at the end that were left out. */
function withoutAbsent(args: readonly unknown[]): readonly unknown[] {
  return args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
}

const actionPage: ActionPage = {
  ...pageWith(action),
  countsIn: () =>
    Promise.resolve({
      byState: new Map([['OVERDUE', 2]]),
      bySignal: new Map([['RED', 1]]),
      offices: () => Promise.resolve([{ office, count: 2 }, { count: 1 }]),
    }),
};

/** A port that answers with the things above and writes down how it was called. */
export function fakeContext(given: { result?: CommandResult; overrides?: Partial<Context> } = {}) {
  const calls: Call[] = [];
  const noted =
    <R>(name: string, answer: R) =>
    (...args: readonly unknown[]): Promise<R> => {
      calls.push([name, ...withoutAbsent(args)]);
      return Promise.resolve(answer);
    };
  const context: Context = {
    node: noted('node', action),
    nodes: noted('nodes', [action, undefined, report]),
    entity: noted('entity', entity),
    plan: noted('plan', plan),
    action: noted('action', action),
    office: noted('office', office),
    offices(ids) {
      calls.push(['offices', ids]);
      return Promise.resolve(ids.map(() => office));
    },
    answering(ids) {
      calls.push(['answering', ids]);
      return Promise.resolve(ids.map(() => office));
    },
    weightOf: noted('weightOf', 3334),
    period: noted('period', period),
    periodsOf: noted('periodsOf', [period]),
    publication: noted('publication', publication),
    plans: noted<Page<PlanView>>('plans', pageWith(plan)),
    actionsOf: noted('actionsOf', actionPage),
    officesOf: noted('officesOf', pageWith(office)),
    report: noted('report', report),
    planDiff: noted('planDiff', undefined),
    quarterAsKnown: noted('quarterAsKnown', report),
    reportsOf: noted('reportsOf', [report]),
    history: noted('history', pageWith(reported, revised, corrected, registered)),
    entry: noted('entry', reported),
    redactionsOf: noted('redactionsOf', []),
    actor: noted('actor', { name: 'Luz Marina Gómez', erased: false }),
    changesOf: noted('changesOf', [
      {
        ...{ field: 'percent', before: '12.5 %', after: '0 %' },
        ...{ beforeRedacted: false, afterRedacted: false },
      },
    ]),
    figures: {
      trend: noted('trend', undefined),
      trends: noted('trends', { points: [], total: [] }),
      comparison: noted('comparison', undefined),
      scorecards: noted('scorecards', []),
      restatements: noted('restatements', pageWith<never>()),
      overdue: noted('overdue', actionPage),
    },
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
