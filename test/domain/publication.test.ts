import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodIdOf } from '../../src/domain/period.js';
import type { Publication } from '../../src/domain/publication.js';
import { publicationHash, publicationOf } from '../../src/domain/publication.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { figuresOf } from '../../src/domain/report-figures.js';
import { defaultPolicy } from '../../src/domain/signal.js';
import {
  actionAdded,
  begun,
  closed,
  corrected,
  fact,
  opened,
  planId,
  reopened,
  reported,
  weightsSet,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { decideOn, foldAll, record } from '../support/given.js';

const ids = ['0001', '0002', '0003', '0004', '0005', '0006', '0007'].map(
  (letters) => `action_rmbc_${letters}`,
);
const [one = '', two = '', three = '', four = '', five = '', six = '', seven = ''] = ids;
const quarter = '2024-Q1';
const says = (actionId: string, percent: number) =>
  reported(quarter, { actionId, percent, narrative: `Lo hizo Ana (${actionId})` });
const about = (actionId: string) => ({ actionId, quarter });

/** Seven actions in every state that a closing can find, in no order. */
const year: readonly Past[] = [
  ...begun().slice(0, 3),
  ...[seven, three, one, six, four, two, five].map((actionId, i) =>
    actionAdded({
      actionId,
      number: String(i + 1),
      startDate: actionId === four ? '2024-05-01' : '2024-03-01',
    }),
  ),
  opened(),
  says(one, 2_000),
  fact('ReportApproved', about(one)),
  says(two, 0),
  says(three, 500),
  fact('ReportReturned', about(three)),
  fact('ReportMarkedNotApplicable', { ...about(six), before: {} }),
  says(seven, 10_000),
  fact('ActionWithdrawn', { actionId: seven }),
];
const closing = { recordedAt: new Date('2024-04-15T15:00:00Z') };

/** What a closing after these events publishes, with the event that it records. */
function publish(past: readonly Past[], context: object = closing) {
  const rows = foldAll(record(past));
  const input = { planId, quarter, act: 'Acta 1' };
  const decision = decideOn(rows, { type: 'ClosePeriod', input }, context);
  const event = isRefusal(decision) ? undefined : decision[0];
  if (event?.type !== 'PeriodClosed' || event.publication === undefined) {
    throw new Error(`not closed: ${JSON.stringify(decision)}`);
  }
  return { publication: event.publication, data: event.data };
}

/** Members in the order of their names, all the way down: RFC 8785 for what a publication holds. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}

describe('what a closing publishes', () => {
  const expected = 1_013;

  it('is every action of the plan with its percentage, expected progress, state and signal', () => {
    const { publication } = publish(year, { ...closing, position: 41 });
    expect(publication).toStrictEqual({
      planId,
      quarter,
      asOfPosition: 41,
      cutoff: '2024-03-31',
      signalPolicy: defaultPolicy,
      actions: [
        { actionId: one, percent: 2_000, expected, state: 'PUBLISHED', signal: 'OVER' },
        { actionId: two, percent: 0, expected, state: 'PUBLISHED', signal: 'RED' },
        { actionId: three, percent: 500, expected, state: 'RETURNED', signal: 'RED' },
        { actionId: four, state: 'NOT_DUE', signal: 'NO_DATA' },
        { actionId: five, expected, state: 'OVERDUE', signal: 'NO_DATA' },
        { actionId: six, expected, state: 'NOT_APPLICABLE', signal: 'NO_DATA' },
      ],
      totals: { due: 4, reported: 3, completeness: 7_500, progress: 833 },
    });
  });

  it('weighs by the weights of the plan, without those of withdrawn actions', () => {
    const weights = { [one]: 6_000, [two]: 1_000, [three]: 1_000, [four]: 500, [five]: 500 };
    const past = [...year, weightsSet({ ...weights, [six]: 1_000 })];
    // (2,000 × 6,000 + 0 × 1,000 + 500 × 1,000) ÷ 8,000, rounded.
    expect(publish(past).publication.totals).toMatchObject({ progress: 1_563 });
    const before = [...begun(), actionAdded({ actionId: two, number: '2' }), opened()];
    const heavy = [weightsSet({ [one]: 9_000, [two]: 1_000 }), says(one, 0), says(two, 1_000)];
    const gone = fact('ActionWithdrawn', { actionId: one });
    expect(publish([...before, ...heavy]).publication.totals.progress).toBe(100);
    expect(publish([...before, ...heavy, gone]).publication.totals).toStrictEqual({
      ...{ due: 1, reported: 1 },
      ...{ completeness: 10_000, progress: 1_000 },
    });
  });

  it('has no percentages where nothing was due: that is not 0', () => {
    const past = [...begun().slice(0, 3), actionAdded({ startDate: '2024-05-01' }), opened()];
    expect(publish(past).publication.totals).toStrictEqual({ due: 0, reported: 0 });
  });

  it('holds no text of the reports, the actions or the plan', () => {
    const text = JSON.stringify(publish(year).publication);
    expect(text).not.toMatch(/Ana|Formular|Plan de Acción|Acta/);
  });

  it('takes what is missing for overdue: a closed quarter takes no report in time any more', () => {
    const stateOf = (instant: string) =>
      publish(year, { recordedAt: new Date(instant) }).publication.actions.find(
        ({ actionId }) => actionId === five,
      )?.state;
    expect(stateOf('2024-04-11T04:59:59Z')).toBe('OVERDUE');
    expect(stateOf('2024-04-11T05:00:00Z')).toBe('OVERDUE');
  });

  it('expects what is expected on the cut-off day of the period', () => {
    const past = year.map((event) =>
      event.type === 'PeriodOpened' ? opened(quarter, { cutoff: '2024-03-15' }) : event,
    );
    expect(publish(past).publication).toMatchObject({
      cutoff: '2024-03-15',
      actions: [{ expected: 490 }, {}, {}, {}, {}, {}],
    });
  });

  it('has the hash of its canonical JSON, which the event carries', () => {
    const { publication, data } = publish(year);
    const text = JSON.stringify(sorted(publication));
    const hash = createHash('sha256').update(text).digest('hex');
    expect(publicationHash(publication)).toBe(hash);
    expect(data.publicationHash).toBe(hash);
  });

  it.each<[string, (publication: Publication) => Publication]>([
    ['a percentage', (p) => ({ ...p, actions: p.actions.map((a) => ({ ...a, percent: 1 })) })],
    ['the position', (p) => ({ ...p, asOfPosition: p.asOfPosition + 1 })],
    ['the policy', (p) => ({ ...p, signalPolicy: { ...p.signalPolicy, redUpTo: 1 } })],
    ['the totals', (p) => ({ ...p, totals: { ...p.totals, due: 99 } })],
    ['an action', (p) => ({ ...p, actions: p.actions.slice(1) })],
  ])('has another hash when %s differs', (_, change) => {
    const { publication } = publish(year);
    expect(publicationHash(change(publication))).not.toBe(publicationHash(publication));
  });
});

describe('a publication', () => {
  const period = closed().data;
  const planOf = (past: readonly Past[]) => {
    const rows = foldAll(record(past));
    const plan = rows.get('plans', planId);
    const state = rows.get('periods', periodIdOf(planId, quarter));
    if (plan === undefined || state === undefined) throw new Error('the quarter was opened');
    return { rows, plan, state };
  };

  it('is the same whatever the order of the rows', () => {
    const { rows, plan, state } = planOf(year);
    const asOf = { position: 7, on: '2024-04-15' };
    const right = publicationOf(plan, state, rows, asOf);
    const reports = rows.find({ model: 'reports', where: { planId, quarter } });
    fc.assert(
      fc.property(fc.shuffledSubarray([...reports], { minLength: reports.length }), (shuffled) => {
        const world = { ...rows, find: () => shuffled as never };
        expect(publicationOf(plan, state, world, asOf)).toStrictEqual(right);
      }),
    );
  });

  it('stays what it was: what changes afterwards makes another one', () => {
    const { publication } = publish(year);
    const change = { actionId: two, before: { percent: 0 }, after: { percent: 900 } };
    const past = [
      ...year,
      fact('PeriodClosed', { ...period, publicationHash: publicationHash(publication) }),
      corrected(quarter, { ...change, afterCutoff: true }),
      reopened(),
    ];
    const again = publish(past).publication;
    expect(again.actions[1]).toMatchObject({ actionId: two, percent: 900, signal: 'GREEN' });
    expect(publicationHash(again)).not.toBe(publicationHash(publication));
    expect(publish(year).publication).toStrictEqual(publication);
  });

  it('keeps its colours, as the closed quarter does, whatever policy is adopted later', () => {
    const strict = { redUpTo: 30_000, yellowUpTo: 30_000, greenUpTo: 30_000 };
    const adopted = fact('SignalPolicyAdopted', { planId, after: strict });
    const signalIn = (...more: Past[]) => {
      const { rows, plan, state } = planOf([...year, ...more]);
      const row = rows.get('reports', `${one}/Q1`);
      if (row === undefined) throw new Error('the action has a first quarter');
      return figuresOf(row, plan, state, '2024-12-31').signal;
    };
    expect(signalIn(closed())).toBe('OVER');
    expect(signalIn(closed(), adopted)).toBe('OVER');
    expect(signalIn(adopted)).toBe('RED');
    expect(signalIn(closed(), adopted, reopened())).toBe('RED');
    expect(signalIn(closed(), adopted, reopened(), closed(quarter, strict))).toBe('RED');
  });
});
