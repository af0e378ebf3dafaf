import type { Refusal } from './refusal.js';
import { badInput } from './refusal.js';

/** What a caller expects of a stream: its version, nothing, to be new, or to be there. */
export type ExpectedVersion = number | 'any' | 'none' | 'exists';

/**
 * Judges an expectation against the stream's actual version (0: no such stream). A lost race is
 * a CONFLICT that names stream, expected and actual; an expectation that no stream could ever meet
 * is BAD_USER_INPUT, whatever the stream's version.
 */
export function checkExpectedVersion(
  stream: string,
  expected: ExpectedVersion,
  actual: number,
  field = 'expectedStreamVersion',
): Refusal | undefined {
  if (expected === 'any') return undefined;
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    return badInput(`"${field}" must be a whole number from 0.`, {
      field,
      expected: 'a whole number from 0',
      actual: String(expected),
    });
  }
  const met = expected === 'exists' ? actual > 0 : actual === (expected === 'none' ? 0 : expected);
  if (met) return undefined;
  return {
    code: 'CONFLICT',
    field,
    message: `"${stream}" is at version ${actual}, not as expected: somebody else was faster. Read it again, then decide anew.`,
    expected: String(expected),
    actual: String(actual),
  };
}
