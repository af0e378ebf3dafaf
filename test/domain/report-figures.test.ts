import { describe, expect, it } from '@jest/globals';
import type { Basis } from '../../src/domain/report-figures.js';
import { figuresOf } from '../../src/domain/report-figures.js';
import {
  actionAdded,
  actionId,
  begun,
  closed,
  fact,
  notApplicable,
  opened,
  planId,
  planRegistered,
  reopened,
  reported,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, record } from '../support/given.js';

function figures(past: readonly Past[], quarter = 'Q1', basis?: Basis, on = '2024-12-31') {
  const rows = foldAll(record(past));
  const [row, plan] = [rows.get('reports', `${actionId}/${quarter}`), rows.get('plans', planId)];
  if (row === undefined || plan === undefined) throw new Error('the action has four quarters');
  return figuresOf(row, plan, rows.get('periods', `${planId}/2024-${quarter}`), on, basis);
}
const strict = { redUpTo: 9_000, yellowUpTo: 19_000, greenUpTo: 20_000 };
const adopted = fact('SignalPolicyAdopted', { planId, after: strict });

describe('the figures of a report', () => {
  it('are derived from what was reported and what is expected', () => {
    expect(figures([...begun(), reported('2024-Q2', { percent: 2_000 })], 'Q2')).toStrictEqual({
      due: true,
      state: 'SUBMITTED',
      expected: 3_987,
      efficacy: 5_016,
      gap: -1_987,
      signal: 'YELLOW',
    });
  });

  it('leave out what can not be told, and are never 0 for it', () => {
    expect(figures(begun())).toStrictEqual({
      due: true,
      state: 'OVERDUE',
      expected: 1_013,
      signal: 'NO_DATA',
    });
    const late = [...begun().slice(0, 3), actionAdded({ startDate: '2024-05-01' })];
    expect(figures(late)).toStrictEqual({ due: false, state: 'NOT_DUE', signal: 'NO_DATA' });
    expect(figures([...late, reported('2024-Q1', { percent: 100 })])).toStrictEqual({
      due: false,
      state: 'SUBMITTED',
      signal: 'NO_DATA',
    });
    expect(figures([...begun(), notApplicable('2024-Q1')])).toMatchObject({
      state: 'NOT_APPLICABLE',
      signal: 'NO_DATA',
    });
  });

  it('of 0 of 0 are no efficacy, a gap of 0 and no colour', () => {
    const targets = fact('QuarterTargetsSet', { actionId, before: {}, after: { Q1: 0 } });
    expect(figures([...begun(), targets, reported('2024-Q1', { percent: 0 })])).toStrictEqual({
      due: true,
      state: 'SUBMITTED',
      expected: 0,
      gap: 0,
      signal: 'NO_DATA',
    });
  });

  it('are by the target of the quarter where there is one, else linear', () => {
    const targets = fact('QuarterTargetsSet', { actionId, before: {}, after: { Q1: 2_000 } });
    const past = [...begun(), targets];
    expect([figures(past, 'Q1').expected, figures(past, 'Q2').expected]).toEqual([2_000, 3_987]);
  });

  it('are those of the quarter alone where the plan counts so', () => {
    const past = [
      ...begun({ percentMode: 'PER_QUARTER' }),
      reported('2024-Q3', { percent: 3_007 }),
    ];
    expect(figures(past, 'Q3')).toMatchObject({ expected: 3_007, efficacy: 10_002, gap: 0 });
  });

  it('are by the cut-off of the period where it is another', () => {
    expect(figures([...begun(), opened('2024-Q1', { cutoff: '2024-03-15' })]).expected).toBe(490);
  });
});

describe('the colour of a quarter', () => {
  const begunWith = [...begun(), opened(), reported('2024-Q1', { percent: 2_000 })];
  const signal = (...more: Past[]) => figures([...begunWith, ...more]).signal;

  it('is by the policy in force, until the quarter is closed', () => {
    expect([signal(), signal(adopted)]).toEqual(['OVER', 'GREEN']);
  });

  it('of a closed quarter stays what it was, also when what was closed is corrected', () => {
    expect(signal(closed(), adopted)).toBe('OVER');
    const change = { before: { percent: 2_000 }, after: { percent: 500 } };
    const fixed = { actionId, quarter: '2024-Q1', ...change, fall: true, afterCutoff: true };
    expect(signal(closed(), adopted, fact('ProgressCorrected', fixed))).toBe('RED');
  });

  it('follows the policy again once the quarter is reopened', () => {
    expect(signal(closed(), adopted, reopened())).toBe('GREEN');
  });

  it('of one quarter is not frozen by the closing of another', () => {
    const past = [...begunWith, reported('2024-Q2', { percent: 7_974 }), closed(), adopted];
    expect(figures(past, 'Q2')).toMatchObject({ efficacy: 20_000, signal: 'OVER' });
  });
});

describe('the figures under the time and targets of the start', () => {
  const shorter = fact('ActionRevised', {
    actionId,
    before: { endDate: '2024-12-31' },
    after: { endDate: '2024-06-30' },
    reprograms: ['TIME'],
  });

  it('are as before any revision of the dates, beside the current ones', () => {
    const past = [...begun(), shorter, reported('2024-Q2', { percent: 3_987 })];
    expect(figures(past, 'Q2')).toMatchObject({ expected: 10_000, efficacy: 3_987, signal: 'RED' });
    expect(figures(past, 'Q2', 'ORIGINAL')).toMatchObject({
      expected: 3_987,
      efficacy: 10_000,
      signal: 'GREEN',
    });
  });

  it('are by the first target that was set for the quarter', () => {
    const [first, second] = [{ Q1: 2_000 }, { Q1: 1_000 }];
    const past = [
      ...begun(),
      fact('QuarterTargetsSet', { actionId, before: {}, after: first }),
      fact('QuarterTargetsSet', { actionId, before: first, after: second }),
      reported('2024-Q1', { percent: 1_000 }),
    ];
    expect(figures(past).efficacy).toBe(10_000);
    expect(figures(past, 'Q1', 'ORIGINAL').efficacy).toBe(5_000);
  });

  it('measure a quantity against the target of the start', () => {
    const raised = fact('ActionRevised', {
      actionId,
      before: { target: '10' },
      after: { target: '20' },
      reprograms: ['TARGET'],
    });
    const past = [
      ...begun().slice(0, -1),
      actionAdded({ target: '10' }),
      raised,
      fact('ProgressReported', {
        ...reported('2024-Q1', { percent: 500 }).data,
        quantity: '1',
      }),
    ];
    expect(figures(past)).toMatchObject({ expected: 1_013, efficacy: 4_935 });
    expect(figures(past, 'Q1', 'ORIGINAL')).toMatchObject({ expected: 1_013, efficacy: 9_871 });
  });

  it('are the current ones where nothing was revised', () => {
    const past = [planRegistered(), ...begun().slice(1), reported('2024-Q1', { percent: 700 })];
    expect(figures(past, 'Q1', 'ORIGINAL')).toStrictEqual(figures(past));
  });
});
