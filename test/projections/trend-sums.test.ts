import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frequency, PercentMode } from '../../events/index.js';
import type { AlikeFacts } from '../../src/domain/alike.js';
import { alikeKey, officeSetOf } from '../../src/domain/alike.js';
import { quarterFigures } from '../../src/domain/publication.js';
import { defaultPolicy } from '../../src/domain/signal.js';
import type { PeriodState, PlanState, ReportState } from '../../src/domain/states.js';
import type { RowDoc } from '../../src/projections/row-docs.js';
import { figuresIndex, rowCollection, rowIndexes } from '../../src/projections/row-docs.js';
import type { Dimension } from '../../src/projections/trend/basis.js';
import { planBasis } from '../../src/projections/trend/basis.js';
import { alikeRows } from '../../src/projections/trend/alike-rows.js';
import type { GroupSums } from '../../src/projections/trend/group-sums.js';
import { groupSums } from '../../src/projections/trend/group-sums.js';
import type { AlikeDoc } from '../../src/projections/trend/pipeline.js';
import { alikeOf, alikePipeline } from '../../src/projections/trend/pipeline.js';
import { figuresOf, signals } from '../../src/projections/trend/sums.js';
import { createIndexes } from '../../src/store/indexes.js';
import { freshDatabase } from '../support/mongod.js';

const planId = 'plan_rmbc_aaaa';
const quarters = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'];
const offices = ['office_rmbc_aaaa', 'office_rmbc_bbbb', 'office_rmbc_cccc'];
const merges = new Map([[offices[2] ?? '', offices[0] ?? '']]);
const dimensions: readonly Dimension[] = [
  ...['OFFICE', 'FUNDING_SOURCE', 'ASSOCIATED_PLAN', 'OBJECTIVE', 'FREQUENCY'],
  ...['STATE', 'SIGNAL', 'ACTION'],
] as readonly Dimension[];

const dates = fc
  .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 500 }))
  .map(([start, length]) => {
    const day = (n: number) =>
      new Date(Date.UTC(2023, 5, 1) + n * 86_400_000).toISOString().slice(0, 10);
    return { startDate: day(start), endDate: day(start + length) };
  });

const row = fc
  .record({
    dates,
    frequency: fc.constantFrom<Frequency>('QUARTERLY', 'SEMIANNUAL', 'ANNUAL', 'MONTHLY'),
    percent: fc.option(fc.integer({ min: 0, max: 12_500 }), { nil: undefined }),
    submission: fc.constantFrom('SUBMITTED', 'APPROVED', 'RETURNED', 'NOT_APPLICABLE', undefined),
    expectedPercent: fc.option(fc.integer({ min: 0, max: 12_500 }), { nil: undefined }),
    weight: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
    officeIds: fc.uniqueArray(fc.constantFrom(...offices)),
    fundingSource: fc.constantFrom('Inversión', 'Funcionamiento', undefined),
    associatedPlans: fc.uniqueArray(fc.constantFrom('POAI', 'PAA')),
    quarter: fc.constantFrom(...quarters),
    withdrawn: fc.boolean(),
    // The last instants of a window in Bogotá, and the first after it.
    knownSince: fc.constantFrom(
      ...['2024-04-11T04:59:59Z', '2024-04-11T05:00:00Z', '2024-07-11T04:59:59Z'].map(
        (instant) => new Date(instant),
      ),
    ),
  })
  .map(({ dates: { startDate, endDate }, ...facts }) => {
    const time = { startDate, endDate };
    const state = {
      ...facts,
      ...time,
      planId,
      year: 2024,
      restated: false,
      reportVersion: 0,
      original: { startDate, endDate },
      evidence: [],
    };
    const alike = alikeKey(state as AlikeFacts);
    const officeSet = officeSetOf(facts.officeIds);
    const fields = Object.entries({ ...state, alike, officeSet });
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  });

const period = fc.constantFrom<PeriodState | undefined>(
  undefined,
  ...(['OPEN', 'CLOSED'] as const).map((status) => ({
    planId,
    quarter: '2024-Q2',
    cutoff: '2024-06-28',
    opensAt: '2024-07-01',
    closesAt: '2024-07-20',
    status,
    signalPolicy: { redUpTo: 1_000, yellowUpTo: 9_000, greenUpTo: 10_000 },
  })),
);

describe('the sums of a trend', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    database = await freshDatabase();
    await createIndexes(database.db, rowIndexes);
  });
  afterAll(() => database.close());

  it('are the same from the database as from each report by itself, for every dimension', async () => {
    let ledgers = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 10, maxLength: 60 }),
        fc.constantFrom<PercentMode>('CUMULATIVE', 'PER_QUARTER'),
        fc.boolean(),
        period,
        fc.constantFrom('2024-04-05', '2024-07-15', '2024-07-25', '2025-06-01'),
        fc.constantFrom(
          ...[{}, { officeId: offices[0] ?? '' }, { officeId: offices[2] ?? '' }],
          ...[{ fundingSource: 'Inversión' }, { associatedPlan: 'POAI' }, { frequency: 'ANNUAL' }],
        ),
        async (rows, percentMode, weighted, opened, on, filter) => {
          ledgers += 1;
          const ledger = `l${ledgers}`;
          const states: unknown = rows.map((state, i) => ({ ...state, actionId: `a${i}` }));
          const reports = states as readonly ReportState[];
          const collection = rowCollection(database.db, 'reports');
          await collection.insertMany(
            reports.map((state, i): RowDoc<'reports'> => {
              const id = `a${i}`;
              const place = { streamVersion: 1, position: 1, evolveVersion: 1, generation: 1 };
              return { _id: `${ledger}/1/${id}`, ledger, id, ...place, state };
            }),
          );
          const plan: PlanState = {
            ...{ planId, year: 2024, title: 'Plan', titleKey: 'plan', objective: 'Objetivo' },
            ...{ percentMode, weighted, planVersion: 1, signalPolicy: defaultPolicy },
          };
          const periods = opened === undefined ? [] : [opened];
          const basis = planBasis(plan, periods, rows.length, quarters);
          const grouping = { dimensions, filter, on, merges };
          const scope = { ledger, generation: 1 };
          const docs = await collection
            .aggregate<AlikeDoc>(alikePipeline([basis], grouping, scope), { hint: figuresIndex })
            .toArray();
          const inDatabase = groupSums(docs.map(alikeOf), basis, grouping);
          const oneByOne = groupSums(alikeRows(reports, planId, grouping), basis, grouping);
          expect(sorted(inDatabase.total)).toEqual(sorted(oneByOne.total));
          for (const dimension of dimensions) {
            const groups = sorted(inDatabase.groups.get(dimension));
            expect(groups).toEqual(sorted(oneByOne.groups.get(dimension)));
          }
          const everything = { dimensions: [], filter: {}, on, merges };
          const all = alikeRows(reports, planId, everything);
          const { total: sums } = groupSums(all, basis, everything);
          for (const { quarter, sums: ofQuarter } of sums) {
            const by = basis.quarters.find((candidate) => candidate.quarter === quarter);
            if (by === undefined) throw new Error(`${quarter} has no basis`);
            const published = quarterFigures(plan, reports, { ...by, signalPolicy: by.policy, on });
            expect(figuresOf(ofQuarter)).toMatchObject(published.totals);
            expect(sum(signals.map((signal) => ofQuarter.bySignal[signal]))).toBe(ofQuarter.due);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

function sorted(groups: readonly GroupSums[] = []): readonly GroupSums[] {
  const name = ({ quarter, key }: GroupSums) => `${quarter} ${key ?? ''}`;
  return [...groups].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
