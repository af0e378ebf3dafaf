import { describe, expect, it } from '@jest/globals';
import type { ExpectedVersion } from '../../src/domain/expected-version.js';
import { checkExpectedVersion } from '../../src/domain/expected-version.js';

describe('what a caller expects of a stream', () => {
  // Expectation, the answer where there is no such stream, and the answer at version 3.
  it.each<[ExpectedVersion, string, string]>([
    ['any', 'met', 'met'],
    ['none', 'met', 'CONFLICT'],
    ['exists', 'CONFLICT', 'met'],
    [0, 'met', 'CONFLICT'],
    [3, 'CONFLICT', 'met'],
    [4, 'CONFLICT', 'CONFLICT'],
    [-1, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    [0.5, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    [NaN, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    [Infinity, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    [2 ** 53, 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    [Number.MAX_SAFE_INTEGER, 'CONFLICT', 'CONFLICT'],
  ])('%s: without a stream %s, at version 3 %s', (expected, missing, atThree) => {
    const answers = [0, 3].map((actual) => checkExpectedVersion('plan-1', expected, actual));
    expect(answers.map((refusal) => refusal?.code ?? 'met')).toEqual([missing, atThree]);
  });

  it('is told apart from what is there, by stream, expected and actual', () => {
    expect(checkExpectedVersion('plan-1', 4, 3)).toEqual({
      code: 'CONFLICT',
      field: 'expectedStreamVersion',
      message: expect.stringContaining('"plan-1" is at version 3'),
      expected: '4',
      actual: '3',
    });
    expect(checkExpectedVersion('plan-1', 'none', 3)).toMatchObject({
      expected: 'none',
      actual: '3',
    });
  });

  it('names the field that it was given in', () => {
    for (const expected of [NaN, 7]) {
      expect(checkExpectedVersion('r', expected, 3, 'expectedReportVersion')).toMatchObject({
        field: 'expectedReportVersion',
        actual: expected === 7 ? '3' : 'NaN',
      });
    }
  });
});
