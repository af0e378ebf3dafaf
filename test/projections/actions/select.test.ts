import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActionState, PlanState } from '../../../src/domain/states.js';
import { naturalKey } from '../../../src/domain/name-key.js';
import type { ActionCondition } from '../../../src/projections/actions/condition.js';
import type { PlanFacts } from '../../../src/projections/actions/facts.js';
import { readPlanFacts } from '../../../src/projections/actions/facts.js';
import type { ActionOrder } from '../../../src/projections/actions/order.js';
import type { ListedReport } from '../../../src/projections/actions/quarter-facts.js';
import {
  countActions,
  quartersOf,
  selectActions,
  sliceOf,
} from '../../../src/projections/actions/select.js';

// Filters, orders and pages of a plan's actions, in memory. The plan is of 2024, and its windows
// have closed on the date that states are asked for.

const [q1, q2] = ['2024-Q1', '2024-Q2'];
const on = '2024-12-31';
const plan: PlanState = {
  ...{ planId: 'plan_rmbc_0001', year: 2024, title: 'Plan', titleKey: 'plan', planVersion: 1 },
  ...{ objective: 'Consolidar la región', percentMode: 'CUMULATIVE', weighted: false },
};

function action(n: number, fields: Partial<ActionState> = {}): ActionState {
  const number = fields.number ?? String(n);
  return {
    ...{ actionId: `action_rmbc_${String(n).padStart(4, '0')}`, planId: plan.planId, year: 2024 },
    ...{ number, numberKey: naturalKey(number), name: `Acción ${n}`, officeIds: ['a'] },
    ...{ startDate: '2024-01-01', endDate: '2024-12-31', frequency: 'QUARTERLY' },
    ...{ associatedPlans: [], quarterTargets: {}, withdrawn: false },
    original: { startDate: '2024-01-01', endDate: '2024-12-31' },
    ...fields,
  };
}

function report(n: number, quarter: string, percent?: number): ListedReport {
  return {
    ...{ actionId: action(n).actionId, quarter, knownSince: new Date('2024-01-02T15:00:00Z') },
    ...{ startDate: '2024-01-01', endDate: '2024-12-31', frequency: 'QUARTERLY' },
    ...{ withdrawn: false, original: { startDate: '2024-01-01', endDate: '2024-12-31' } },
    ...(percent === undefined
      ? {}
      : { percent, submission: 'SUBMITTED', timeliness: percent > 5000 ? 'LATE' : 'ON_TIME' }),
  };
}

function facts(actions: readonly ActionState[], reports: readonly ListedReport[] = []): PlanFacts {
  const of = (quarter: string) => {
    const own = reports.filter((candidate) => candidate.quarter === quarter);
    return [quarter, new Map(own.map((row) => [row.actionId, row]))] as const;
  };
  const merges = new Map([['b', 'a']]);
  return { plan, periods: [], merges, actions, reports: new Map([of(q1), of(q2)]) };
}

const byNumber: ActionOrder = { by: 'NUMBER', direction: 'ASC' };
const numbersOf = (
  given: PlanFacts,
  condition: ActionCondition,
  orders: readonly ActionOrder[] = [byNumber],
) => selectActions(given, { condition, orders }, on).all.map((item) => item.action.number);

describe('a filter', () => {
  const given = facts(
    [
      action(1, { name: 'Formular el plan de AGUA', officeIds: ['a'], fundingSource: 'Inversión' }),
      action(2, { officeIds: ['b', 'c'], endDate: '2024-06-30', frequency: 'ANNUAL' }),
      action(3, { officeIds: ['c'], startDate: '2024-05-01', indicator: 'Número de Águilas' }),
      action(10, { officeIds: [], associatedPlans: ['PAA', 'POAI'], withdrawn: true }),
    ],
    [report(1, q1, 0), report(2, q1, 5001), report(3, q1), report(10, q1), report(1, q2, 2000)],
  );

  it.each<[string, ActionCondition, string[]]>([
    ['nothing', {}, ['1', '2', '3', '10']],
    ['an office, with what went into it', { officeId: 'a' }, ['1', '2']],
    ['an office by one that went into it', { officeId: 'b' }, ['1', '2']],
    ['a funding source', { fundingSource: 'Inversión' }, ['1']],
    ['an associated plan', { associatedPlan: 'POAI' }, ['10']],
    ['the objective of the plan', { objective: 'Consolidar la región' }, ['1', '2', '3', '10']],
    ['another objective', { objective: 'Otro' }, []],
    ['a frequency', { frequency: 'ANNUAL' }, ['2']],
    ['what was withdrawn', { withdrawn: true }, ['10']],
    ['what was not withdrawn', { withdrawn: false }, ['1', '2', '3']],
    [
      'a last day, both ends included',
      { endDate: { from: '2024-06-30', to: '2024-06-30' } },
      ['2'],
    ],
    ['a first day from one on', { startDate: { from: '2024-01-02' } }, ['3']],
    ['a first day up to one', { startDate: { to: '2024-04-30' } }, ['1', '2', '10']],
    ['words without accents and case', { text: 'agua PLÁN' }, ['1']],
    ['words of the indicator', { text: 'aguilas' }, ['3']],
    ['words that not all are there', { text: 'agua inexistente' }, []],
    ['a number', { text: '10' }, ['10']],
    ['what a pattern would match', { text: '.*' }, []],
    ['a percentage of 0', { report: { quarter: q1, percentTo: 0 } }, ['1']],
    [
      'a range, both ends included',
      { report: { quarter: q1, percentFrom: 5001, percentTo: 5001 } },
      ['2'],
    ],
    ['any percentage', { report: { quarter: q1, percentFrom: 0 } }, ['1', '2']],
    ['a state', { report: { quarter: q1, states: ['OVERDUE'] } }, ['3', '10']],
    ['a colour', { report: { quarter: q1, signals: ['RED'] } }, ['1']],
    ['how it came', { report: { quarter: q1, timeliness: ['LATE'] } }, ['2']],
    ['a quarter without reports', { report: { quarter: q2, percentFrom: 0 } }, ['1']],
    ['all of several', { and: [{ officeId: 'a' }, { officeId: 'c' }] }, ['2']],
    ['one of several', { or: [{ officeId: 'c' }, { text: 'agua' }] }, ['1', '2', '3']],
    ['not', { not: { officeId: 'a' } }, ['3', '10']],
    [
      'all at once',
      { withdrawn: false, not: { or: [{ text: 'agua' }, { officeId: 'b' }] } },
      ['3'],
    ],
  ])('by %s leaves those that meet it', (_, condition, numbers) => {
    expect(numbersOf(given, condition)).toEqual(numbers);
  });

  it('looks at the quarters that it or the order names, wherever they stand', () => {
    const condition = { and: [{ not: { or: [{ report: { quarter: q2 } }] } }] };
    const orders = [{ by: 'GAP', direction: 'DESC', quarter: q1 } as const, byNumber];
    expect(quartersOf({ condition, orders })).toEqual([q1, q2]);
    expect(quartersOf({ condition: {}, orders: [byNumber] })).toEqual([]);
  });
});

describe('an order', () => {
  const given = facts(
    [
      action(1, { name: 'ábaco' }),
      action(2, { name: 'Zapato' }),
      action(10, { name: 'Abeja' }),
      action(20, { number: '1.10', name: 'Ábaco' }),
    ],
    [report(1, q1, 3000), report(2, q1), report(10, q1, 0), report(20, q1, 3000)],
  );

  it.each<[string, ActionOrder[], string[]]>([
    ['number', [byNumber], ['1', '1.10', '2', '10']],
    ['number, the greatest first', [{ by: 'NUMBER', direction: 'DESC' }], ['10', '2', '1.10', '1']],
    ['name', [{ by: 'NAME', direction: 'ASC' }, byNumber], ['1', '1.10', '10', '2']],
    [
      'percent, what has none last',
      [{ by: 'PERCENT', direction: 'ASC', quarter: q1 }, byNumber],
      ['10', '1', '1.10', '2'],
    ],
    [
      'percent downwards, what has none last too',
      [
        { by: 'PERCENT', direction: 'DESC', quarter: q1 },
        { by: 'NUMBER', direction: 'DESC' },
      ],
      ['1.10', '1', '10', '2'],
    ],
    ['gap', [{ by: 'GAP', direction: 'ASC', quarter: q1 }, byNumber], ['10', '1', '1.10', '2']],
    [
      'colour from bad to good',
      [{ by: 'SIGNAL', direction: 'ASC', quarter: q1 }, byNumber],
      ['10', '1', '1.10', '2'],
    ],
    [
      'what no row has',
      [{ by: 'WEIGHT', direction: 'ASC', quarter: q1 }, byNumber],
      ['1', '1.10', '2', '10'],
    ],
  ])('by %s', (_, orders, numbers) => {
    expect(numbersOf(given, {}, orders)).toEqual(numbers);
  });

  it('pages ties and absent values by 7, each id once, backwards exactly the reverse', () => {
    const percents = fc.array(fc.constantFrom(undefined, 0, 1000, 1000, 9000), { maxLength: 40 });
    const direction = fc.constantFrom('ASC', 'DESC');
    const orderArb = fc.oneof(
      fc.record({
        by: fc.constantFrom('PERCENT', 'EFFICACY', 'GAP', 'STATE', 'SIGNAL'),
        direction,
        quarter: fc.constant(q1),
      }),
      fc.record({ by: fc.constantFrom('NUMBER', 'NAME', 'FUNDING_SOURCE', 'END_DATE'), direction }),
    ) as fc.Arbitrary<ActionOrder>;
    fc.assert(
      fc.property(percents, fc.array(orderArb, { maxLength: 3 }), (values, orders) => {
        const actions = values.map((_, n) =>
          action(n, {
            number: String(n % 3),
            name: ['A', 'á', 'b'][n % 3] ?? '',
            ...(n % 2 === 0 ? {} : { fundingSource: `F${n % 5}` }),
          }),
        );
        const reports = values.map((percent, n) => report(n, q1, percent));
        const selection = selectActions(facts(actions, reports), { condition: {}, orders }, on);
        const ids = selection.all.map((item) => item.action.actionId);
        expect(new Set(ids).size).toBe(values.length);
        for (const fromEnd of [false, true]) {
          const seen: string[] = [];
          let bound: readonly unknown[] | undefined;
          for (let more = true; more;) {
            const page = sliceOf(selection, {
              ...{ limit: 7, fromEnd },
              ...(bound === undefined ? {} : { [fromEnd ? 'before' : 'after']: bound }),
            });
            const items = fromEnd ? page.items.toReversed() : page.items;
            seen.push(...items.map((item) => item.action.actionId));
            bound = JSON.parse(JSON.stringify(items.at(-1)?.values ?? [])) as unknown[];
            more = fromEnd ? page.hasPreviousPage : page.hasNextPage;
          }
          expect(seen).toEqual(fromEnd ? ids.toReversed() : ids);
        }
      }),
    );
  });

  it('goes on behind an item that has left the list', () => {
    const order = { condition: {}, orders: [byNumber] };
    const before = selectActions(given, order, on);
    const second = before.all[1]?.values ?? [];
    const left = { ...given, actions: given.actions.filter(({ number }) => number !== '1.10') };
    const { items } = sliceOf(selectActions(left, order, on), {
      limit: 7,
      fromEnd: false,
      after: second,
    });
    expect(items.map((item) => item.action.number)).toEqual(['2', '10']);
  });
});

describe('counts of a list', () => {
  it('are of all that it has, an action in each of its offices', () => {
    const given = facts(
      [
        action(1, { officeIds: ['a', 'b'] }),
        action(2, { officeIds: ['b', 'c'] }),
        action(3, { officeIds: [] }),
      ],
      [report(1, q1, 0), report(2, q1, 9000)],
    );
    const selection = selectActions(given, { condition: {}, orders: [byNumber] }, on);
    const { byState, bySignal, byOffice } = countActions(given, selection, q1, on);
    expect([...byState]).toEqual([['SUBMITTED', 2]]);
    expect([...bySignal]).toEqual([
      ['RED', 1],
      ['OVER', 1],
    ]);
    expect([...byOffice]).toEqual([
      ['a', 2],
      ['c', 1],
      [undefined, 1],
    ]);
  });
});

describe('rows that are damaged', () => {
  it('stand in the list with what they still tell, and leave their siblings', async () => {
    const broken = [
      { ...action(2), officeIds: null, name: 5, startDate: undefined },
      { planId: plan.planId },
    ];
    const moment = {
      ...{ positions: new Map(), merges: new Map<string, string>() },
      statesById: () => Promise.resolve([plan]),
      states: (model: string) =>
        Promise.resolve(
          model === 'actions'
            ? [action(1), ...broken]
            : model === 'reports'
              ? [report(1, q1, 0), { ...report(2, q1), startDate: null, endDate: 7 }]
              : [],
        ),
    };
    const read = await readPlanFacts(moment as never, plan.planId, [q1]);
    if (read === undefined) throw new Error('no plan');
    const orders: ActionOrder[] = [
      { by: 'NAME', direction: 'DESC' },
      { by: 'START_DATE', direction: 'ASC' },
      { by: 'SIGNAL', direction: 'ASC', quarter: q1 },
    ];
    expect(numbersOf(read, {}, orders)).toEqual(['1', '2']);
    expect(numbersOf(read, { report: { quarter: q1, signals: ['RED'] } })).toEqual(['1']);
  });
});
