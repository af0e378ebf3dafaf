import { describe, it } from '@jest/globals';
import type { ReportProgressInput } from '../../src/domain/report-progress.js';
import {
  actionAdded,
  actionId,
  begun,
  corrected,
  fact,
  otherActionId,
  reported,
  withdrawn,
} from '../support/facts.js';
import { given } from '../support/given.js';

const report = (quarter: string, progress: Omit<ReportProgressInput, 'actionId' | 'quarter'>) =>
  ({ type: 'ReportProgress', input: { actionId, quarter, ...progress } }) as const;

describe('ReportProgress', () => {
  it('records what was reported, to the letter', () => {
    const narrative = 'Se avanzó «mucho»\n\tcon 2 mesas técnicas ';
    given(...begun())
      .when(report('2024-Q1', { percent: 1_250, narrative }))
      .then(reported('2024-Q1', { percent: 1_250, narrative }));
  });

  it('records 0 % as a value', () => {
    given(...begun())
      .when(report('2024-Q1', { percent: 0 }))
      .then(reported('2024-Q1', { percent: 0 }));
  });

  it('records a narrative alone, without making up a percentage', () => {
    given(...begun())
      .when(report('2024-Q1', { narrative: 'Sin avance medible' }))
      .then(reported('2024-Q1', { narrative: 'Sin avance medible' }));
  });

  it('refuses a report that says nothing', () => {
    given(...begun())
      .when(report('2024-Q1', {}))
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'percent', actual: 'none' });
  });

  it('refuses an action that is not on record', () => {
    given(...begun())
      .when({
        type: 'ReportProgress',
        input: { actionId: otherActionId, quarter: '2024-Q1', percent: 0 },
      })
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId', actual: otherActionId });
  });

  it.each(['2023-Q4', '2025-Q1', '2024-Q5'])('refuses %s for a plan of 2024', (quarter) => {
    given(...begun())
      .when(report(quarter, { percent: 0 }))
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'quarter-outside-plan',
        expected: 'a quarter of 2024',
        actual: quarter,
      });
  });

  it('accepts a report before the action starts and after it ends: it may report early or late', () => {
    const short = actionAdded({ startDate: '2024-05-01', endDate: '2024-06-30' });
    const past = [...begun().slice(0, 3), short];
    given(...past)
      .when(report('2024-Q1', { percent: 100 }))
      .then(reported('2024-Q1', { percent: 100 }));
    given(...past)
      .when(report('2024-Q4', { percent: 100 }))
      .then(reported('2024-Q4', { percent: 100, timeliness: 'ON_TIME' }));
  });

  it('refuses a second report of the quarter', () => {
    given(...begun(), reported('2024-Q1', { percent: 10 }))
      .when(report('2024-Q1', { percent: 20 }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'already-reported', field: 'quarter' });
  });

  it('takes a report anew once the first was withdrawn', () => {
    given(
      ...begun(),
      reported('2024-Q1', { percent: 5_000 }),
      withdrawn('2024-Q1', { percent: 5_000 }),
    )
      .when(report('2024-Q1', { percent: 1_000 }))
      .then(reported('2024-Q1', { percent: 1_000 }));
  });

  it('refuses a withdrawn action, whose quarter would otherwise be free', () => {
    given(...begun(), fact('ActionWithdrawn', { actionId }))
      .when(report('2024-Q1', { percent: 0 }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'action-withdrawn', actual: actionId });
  });
});

describe('the timeliness of a report', () => {
  const at = (recordedAt: string, imported = false) =>
    given(...begun()).when(report('2024-Q1', { percent: 0 }), {
      recordedAt: new Date(recordedAt),
      imported,
    });

  it.each([
    ['2024-02-01T12:00:00Z', 'ON_TIME', 'before its window opens'],
    ['2024-04-11T04:59:59Z', 'ON_TIME', 'in the last second of 10 April in Bogotá'],
    ['2024-04-11T05:00:00Z', 'LATE', 'in the first second of 11 April in Bogotá'],
  ] as const)('at %s is %s: %s', (instant, timeliness, _) => {
    at(instant).then(reported('2024-Q1', { percent: 0, timeliness }));
  });

  it.each(['2024-02-01T12:00:00Z', '2026-11-25T12:00:00Z'])(
    'is UNKNOWN when a plan file tells of it, recorded at %s',
    (instant) => {
      at(instant, true).then(reported('2024-Q1', { percent: 0, timeliness: 'UNKNOWN' }));
    },
  );
});

describe('a fall of a cumulative percentage', () => {
  const first = reported('2024-Q1', { percent: 5_000 });
  const fell = reported('2024-Q2', { percent: 4_999, fall: true });

  it('needs a reason', () => {
    given(...begun(), first)
      .when(report('2024-Q2', { percent: 4_999 }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('is flagged when the reason is there', () => {
    given(...begun(), first)
      .when(report('2024-Q2', { percent: 4_999 }), { reason: 'Se midió de nuevo' })
      .then(fell);
  });

  it('is looked for in every earlier quarter, over those without a percentage', () => {
    given(...begun(), first, reported('2024-Q2', { narrative: 'Sin dato' }))
      .when(report('2024-Q4', { percent: 4_999 }))
      .thenRefused({ rule: 'reason-required' });
  });

  it('is none when the percentage stays', () => {
    given(...begun(), first)
      .when(report('2024-Q2', { percent: 5_000 }))
      .then(reported('2024-Q2', { percent: 5_000 }));
  });

  it('is none below a later quarter that was reported before', () => {
    given(...begun(), reported('2024-Q2', { percent: 5_000 }))
      .when(report('2024-Q1', { percent: 1_000 }))
      .then(reported('2024-Q1', { percent: 1_000 }));
  });

  it('is measured against the last earlier quarter, once an earlier fall was explained', () => {
    const low = reported('2024-Q2', { percent: 3_000, fall: true });
    given(...begun(), first, low)
      .when(report('2024-Q3', { percent: 4_000 }))
      .then(reported('2024-Q3', { percent: 4_000 }));
    given(...begun(), first, low)
      .when(report('2024-Q3', { percent: 2_999 }))
      .thenRefused({ rule: 'reason-required' });
  });

  it('is one too when an earlier quarter comes late, above a later one', () => {
    given(...begun(), reported('2024-Q2', { percent: 5_000 }))
      .when(report('2024-Q1', { percent: 6_000 }))
      .thenRefused({ rule: 'reason-required' });
    given(...begun(), reported('2024-Q2', { percent: 5_000 }))
      .when(report('2024-Q1', { percent: 6_000 }), { reason: 'Llegó tarde' })
      .then(reported('2024-Q1', { percent: 6_000, fall: true }));
  });

  it('is none below a quarter whose report was withdrawn or corrected down', () => {
    given(...begun(), first, withdrawn('2024-Q1', { percent: 5_000 }))
      .when(report('2024-Q2', { percent: 1_000 }))
      .then(reported('2024-Q2', { percent: 1_000 }));
    const down = { before: { percent: 5_000 }, after: { percent: 900 }, fall: true };
    given(...begun(), first, corrected('2024-Q1', down))
      .when(report('2024-Q2', { percent: 1_000 }))
      .then(reported('2024-Q2', { percent: 1_000 }));
  });

  it('is none below what another action reported', () => {
    const other = { actionId: otherActionId, number: '2' };
    given(...begun(), actionAdded(other), reported('2024-Q1', { ...other, percent: 9_000 }))
      .when(report('2024-Q2', { percent: 1_000 }))
      .then(reported('2024-Q2', { percent: 1_000 }));
  });

  it('is none in a plan whose percentages are each of their own quarter', () => {
    given(...begun({ percentMode: 'PER_QUARTER' }), first)
      .when(report('2024-Q2', { percent: 1_000 }))
      .then(reported('2024-Q2', { percent: 1_000 }));
  });
});

describe('the version of the report that the caller knew', () => {
  const past = [...begun(), reported('2024-Q1', { percent: 10 })];

  it('is 0 for a quarter that nobody reported', () => {
    given(...begun())
      .when(report('2024-Q1', { percent: 0, expectedReportVersion: 0 }))
      .then(reported('2024-Q1', { percent: 0 }));
  });

  it('makes the second of two people who report one quarter lose with a conflict', () => {
    given(...past)
      .when(report('2024-Q1', { percent: 20, expectedReportVersion: 0 }))
      .thenRefused({
        code: 'CONFLICT',
        field: 'expectedReportVersion',
        expected: '0',
        actual: '2',
      });
  });

  it('is not moved by a rename of the action or by the report of another quarter', () => {
    const renamed = { actionId, before: { name: 'a' }, after: { name: 'b' } };
    given(...past, fact('ActionRevised', { ...renamed, reprograms: [] }))
      .when(report('2024-Q2', { percent: 20, expectedReportVersion: 0 }))
      .then(reported('2024-Q2', { percent: 20 }));
  });
});
