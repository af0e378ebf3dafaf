/** The fields named that hold a value: to the port, null and left out are both absent. */
export function given<T extends object, F extends keyof T>(
  input: T,
  ...fields: readonly F[]
): { [K in F]?: NonNullable<T[K]> } {
  return pick(input, fields, (value) => value !== undefined && value !== null);
}

/** The fields named that the caller mentioned, null included: in a change, null removes. */
export function mentioned<T extends object, F extends keyof T>(
  input: T,
  ...fields: readonly F[]
): { [K in F]?: Exclude<T[K], undefined> } {
  return pick(input, fields, (value) => value !== undefined);
}

function pick<T extends object>(
  input: T,
  fields: readonly (keyof T)[],
  wanted: (value: unknown) => boolean,
): object {
  const kept = fields.filter((field) => wanted(input[field]));
  return Object.fromEntries(kept.map((field) => [field, input[field]]));
}
