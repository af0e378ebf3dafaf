import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { inputErrors } from '../../schema/input-errors.js';
import { Fault } from '../store/faults.js';
import { AccessDenied } from './identity/viewer.js';

/** Codes of errors about the request's form, whose messages speak of the request alone. */
const aboutTheRequest: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
];

export const wentWrong =
  'Something went wrong on our side. If it happens again, tell the operator the requestId.';

/** What went wrong inside, which the caller is not told: for the log. */
export function unexpected(error: GraphQLError): boolean {
  const cause = error.originalError ?? error;
  if (cause instanceof AccessDenied) return false;
  if (cause instanceof Fault) return cause.code === 'INTERNAL' || cause.cause !== undefined;
  return inputErrors(cause) === undefined && !aboutTheRequest.includes(error.extensions['code']);
}

/**
 * What a caller gets to read. A fault keeps its stable code and its own words; whatever is not
 * ours is masked, since messages of drivers carry addresses and queries.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const located = error instanceof GraphQLError ? error : undefined;
  const cause = located?.originalError ?? error;
  const requestId = located?.extensions['requestId'];
  const id = requestId === undefined ? {} : { requestId };
  const where = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
  const problems = inputErrors(cause);
  if (problems !== undefined) {
    const message = problems.map((problem) => `${problem.field}: ${problem.message}`).join(' ');
    return { message, ...where, extensions: { code: 'BAD_USER_INPUT', problems } };
  }
  if (cause instanceof AccessDenied) {
    return { message: cause.message, ...where, extensions: { code: cause.code } };
  }
  if (cause instanceof Fault && cause.code !== 'INTERNAL') {
    return { message: cause.message, ...where, extensions: { code: cause.code, ...id } };
  }
  const code = formatted.extensions?.['code'];
  if (aboutTheRequest.includes(code)) {
    return { message: formatted.message, ...where, extensions: { code } };
  }
  return { message: wentWrong, ...where, extensions: { code: 'INTERNAL', ...id } };
}
