import { GraphQLError } from 'graphql';

/** What is refused for its size, and by which setting. These codes are stable. */
export const limitCodes = {
  TOO_MANY_TOKENS: 'MAX_TOKENS',
  TOO_DEEP: 'MAX_DEPTH',
  TOO_MANY_ALIASES: 'MAX_ALIASES',
  TOO_MANY_ROOT_FIELDS: 'MAX_ROOT_FIELDS',
  TOO_WIDE: 'MAX_WIDTH',
  TOO_MANY_SELECTIONS: 'MAX_SELECTIONS',
  TOO_MANY_FRAGMENTS: 'MAX_FRAGMENTS',
  TOO_MANY_DIRECTIVES: 'MAX_DIRECTIVES',
  TOO_COSTLY: 'MAX_COST',
  BODY_TOO_LARGE: 'BODY_MAX_BYTES',
  RATE_LIMITED: 'RATE_PER_ACTOR, RATE_PER_ADDRESS',
} as const;

export type LimitCode = keyof typeof limitCodes;

export interface Excess {
  readonly code: LimitCode;
  /** What there is too much of, with its verb: "the fields below each other are". */
  readonly what: string;
  readonly limit: number;
  /** As far as it was counted. */
  readonly actual?: number;
  /** What the caller can do. */
  readonly hint: string;
}

/** An error that says what was expected, what came and what to do; 400 unless told otherwise. */
export function refuse(
  { code, what, limit, actual, hint }: Excess,
  http: { readonly status: number; readonly headers?: ReadonlyMap<string, string> } = {
    status: 400,
  },
): GraphQLError {
  const came = actual === undefined ? 'more' : String(actual);
  const message = `Expected at most ${limit} ${what}; got ${came}. ${hint}`;
  const count = actual === undefined ? {} : { actual };
  return new GraphQLError(message, { extensions: { code, limit, ...count, http } });
}
