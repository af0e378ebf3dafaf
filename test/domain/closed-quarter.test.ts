import { describe, expect, it } from '@jest/globals';
import type { CorrectProgressInput } from '../../src/domain/correct-progress.js';
import { stateAt } from '../../src/domain/report-state.js';
import {
  actionId,
  approved,
  begun,
  closed,
  corrected,
  fact,
  notApplicable,
  opened,
  planId,
  reopened,
  reported,
  returned,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const target = { actionId, quarter: '2024-Q1' };
const report = (percent: number) =>
  ({ type: 'ReportProgress', input: { ...target, percent } }) as const;
const correct = (changes: CorrectProgressInput['changes']) =>
  ({ type: 'CorrectProgress', input: { ...target, changes } }) as const;
const first = reported('2024-Q1', { percent: 5_000 });
const because = { reason: 'Se revisó el informe' };
const change = { before: { percent: 5_000 }, after: { percent: 6_000 } };
const afterCutoff = { ...change, afterCutoff: true };

/** The row of the first quarter, and its state long after its window. */
function seen(...past: Past[]) {
  const rows = foldAll(record([...begun(), ...past]));
  const row = rows.get('reports', `${actionId}/Q1`);
  if (row === undefined) throw new Error('the action has a first quarter');
  const state = stateAt(row, '2026-01-01', rows.get('periods', `${planId}/2024-Q1`));
  return { state, row };
}

describe('a report after a return', () => {
  it('is accepted anew, and submitted again', () => {
    given(...begun(), first, returned('2024-Q1'))
      .when(report(6_000))
      .then(reported('2024-Q1', { percent: 6_000 }));
    expect(seen(first, returned('2024-Q1')).state).toBe('RETURNED');
    const again = reported('2024-Q1', { percent: 6_000 });
    expect(seen(first, returned('2024-Q1'), again)).toMatchObject({
      state: 'SUBMITTED',
      row: { percent: 6_000, reportVersion: 4 },
    });
  });

  it('keeps nothing of what was returned', () => {
    const told = reported('2024-Q1', { percent: 5_000, narrative: 'Uno' });
    const { row } = seen(told, returned('2024-Q1'), first);
    expect(row).not.toHaveProperty('narrative');
  });

  it('is judged by itself: lower than what was returned is no fall', () => {
    given(...begun(), first, returned('2024-Q1'))
      .when(report(4_000))
      .then(reported('2024-Q1', { percent: 4_000 }));
  });

  it('needs its reason again for the same value above 100 %, and for the same fall', () => {
    given(...begun(), reported('2024-Q1', { percent: 11_000 }), returned('2024-Q1'))
      .when(report(11_000))
      .thenRefused({ rule: 'reason-required' });
    const fell = reported('2024-Q2', { percent: 4_000, fall: true });
    const input = { actionId, quarter: '2024-Q2', percent: 4_000 };
    given(...begun(), first, fell, returned('2024-Q2'))
      .when({ type: 'ReportProgress', input })
      .thenRefused({ rule: 'reason-required' });
    given(...begun(), first, fell, returned('2024-Q2'))
      .when({ type: 'ReportProgress', input }, because)
      .then(fell);
  });

  it('may be a correction instead', () => {
    given(...begun(), first, returned('2024-Q1'))
      .when(correct({ percent: 6_000 }))
      .then(corrected('2024-Q1', change));
    expect(seen(first, returned('2024-Q1'), corrected('2024-Q1', change)).state).toBe('SUBMITTED');
  });

  it.each<[string, Past[]]>([
    ['SUBMITTED', [first]],
    ['APPROVED', [first, approved('2024-Q1')]],
  ])('is the only second one: a report that is %s is corrected', (_, past) => {
    given(...begun(), ...past)
      .when(report(6_000))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'already-reported', field: 'quarter' });
  });
});

describe('a report in a closed quarter', () => {
  it.each<[string, Past[]]>([
    ['unreported', []],
    ['returned', [first, returned('2024-Q1')]],
    ['not applicable', [notApplicable('2024-Q1')]],
  ])('is refused, with or without a reason, where it was %s', (_, past) => {
    for (const context of [{}, because, { imported: true }]) {
      given(...begun(), opened(), ...past, closed())
        .when(report(0), context)
        .thenRefused({ code: 'RULE_VIOLATION', rule: 'period-closed', field: 'quarter' });
    }
  });

  it('is said to be a second one where there is one, whose correction is the way', () => {
    given(...begun(), opened(), first, closed())
      .when(report(0))
      .thenRefused({ rule: 'already-reported' });
  });

  it('is accepted in the quarters that are not closed', () => {
    given(...begun(), opened(), closed())
      .when({ type: 'ReportProgress', input: { ...target, quarter: '2024-Q2', percent: 0 } })
      .then(reported('2024-Q2', { percent: 0 }));
  });

  it('is accepted once it is reopened, and late by its window', () => {
    const late = { recordedAt: new Date('2024-05-02T15:00:00Z') };
    given(...begun(), opened(), closed(), reopened())
      .when(report(0), late)
      .then(reported('2024-Q1', { percent: 0, timeliness: 'LATE' }));
  });
});

describe('the timeliness of a report in a period', () => {
  const longer = opened('2024-Q1', { closesAt: '2024-04-20' });
  const shorter = opened('2024-Q1', { opensAt: '2024-04-01', closesAt: '2024-04-03' });

  it.each([
    [longer, '2024-04-21T04:59:59Z', 'ON_TIME'],
    [longer, '2024-04-21T05:00:00Z', 'LATE'],
    [shorter, '2024-04-04T04:59:59Z', 'ON_TIME'],
    [shorter, '2024-04-04T05:00:00Z', 'LATE'],
    [longer, '2024-02-15T15:00:00Z', 'ON_TIME'],
  ] as const)('is by its own window: $data.closesAt, at %s %s', (period, instant, timeliness) => {
    given(...begun(), period)
      .when(report(0), { recordedAt: new Date(instant) })
      .then(reported('2024-Q1', { percent: 0, timeliness }));
  });

  it('is UNKNOWN from a plan file, whatever the window', () => {
    given(...begun(), shorter)
      .when(report(0), { imported: true })
      .then(reported('2024-Q1', { percent: 0, timeliness: 'UNKNOWN' }));
  });
});

describe('a correction after approval', () => {
  it('needs no reason of its own, and is submitted again', () => {
    given(...begun(), first, approved('2024-Q1'))
      .when(correct({ percent: 6_000 }))
      .then(corrected('2024-Q1', change));
    expect(seen(first, approved('2024-Q1'), corrected('2024-Q1', change)).state).toBe('SUBMITTED');
  });
});

describe('a correction after closing', () => {
  const published = [opened(), first, approved('2024-Q1'), closed()];

  it('needs a reason, also when only the text changes', () => {
    for (const changes of [{ percent: 6_000 }, { narrative: 'Uno' }]) {
      given(...begun(), ...published)
        .when(correct(changes))
        .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
    }
  });

  it('is flagged as after the cut-off, and leaves the report published and restated', () => {
    given(...begun(), ...published)
      .when(correct({ percent: 6_000 }), because)
      .then(corrected('2024-Q1', afterCutoff));
    expect(seen(...published)).toMatchObject({ state: 'PUBLISHED', row: { restated: false } });
    expect(seen(...published, corrected('2024-Q1', afterCutoff))).toMatchObject({
      state: 'PUBLISHED',
      row: { restated: true, percent: 6_000, timeliness: 'ON_TIME' },
    });
  });

  it('changes nothing, and needs no reason, for the same values', () => {
    given(...begun(), ...published)
      .when(correct({ percent: 5_000 }))
      .thenNothing();
  });

  it.each<[string, Past[]]>([
    ['nothing was reported', []],
    ['the quarter was found not to apply', [notApplicable('2024-Q1')]],
  ])('reports for a reason what was missing, which is late: %s', (_, past) => {
    const late = { after: { percent: 6_000, narrative: 'Tarde' }, afterCutoff: true };
    const changes = { percent: 6_000, narrative: 'Tarde' };
    given(...begun(), opened(), ...past, closed())
      .when(correct(changes))
      .thenRefused({ rule: 'reason-required' });
    given(...begun(), opened(), ...past, closed())
      .when(correct(changes), because)
      .then(corrected('2024-Q1', late));
    expect(seen(opened(), ...past, closed(), corrected('2024-Q1', late))).toMatchObject({
      state: 'PUBLISHED',
      row: { submission: 'SUBMITTED', timeliness: 'LATE', restated: true, percent: 6_000 },
    });
  });

  it('refuses to report nothing where nothing was reported', () => {
    given(...begun(), opened(), closed())
      .when(correct({}), because)
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'percent' });
  });

  it('is submitted where the report had been returned, and so published', () => {
    const past = [opened(), first, returned('2024-Q1'), closed()];
    given(...begun(), ...past)
      .when(correct({ percent: 6_000 }), because)
      .then(corrected('2024-Q1', afterCutoff));
    expect(seen(...past).state).toBe('RETURNED');
    expect(seen(...past, corrected('2024-Q1', afterCutoff)).state).toBe('PUBLISHED');
  });

  it('is an ordinary one once the quarter is reopened', () => {
    given(...begun(), ...published, reopened())
      .when(correct({ percent: 6_000 }))
      .then(corrected('2024-Q1', change));
    expect(seen(...published, reopened()).state).toBe('APPROVED');
  });

  it('to a fall is flagged as both', () => {
    const down = { before: { percent: 5_000 }, after: { percent: 1_000 }, fall: true };
    given(...begun(), ...published)
      .when(correct({ percent: 1_000 }), because)
      .then(corrected('2024-Q1', { ...down, afterCutoff: true }));
  });
});

describe('a withdrawal after closing', () => {
  const before = { percent: 5_000 };

  it('is flagged, and leaves the quarter overdue and restated', () => {
    const gone = fact('ProgressWithdrawn', { ...target, before, afterCutoff: true });
    given(...begun(), opened(), first, closed())
      .when({ type: 'WithdrawProgress', input: target }, because)
      .then(gone);
    expect(seen(opened(), first, closed(), gone)).toMatchObject({
      state: 'OVERDUE',
      row: { restated: true },
    });
  });
});

describe('a withdrawn action', () => {
  it('keeps its published report readable', () => {
    const gone = fact('ActionWithdrawn', { actionId });
    expect(seen(opened(), first, closed(), gone)).toMatchObject({
      state: 'PUBLISHED',
      row: { percent: 5_000, withdrawn: true },
    });
  });
});
