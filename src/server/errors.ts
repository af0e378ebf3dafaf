import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { inputErrors } from '../../schema/input-errors.js';
import { Fault } from '../store/faults.js';
import { AccessDenied } from './identity/viewer.js';
import { isTooSlow, tooSlow } from '../store/timed-reads.js';
import { limitCodes } from './limits/refuse.js';

/** Codes of errors about the request's form, whose messages speak of the request alone. */
const aboutTheRequest: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'DOCUMENT_UNKNOWN',
  'DOCUMENT_NOT_TRUSTED',
  ...Object.keys(limitCodes),
];

export const wentWrong =
  'Something went wrong on our side. If it happens again, tell the operator the requestId.';

/** What went wrong inside, which the caller is not told: for the log. */
export function unexpected(error: GraphQLError): boolean {
  const cause = error.originalError ?? error;
  if (cause instanceof AccessDenied) return false;
  if (isTooSlow(cause)) return false;
  if (cause instanceof Fault) return cause.code === 'INTERNAL' || cause.cause !== undefined;
  return inputErrors(cause) === undefined && !aboutTheRequest.includes(error.extensions['code']);
}

/**
 * What a caller gets to read. A fault keeps its stable code and its own words; whatever is not
 * ours is masked, since messages of drivers carry addresses and queries.
 * @param stackTraces shows where in the code it happened, for those who develop it
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  stackTraces = false,
): GraphQLFormattedError {
  const cause = causeOf(error);
  const requestId = error instanceof GraphQLError ? error.extensions['requestId'] : undefined;
  const id = requestId === undefined ? {} : { requestId };
  const where = placeOf(formatted);
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
    const counts = countsOf(formatted);
    return { message: formatted.message, ...where, extensions: { code, ...counts } };
  }
  const stacktrace = stackTraces ? { stacktrace: formatted.extensions?.['stacktrace'] } : {};
  return { message: wentWrong, ...where, extensions: { code: 'INTERNAL', ...id, ...stacktrace } };
}

function causeOf(error: unknown): unknown {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  return isTooSlow(original) ? tooSlow(original) : original;
}

function placeOf({ locations, path }: GraphQLFormattedError) {
  return {
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
  };
}

/** Of what is refused for its size. */
function countsOf({ extensions: { limit, actual } = {} }: GraphQLFormattedError) {
  if (limit === undefined) return {};
  return actual === undefined ? { limit } : { limit, actual };
}
