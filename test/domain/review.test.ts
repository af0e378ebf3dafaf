import { describe, expect, it } from '@jest/globals';
import { alikeKey } from '../../src/domain/alike.js';
import {
  actionId,
  approved,
  begun,
  closed,
  corrected,
  fact,
  newAction,
  notApplicable,
  opened,
  otherActionId,
  reopened,
  reported,
  returned,
  withdrawn,
} from '../support/facts.js';
import type { Past } from '../support/given.js';
import { foldAll, given, record } from '../support/given.js';

const ana = { id: 'ana', role: 'reporter' };
const luz = { id: 'luz', role: 'reviewer' };
const reporting = new Date('2024-04-02T15:00:00Z');
const submitted: Past = {
  ...reported('2024-Q1', { percent: 5_000, narrative: 'Uno' }),
  actor: ana,
  recordedAt: reporting,
};
const target = { actionId, quarter: '2024-Q1' };
const approve = { type: 'ApproveReport', input: target } as const;
const giveBack = { type: 'ReturnReport', input: target } as const;
const mark = { type: 'MarkReportNotApplicable', input: target } as const;
const byLuz = { actor: luz };
const because = { actor: luz, reason: 'Falta el acta' };
const standing = (submission: 'APPROVED' | 'RETURNED' | 'NOT_APPLICABLE') => ({
  submission,
  alike: alikeKey({ ...newAction, submission }),
});
const rowOf = (...past: Past[]) =>
  foldAll(record([...begun(), ...past])).get('reports', `${actionId}/Q1`);

describe('ApproveReport', () => {
  it('approves what another submitted', () => {
    given(...begun(), submitted)
      .when(approve, byLuz)
      .then(approved('2024-Q1'));
  });

  it('refuses the approval of a report by the one who reported it', () => {
    given(...begun(), submitted)
      .when(approve, { actor: ana })
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'own-report', actual: 'ana' });
  });

  it('takes for the reporter the one whose value it is: after a correction, who corrected', () => {
    const change = { before: { percent: 5_000 }, after: { percent: 6_000 } };
    const fixed = { ...corrected('2024-Q1', change), actor: luz };
    given(...begun(), submitted, fixed)
      .when(approve, byLuz)
      .thenRefused({ rule: 'own-report', actual: 'luz' });
    given(...begun(), submitted, fixed)
      .when(approve, { actor: { id: 'eva', role: 'reviewer' } })
      .then(approved('2024-Q1'));
  });

  it('changes nothing the second time', () => {
    given(...begun(), submitted, approved('2024-Q1'))
      .when(approve, byLuz)
      .thenNothing();
  });

  it.each<[string, Past[]]>([
    ['none', []],
    ['none', [submitted, withdrawn('2024-Q1', { percent: 5_000, narrative: 'Uno' })]],
    ['RETURNED', [submitted, returned('2024-Q1')]],
    ['NOT_APPLICABLE', [notApplicable('2024-Q1')]],
  ])('refuses a quarter without a submitted report: %s', (actual, past) => {
    given(...begun(), ...past)
      .when(approve, byLuz)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'not-submitted', field: 'quarter', actual });
  });

  it('approves anew what was corrected or reported again since', () => {
    const change = { before: { percent: 5_000 }, after: { percent: 6_000 } };
    for (const past of [
      [approved('2024-Q1'), { ...corrected('2024-Q1', change), actor: ana }],
      [returned('2024-Q1'), submitted],
    ]) {
      given(...begun(), submitted, ...past)
        .when(approve, byLuz)
        .then(approved('2024-Q1'));
    }
  });
});

describe('an approval', () => {
  it('changes neither the value nor who reported it nor when', () => {
    const before = rowOf(submitted);
    const after = rowOf(submitted, { ...approved('2024-Q1'), actor: luz });
    expect(after).toStrictEqual({ ...before, ...standing('APPROVED'), reportVersion: 3 });
    expect(after).toMatchObject({ actorId: 'ana', recordedAt: reporting, percent: 5_000 });
  });

  it('is lost by a correction, which is submitted again', () => {
    const change = { before: { percent: 5_000 }, after: { percent: 6_000 } };
    const fixed = { ...corrected('2024-Q1', change), actor: luz };
    expect(rowOf(submitted, approved('2024-Q1'), fixed)).toMatchObject({
      submission: 'SUBMITTED',
      percent: 6_000,
      actorId: 'luz',
      restated: false,
      reportVersion: 4,
    });
  });
});

describe('ReturnReport', () => {
  it.each<[string, Past[]]>([
    ['submitted', [submitted]],
    ['approved', [submitted, approved('2024-Q1')]],
  ])('returns a report that is %s, for a reason', (_, past) => {
    given(...begun(), ...past)
      .when(giveBack, because)
      .then(returned('2024-Q1'));
    given(...begun(), ...past)
      .when(giveBack, byLuz)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it.each<[string, Past[]]>([
    ['none', []],
    ['RETURNED', [submitted, returned('2024-Q1')]],
    ['NOT_APPLICABLE', [notApplicable('2024-Q1')]],
  ])('refuses a quarter without a submitted report: %s', (actual, past) => {
    given(...begun(), ...past)
      .when(giveBack, because)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'not-submitted', actual });
  });

  it('keeps what was reported until it is reported anew', () => {
    expect(rowOf(submitted, { ...returned('2024-Q1'), actor: luz })).toStrictEqual({
      ...rowOf(submitted),
      ...standing('RETURNED'),
      reportVersion: 3,
    });
  });
});

describe('MarkReportNotApplicable', () => {
  it('marks a quarter that was not reported, for a reason', () => {
    given(...begun())
      .when(mark, because)
      .then(notApplicable('2024-Q1'));
    given(...begun())
      .when(mark, byLuz)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it.each<[string, Past[]]>([
    ['submitted', []],
    ['approved', [approved('2024-Q1')]],
    ['returned', [returned('2024-Q1')]],
  ])('keeps on record what was %s, which counts no more', (_, past) => {
    const before = { percent: 5_000, narrative: 'Uno' };
    given(...begun(), submitted, ...past)
      .when(mark, because)
      .then(notApplicable('2024-Q1', before));
    const row = rowOf(submitted, ...past, notApplicable('2024-Q1', before));
    expect(row).toStrictEqual({
      ...rowOf(),
      ...standing('NOT_APPLICABLE'),
      reportVersion: 3 + past.length,
    });
  });

  it('changes nothing the second time', () => {
    given(...begun(), notApplicable('2024-Q1'))
      .when(mark)
      .thenNothing();
  });

  it('is undone by a report', () => {
    given(...begun(), notApplicable('2024-Q1'))
      .when({ type: 'ReportProgress', input: { ...target, percent: 0 } })
      .then(reported('2024-Q1', { percent: 0 }));
    expect(rowOf(notApplicable('2024-Q1'), submitted)).toMatchObject({ submission: 'SUBMITTED' });
  });

  it('leaves nothing to correct or to take back', () => {
    const changes = { percent: 0 };
    given(...begun(), notApplicable('2024-Q1'))
      .when({ type: 'CorrectProgress', input: { ...target, changes } })
      .thenRefused({ rule: 'not-reported' });
    given(...begun(), notApplicable('2024-Q1'))
      .when({ type: 'WithdrawProgress', input: target }, because)
      .thenRefused({ rule: 'not-reported' });
  });
});

describe('every step of a review', () => {
  const steps = [approve, giveBack, mark];

  it.each(steps)(
    'is refused in a closed quarter, and allowed once it is reopened: $type',
    (step) => {
      given(...begun(), opened(), submitted, closed())
        .when(step, because)
        .thenRefused({ code: 'RULE_VIOLATION', rule: 'period-closed', field: 'quarter' });
      const { decision } = given(...begun(), opened(), submitted, closed(), reopened()).when(
        step,
        because,
      );
      expect(decision).toHaveLength(1);
    },
  );

  it.each(steps)(
    'refuses an action that is unknown or withdrawn, and a quarter outside its plan: $type',
    ({ type }) => {
      given(...begun(), submitted)
        .when({ type, input: { ...target, actionId: otherActionId } }, because)
        .thenRefused({ code: 'NOT_FOUND', field: 'actionId' });
      given(...begun(), submitted, fact('ActionWithdrawn', { actionId }))
        .when({ type, input: target }, because)
        .thenRefused({ rule: 'action-withdrawn' });
      given(...begun(), submitted)
        .when({ type, input: { ...target, quarter: '2025-Q1' } }, because)
        .thenRefused({ rule: 'quarter-outside-plan' });
    },
  );

  it.each(steps)('loses to what somebody else did to the report meanwhile: $type', ({ type }) => {
    const input = { ...target, expectedReportVersion: 2 };
    const change = { before: { percent: 5_000 }, after: { percent: 6_000 } };
    given(...begun(), submitted, corrected('2024-Q1', change))
      .when({ type, input }, because)
      .thenRefused({ code: 'CONFLICT', expected: '2', actual: '3' });
  });

  it.each(steps)('leaves the other quarters alone: $type', (step) => {
    const { decision } = given(...begun(), submitted, reported('2024-Q2', { percent: 6_000 })).when(
      step,
      because,
    );
    expect(decision).toMatchObject([{ subject: { quarter: '2024-Q1' } }]);
  });
});
