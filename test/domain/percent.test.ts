import { describe, expect, it } from '@jest/globals';
import { completeProgress, percentText } from '../../src/domain/percent.js';
import { actionAdded, actionId, begun, reported } from '../support/facts.js';
import { given } from '../support/given.js';

const because = { reason: 'Se superó la meta' };
const report = (progress: { percent?: number; quantity?: string }) =>
  ({ type: 'ReportProgress', input: { actionId, quarter: '2024-Q1', ...progress } }) as const;

describe('a percentage', () => {
  it.each([0, 1, 10_000])('of %i basis points is recorded without a reason', (percent) => {
    given(...begun())
      .when(report({ percent }))
      .then(reported('2024-Q1', { percent }));
  });

  it.each([10_001, 12_500])('of %i basis points is recorded with a reason alone', (percent) => {
    given(...begun())
      .when(report({ percent }))
      .thenRefused({ code: 'RULE_VIOLATION', rule: 'reason-required', field: 'reason' });
    given(...begun())
      .when(report({ percent }), because)
      .then(reported('2024-Q1', { percent }));
  });

  it.each([
    [12_501, '125.01 %'],
    [99_900, '999 %'],
    [-1, '-0.01 %'],
    [1_250.5, '12.505 %'],
    [NaN, 'NaN %'],
    [Infinity, 'Infinity %'],
  ])('of %d basis points is refused as %s, whatever the reason', (percent, actual) => {
    given(...begun())
      .when(report({ percent }), because)
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'percent-range',
        field: 'percent',
        expected: '0 % to 125 %',
        actual,
      });
  });

  it('needs a reason above 100 % in a plan that counts per quarter too', () => {
    given(...begun({ percentMode: 'PER_QUARTER' }))
      .when(report({ percent: 10_001 }))
      .thenRefused({ rule: 'reason-required' });
  });

  it('reads as a person writes it', () => {
    expect([0, 5, 1_250, 10_000].map(percentText)).toEqual(['0 %', '0.05 %', '12.5 %', '100 %']);
  });
});

describe('a quantity', () => {
  it.each([
    ['0', '1', 0],
    ['1', '3', 3_333],
    ['2', '3', 6_667],
    ['1', '20000', 1],
    ['0.99999999999999999999', '20000', 0],
    ['-0', '4', 0],
    ['5', '4', 12_500],
    ['0.1', '0.3', 3_333],
    ['123456789012345.62', '246913578024691.24', 5_000],
    ['9007199254740993', '9007199254740993', 10_000],
    ['9007199254740992', '9007199254740993', 10_000],
    ['0.00000000000000000001', '999999999999999999999999999999', 0],
  ])('%s of %s is %i basis points, rounded half up', (quantity, target, percent) => {
    expect(completeProgress({ quantity }, target)).toStrictEqual({ quantity, percent });
  });

  it('is kept to the letter beside the percentage it makes', () => {
    const target = '9007199254740993.00';
    given(...begun().slice(0, 3), actionAdded({ target }))
      .when(report({ quantity: '0.10' }))
      .then(reported('2024-Q1', { quantity: '0.10', percent: 0 }));
  });

  it('agrees with a percentage that is given too, or is refused', () => {
    given(...begun())
      .when(report({ quantity: '0.5', percent: 5_000 }))
      .then(reported('2024-Q1', { quantity: '0.5', percent: 5_000 }));
    given(...begun())
      .when(report({ quantity: '0.5', percent: 4_999 }))
      .thenRefused({
        code: 'RULE_VIOLATION',
        rule: 'percent-mismatch',
        expected: '50 %',
        actual: '49.99 %',
      });
  });

  it.each([undefined, '0', '0.00', '-1'])('is refused against a target of %s', (target) => {
    expect(completeProgress({ quantity: '0' }, target)).toMatchObject({
      code: 'RULE_VIOLATION',
      rule: 'quantity-needs-target',
      field: 'quantity',
      actual: target ?? 'no target',
    });
  });

  it.each(['-1', '-0.00000000000000000001'])(
    'of %s is refused: it is below nothing',
    (quantity) => {
      expect(completeProgress({ quantity }, '1')).toMatchObject({
        code: 'RULE_VIOLATION',
        rule: 'quantity-negative',
        actual: quantity,
      });
    },
  );

  it('that makes more than 125 % is refused, and one above 100 % needs a reason', () => {
    given(...begun())
      .when(report({ quantity: '9.99' }), because)
      .thenRefused({ rule: 'percent-range', field: 'quantity', actual: '999 %' });
    given(...begun())
      .when(report({ quantity: '1.1' }))
      .thenRefused({ rule: 'reason-required' });
    given(...begun())
      .when(report({ quantity: '1.1' }), because)
      .then(reported('2024-Q1', { quantity: '1.1', percent: 11_000 }));
  });
});
