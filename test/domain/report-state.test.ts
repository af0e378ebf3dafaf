import { describe, expect, it } from '@jest/globals';
import { stateAt } from '../../src/domain/report-state.js';
import {
  actionAdded,
  actionId,
  begun,
  closed,
  fact,
  opened,
  planId,
  reopened,
  reported,
  withdrawn,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, record } from '../support/given.js';

function stateOf(quarter: string, on: string, ...past: Past[]) {
  const rows = foldAll(record([...begun().slice(0, 3), ...past]));
  const row = rows.get('reports', `${actionId}/${quarter}`);
  if (row === undefined) throw new Error(`${quarter} has no row`);
  return stateAt(row, on, rows.get('periods', `${planId}/2024-${quarter}`));
}

const added = actionAdded();
const importedIn = (day: string, time = 'T15:00:00Z') => ({
  ...added,
  recordedAt: new Date(`${day}${time}`),
});
const report = reported('2024-Q1', { percent: 0 });

describe('the state of a report on a date', () => {
  it.each([
    ['2024-01-01', 'DUE', 'before the quarter ends'],
    ['2024-04-10', 'DUE', 'on the last day of the window'],
    ['2024-04-11', 'OVERDUE', 'the day after'],
    ['2026-01-01', 'OVERDUE', 'years after'],
  ])('without a report is, on %s, %s: %s', (on, state) => {
    expect(stateOf('Q1', on, added)).toBe(state);
  });

  it('without a report is OVERDUE from the day on which its quarter was closed, and DUE before it', () => {
    const early = { ...closed(), recordedAt: new Date('2024-04-05T15:00:00Z') };
    expect(stateOf('Q1', '2024-04-04', added, opened(), early)).toBe('DUE');
    expect(stateOf('Q1', '2024-04-05', added, opened(), early)).toBe('OVERDUE');
    expect(stateOf('Q1', '2024-04-05', added, opened(), early, reopened())).toBe('DUE');
  });

  it('is NOT_DUE where the action has not started by the cut-off, or has ended', () => {
    const late = actionAdded({ startDate: '2024-05-01' });
    expect(stateOf('Q1', '2026-01-01', late)).toBe('NOT_DUE');
    expect(stateOf('Q2', '2024-06-30', late)).toBe('DUE');
    const short = actionAdded({ endDate: '2024-06-30' });
    expect(stateOf('Q3', '2026-01-01', short)).toBe('NOT_DUE');
  });

  it('is NOT_DUE for what a withdrawn action did not report, and stays for what it did', () => {
    const gone = fact('ActionWithdrawn', { actionId });
    expect(stateOf('Q2', '2026-01-01', added, report, gone)).toBe('NOT_DUE');
    expect(stateOf('Q1', '2026-01-01', added, report, gone)).toBe('SUBMITTED');
  });

  it('is SUBMITTED with a report, even an early one of a quarter that is not due', () => {
    const late = actionAdded({ startDate: '2024-05-01' });
    expect(stateOf('Q1', '2026-01-01', added, report)).toBe('SUBMITTED');
    expect(stateOf('Q1', '2024-02-01', late, report)).toBe('SUBMITTED');
  });

  it('is OVERDUE again once a report is withdrawn', () => {
    const back = withdrawn('2024-Q1', { percent: 0 });
    expect(stateOf('Q1', '2024-04-11', added, report, back)).toBe('OVERDUE');
  });

  it.each([
    ['2024-04-10', 'T23:59:59-05:00', 'OVERDUE', 'within the window, in Bogotá'],
    ['2024-04-11', 'T00:00:00-05:00', 'DUE', 'after it'],
    ['2026-11-25', 'T12:00:00-05:00', 'DUE', 'years after it'],
  ])('for an action that came on record on %s%s is %s: %s', (day, time, state) => {
    expect(stateOf('Q1', '2026-12-01', importedIn(day, time))).toBe(state);
  });

  it('is judged quarter by quarter for an action that came on record in mid-year', () => {
    const imported = importedIn('2024-08-01');
    expect(
      ['Q1', 'Q2', 'Q3', 'Q4'].map((quarter) => stateOf(quarter, '2025-02-01', imported)),
    ).toEqual(['DUE', 'DUE', 'OVERDUE', 'OVERDUE']);
  });
});

describe('the state of a report, in every combination', () => {
  const late = '2024-05-01';
  const change = { actionId, quarter: '2024-Q1' };
  const submissions: Readonly<Record<string, Past[]>> = {
    none: [],
    SUBMITTED: [report],
    APPROVED: [report, fact('ReportApproved', change)],
    RETURNED: [report, fact('ReportReturned', change)],
    NOT_APPLICABLE: [fact('ReportMarkedNotApplicable', { ...change, before: {} })],
  };
  // The window of the period closes on 20 April, ten days after the default one.
  const open = opened('2024-Q1', { closesAt: '2024-04-20' });
  const periods: Readonly<Record<string, Past[]>> = {
    none: [],
    open: [open],
    closed: [open, closed()],
    reopened: [open, closed(), reopened()],
  };
  const actions: Readonly<Record<string, (past: Past[]) => Past[]>> = {
    due: (past) => [added, ...past],
    'not due': (past) => [actionAdded({ startDate: late }), ...past],
    withdrawn: (past) => [added, ...past, fact('ActionWithdrawn', { actionId })],
    'known after both windows': (past) => [importedIn('2024-04-21'), ...past],
    'known between the windows': (past) => [importedIn('2024-04-11'), ...past],
  };
  // States on 10, 11, 20 and 21 April. A report's own state does not move with the date.
  const dates = ['2024-04-10', '2024-04-11', '2024-04-20', '2024-04-21'];
  const always = (state: string) => [state, state, state, state];
  const never = always('NOT_DUE');
  // It was closed before its window was, on a day before all of these.
  const shut = always('OVERDUE');
  const missing: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
    due: {
      none: ['DUE', 'OVERDUE', 'OVERDUE', 'OVERDUE'],
      any: ['DUE', 'DUE', 'DUE', 'OVERDUE'],
      closed: shut,
    },
    'not due': { none: never, any: never, closed: never },
    withdrawn: { none: never, any: never, closed: never },
    // A period that was opened says when reports are due, whenever the action came on record.
    'known after both windows': {
      none: always('DUE'),
      any: ['DUE', 'DUE', 'DUE', 'OVERDUE'],
      closed: shut,
    },
    'known between the windows': {
      none: always('DUE'),
      any: ['DUE', 'DUE', 'DUE', 'OVERDUE'],
      closed: shut,
    },
  };
  const expectedStates = (submission: string, period: string, action: string) => {
    if (submission === 'none') {
      const which = period === 'none' || period === 'closed' ? period : 'any';
      return missing[action]?.[which];
    }
    const published = period === 'closed' && ['SUBMITTED', 'APPROVED'].includes(submission);
    return always(published ? 'PUBLISHED' : submission);
  };
  const combinations = Object.keys(submissions).flatMap((submission) =>
    Object.keys(periods).flatMap((period) =>
      Object.keys(actions).map((action) => ({ submission, period, action })),
    ),
  );

  it.each(combinations)(
    'report $submission, period $period, action $action',
    ({ submission, period, action }) => {
      const past = [...(submissions[submission] ?? []), ...(periods[period] ?? [])];
      const story = actions[action]?.(past) ?? [];
      expect(dates.map((on) => stateOf('Q1', on, ...story))).toEqual(
        expectedStates(submission, period, action),
      );
    },
  );
});
