import { describe, expect, it } from '@jest/globals';
import type { OpenPeriodInput } from '../../src/domain/period.js';
import { periodIdOf } from '../../src/domain/period.js';
import { publicationHash } from '../../src/domain/publication.js';
import { isRefusal } from '../../src/domain/refusal.js';
import { defaultPolicy } from '../../src/domain/signal.js';
import {
  begun,
  closed,
  fact,
  opened,
  planId,
  planRegistered,
  reopened,
  reported,
  sha256,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const open = (input: Partial<OpenPeriodInput> = {}) =>
  ({ type: 'OpenPeriod', input: { planId, quarter: '2024-Q1', ...input } }) as const;
const close = (act = 'Acta 1', quarter = '2024-Q1') =>
  ({ type: 'ClosePeriod', input: { planId, quarter, act } }) as const;
const reopen = { type: 'ReopenPeriod', input: { planId, quarter: '2024-Q1' } } as const;
const because = { reason: 'Llegó un informe que faltaba' };
const afterwards = { recordedAt: new Date('2024-04-15T15:00:00Z') };

describe('OpenPeriod', () => {
  it.each([
    ['2024-Q1', '2024-03-31', '2024-04-01', '2024-04-10'],
    ['2024-Q2', '2024-06-30', '2024-07-01', '2024-07-10'],
    ['2024-Q3', '2024-09-30', '2024-10-01', '2024-10-10'],
    ['2024-Q4', '2024-12-31', '2025-01-01', '2025-01-10'],
  ])('opens %s by default with the cut-off %s and a window from %s to %s', (...row) => {
    const [quarter, cutoff, opensAt, closesAt] = row;
    given(planRegistered())
      .when(open({ quarter }))
      .then(opened(quarter, { cutoff, opensAt, closesAt }));
  });

  it('opens a quarter with the dates that it is told, and the others by default', () => {
    const all = { cutoff: '2024-03-15', opensAt: '2024-03-10', closesAt: '2024-05-31' };
    given(planRegistered()).when(open(all)).then(opened('2024-Q1', all));
    const later = { closesAt: '2024-04-20' };
    given(planRegistered()).when(open(later)).then(opened('2024-Q1', later));
  });

  it('is about the quarter of the plan, in a stream of its own', () => {
    const { decision } = given(planRegistered()).when(open());
    expect(decision).toMatchObject([
      { stream: `period-${planId}-2024-Q1`, subject: { planId, quarter: '2024-Q1' } },
    ]);
  });

  it.each<[string, Past[]]>([
    ['open', [opened()]],
    ['closed', [opened(), closed()]],
    ['open again', [opened(), closed(), reopened()]],
  ])('refuses a quarter that is %s, whose dates are frozen', (_, past) => {
    for (const dates of [{}, { closesAt: '2024-04-20' }]) {
      const { decision } = given(planRegistered(), ...past).when(open(dates));
      expect(decision).toMatchObject({
        code: 'RULE_VIOLATION',
        rule: 'period-open',
        field: 'quarter',
        message: expect.stringContaining('from 2024-04-01 to 2024-04-10'),
      });
    }
  });

  it('opens each quarter for itself, and that of another plan too', () => {
    const q2 = { cutoff: '2024-06-30', opensAt: '2024-07-01', closesAt: '2024-07-10' };
    given(planRegistered(), opened())
      .when(open({ quarter: '2024-Q2' }))
      .then(opened('2024-Q2', q2));
    const other = { planId: 'plan_rmbc_other', title: 'Otro' };
    given(planRegistered(), opened(), planRegistered(other))
      .when(open({ planId: other.planId }))
      .then(opened('2024-Q1', { planId: other.planId }));
  });

  it.each([
    [{ cutoff: '2023-12-31' }, 'a cut-off before the quarter'],
    [{ closesAt: '2024-03-30' }, 'a window that closes before the cut-off'],
    [{ opensAt: '2024-04-11' }, 'a window that opens after it closes'],
    [{ cutoff: '2024-04-11' }, 'a cut-off after the window closed'],
  ])('refuses %j: %s', (dates, _) => {
    given(planRegistered())
      .when(open(dates))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'window-order', field: 'closesAt' });
  });

  it.each([
    { cutoff: '2024-01-01' },
    { cutoff: '2024-04-10' },
    { opensAt: '2024-04-10' },
    { opensAt: '2024-01-01' },
    { closesAt: '2024-03-31', opensAt: '2024-03-31' },
  ])('takes %j, which is on the border', (dates) => {
    given(planRegistered()).when(open(dates)).then(opened('2024-Q1', dates));
  });

  it.each(['2023-Q4', '2025-Q1', '2024-Q5', '2024-Q0'])(
    'refuses %s of a plan of 2024',
    (quarter) => {
      given(planRegistered()).when(open({ quarter })).thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'quarter-outside-plan',
        field: 'quarter',
        actual: quarter,
      });
    },
  );

  it('refuses a plan that is not on record', () => {
    given().when(open()).thenRefused({ code: 'NOT_FOUND', field: 'planId', actual: planId });
  });
});

describe('ClosePeriod', () => {
  it('closes the quarter by an act, with the policy in force and the hash of its figures', () => {
    const { decision, thenLike } = given(...begun(), opened()).when(close(), afterwards);
    const publication = isRefusal(decision) ? undefined : decision[0]?.publication;
    if (publication === undefined) throw new Error('a closing carries its publication');
    thenLike({
      type: 'PeriodClosed',
      data: {
        planId,
        quarter: '2024-Q1',
        act: 'Acta 1',
        publicationHash: publicationHash(publication),
        signalPolicy: defaultPolicy,
      },
    });
  });

  it('freezes the policy that the plan adopted', () => {
    const after = { redUpTo: 6_000, yellowUpTo: 8_000, greenUpTo: 10_000 };
    given(...begun(), fact('SignalPolicyAdopted', { planId, after }), opened())
      .when(close(), afterwards)
      .thenLike({ type: 'PeriodClosed', data: { signalPolicy: after } });
  });

  it('closes anew what was opened again', () => {
    given(...begun(), opened(), closed(), reopened())
      .when(close('Acta 2'), afterwards)
      .thenLike({ type: 'PeriodClosed', data: { act: 'Acta 2' } });
  });

  it.each<[string, Past[], string]>([
    ['never opened', [], 'a quarter that was never opened'],
    ['closed', [opened(), closed()], '2024-Q1, closed'],
    ['not the one that is open', [opened('2024-Q2')], 'a quarter that was never opened'],
  ])('refuses a quarter that is %s', (_, past, actual) => {
    given(...begun(), ...past)
      .when(close(), afterwards)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'period-not-open', field: 'quarter', actual });
  });

  it.each(['', '  \n'])('refuses %j for an act', (act) => {
    given(...begun(), opened())
      .when(close(act), afterwards)
      .thenRefused({ code: 'BAD_USER_INPUT', field: 'act' });
  });

  it.each([
    ['2024-04-01T04:59:59Z', opened(), '2024-03-31'],
    ['2024-04-05T15:00:00Z', opened('2024-Q1', { cutoff: '2024-04-05' }), '2024-04-05'],
  ])('refuses to close at %s, up to the end of the cut-off day in Bogotá', (instant, past, day) => {
    given(...begun(), past)
      .when(close(), { recordedAt: new Date(instant) })
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'period-too-early', actual: day });
  });

  it.each([
    ['2024-04-01T05:00:00Z', opened()],
    ['2024-03-20T15:00:00Z', opened('2024-Q1', { cutoff: '2024-03-19' })],
  ])('closes at %s, on the day after the cut-off', (instant, past) => {
    given(...begun(), past)
      .when(close(), { recordedAt: new Date(instant) })
      .thenLike({ type: 'PeriodClosed', data: { quarter: '2024-Q1' } });
  });

  it('refuses a plan that is not on record', () => {
    given().when(close(), afterwards).thenRefused({ code: 'NOT_FOUND', field: 'planId' });
  });
});

describe('ReopenPeriod', () => {
  it('opens a closed quarter again, for a reason', () => {
    given(...begun(), opened(), closed())
      .when(reopen, because)
      .then(reopened());
    given(...begun(), opened(), closed())
      .when(reopen)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it.each<[string, Past[], string]>([
    ['never opened', [], 'a quarter that was never opened'],
    ['open', [opened()], '2024-Q1, open'],
    ['opened again before', [opened(), closed(), reopened()], '2024-Q1, open'],
  ])('refuses a quarter that is %s', (_, past, actual) => {
    given(...begun(), ...past)
      .when(reopen, because)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'period-not-closed', field: 'quarter', actual });
  });
});

describe('the row of a period', () => {
  const rowOf = (...past: Past[]) =>
    foldAll(record([planRegistered(), ...past])).get('periods', periodIdOf(planId, '2024-Q1'));
  const window = opened().data;
  const last = { act: 'Acta 1', publicationHash: sha256, signalPolicy: defaultPolicy };
  const closedAt = new Date('2024-04-15T15:00:00Z');
  const closedThen = { ...closed(), recordedAt: closedAt };

  it('is open with its window, then closed with its act, then open again', () => {
    expect(rowOf(opened())).toStrictEqual({ ...window, status: 'OPEN' });
    const row = { ...window, ...last, closedAt };
    expect(rowOf(opened(), closedThen)).toStrictEqual({ ...row, status: 'CLOSED' });
    expect(rowOf(opened(), closedThen, reopened())).toStrictEqual({ ...row, status: 'REOPENED' });
  });

  it('says the last act of several', () => {
    const again = fact('PeriodClosed', { ...closed().data, act: 'Acta 2' });
    expect(rowOf(opened(), closedThen, reopened(), again)).toMatchObject({
      act: 'Acta 2',
      status: 'CLOSED',
    });
  });

  it('is not touched by reports', () => {
    expect(rowOf(...begun().slice(1), opened(), reported('2024-Q1', { percent: 0 }))).toStrictEqual(
      {
        ...window,
        status: 'OPEN',
      },
    );
  });

  it('can be folded only after the period was opened', () => {
    expect(() => rowOf(closed())).toThrow("doesn't begin with PeriodOpened");
  });
});
