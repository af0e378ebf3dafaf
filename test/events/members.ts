import { z } from 'zod';

/** A place in a shape: `after.narrative`, `associatedPlans.*`, or the empty path for the whole. */
export interface Member {
  readonly path: string;
  readonly schema: z.ZodType;
  readonly optional: boolean;
}

/** Every place in a shape, the whole first. A kind of shape that is not known here is an error. */
export function membersOf(schema: z.ZodType, path = '', optional = false): readonly Member[] {
  if (schema instanceof z.ZodExactOptional) {
    return membersOf(schema.unwrap() as z.ZodType, path, true);
  }
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  const here: Member = { path, schema, optional };
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    const inside = Object.entries(shape).flatMap(([name, value]) => membersOf(value, below(name)));
    return [here, ...inside];
  }
  if (schema instanceof z.ZodArray) {
    return [here, ...membersOf(schema.element as z.ZodType, below('*'))];
  }
  if (schema instanceof z.ZodRecord) {
    return [here, ...membersOf(schema.valueType as z.ZodType, below('*'))];
  }
  const leaves = [z.ZodString, z.ZodISODate, z.ZodNumber, z.ZodBoolean, z.ZodEnum];
  if (leaves.some((leaf) => schema instanceof leaf)) return [here];
  throw new Error(`${path}: teach this walk about shapes of type ${schema.def.type}`);
}

/** A copy with another value at a path; `*` is the first item of a list or of a record. */
export function withValue(at: unknown, path: string, value: unknown): unknown {
  if (path === '') return value;
  const [first = '', ...rest] = path.split('.');
  if (Array.isArray(at)) {
    const items: readonly unknown[] = at;
    return [withValue(items[0], rest.join('.'), value), ...items.slice(1)];
  }
  const object = at as Readonly<Record<string, unknown>>;
  const name = first === '*' ? (Object.keys(object)[0] ?? first) : first;
  return { ...object, [name]: withValue(object[name], rest.join('.'), value) };
}
