/** What every function of this room throws when there is no MongoDB to work with. */
export type MongodUnavailable = Error & { readonly code: 'MONGOD_UNAVAILABLE' };

/** Makes the error; `message` says what was expected, what came and what to do. */
export const mongodUnavailable = (message: string, cause?: unknown): MongodUnavailable =>
  Object.assign(new Error(message, { cause }), {
    name: 'MongodUnavailable',
    code: 'MONGOD_UNAVAILABLE' as const,
  });

/** The text of anything that was thrown, for use inside another error's message. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The stable code of a system or MongoDB error (`ENOENT`, `EEXIST`, 94, …), if it carries one. */
export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
