/** The code that Node gives to an error; undefined for what is no error of its own. */
export function codeOf(error: unknown): string | undefined {
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded && typeof error.code === 'string' ? error.code : undefined;
}
