import { describe, it } from '@jest/globals';
import { actionId, begun, fact, otherActionId, reported, withdrawn } from '../support/facts.js';
import { given } from '../support/given.js';

const input = { actionId, quarter: '2024-Q1' };
const withdraw = { type: 'WithdrawProgress', input } as const;
const progress = { percent: 0, narrative: 'Uno' };
const past = [...begun(), reported('2024-Q1', progress)];
const because = { reason: 'Se reportó en la acción equivocada' };

describe('WithdrawProgress', () => {
  it('records what was taken back', () => {
    given(...past)
      .when(withdraw, because)
      .then(withdrawn('2024-Q1', progress));
  });

  it('refuses to do so without a reason', () => {
    given(...past)
      .when(withdraw)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
  });

  it('refuses a quarter without a report, so also a second time', () => {
    given(...begun())
      .when(withdraw, because)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'not-reported' });
    given(...past, withdrawn('2024-Q1', progress))
      .when(withdraw, because)
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'not-reported' });
  });

  it('refuses an action that is unknown or withdrawn, and a quarter outside its plan', () => {
    given(...past)
      .when({ type: 'WithdrawProgress', input: { ...input, actionId: otherActionId } }, because)
      .thenRefused({ code: 'NOT_FOUND', field: 'actionId' });
    given(...past)
      .when({ type: 'WithdrawProgress', input: { ...input, quarter: '2023-Q1' } }, because)
      .thenRefused({ rule: 'quarter-outside-plan' });
    given(...past, fact('ActionWithdrawn', { actionId }))
      .when(withdraw, because)
      .thenRefused({ rule: 'action-withdrawn' });
  });

  it('refuses when somebody else touched the report meanwhile', () => {
    given(...past)
      .when({ type: 'WithdrawProgress', input: { ...input, expectedReportVersion: 1 } }, because)
      .thenRefused({ code: 'CONFLICT', expected: '1', actual: '2' });
  });
});
