import { EntryError } from './entry-error.js';

/** A free text found in an event: where it stands (`data.aliases.0`) and what it says. */
export interface FoundText {
  readonly path: string;
  readonly text: string;
}

type Members = Record<string, unknown>;

/**
 * The free texts that an event has, by the paths that its type declares: dotted, relative to the
 * envelope, `*` for every item of an array (`data.aliases.*`). A declared text that is absent or
 * null, or that stands there as a number or a boolean, is no text and stays as it is.
 * @throws EntryError NOT_A_TEXT when an object or array stands where a text was declared (its
 * texts would reach the leaf uncommitted, and nothing could redact them later).
 */
export function textsIn(envelope: object, declared: readonly string[]): readonly FoundText[] {
  const found = new Map<string, FoundText>();
  for (const path of declared) {
    const steps = path.split('.');
    const text = path.includes('*') ? undefined : textAt(envelope, steps);
    if (text !== undefined) found.set(path, { path, text });
    else collect(envelope, steps, 0, '', (item) => found.set(item.path, item));
  }
  return [...found.values()];
}

/** The text at a path without `*`; whatever else stands there or on the way is for `collect`. */
function textAt(envelope: object, steps: readonly string[]): string | undefined {
  let at: unknown = envelope;
  for (const step of steps) {
    if (!isMembers(at)) return undefined;
    at = memberOf(at, step);
  }
  return typeof at === 'string' ? at : undefined;
}

/** Whether a concrete path (`data.aliases.0`) is an instance of one that the type declares. */
export function isDeclared(path: string, declared: readonly string[]): boolean {
  const steps = path.split('.');
  return declared.some((pattern) => {
    const parts = pattern.split('.');
    return (
      parts.length === steps.length &&
      parts.every((part, i) => (part === '*' ? isIndex(steps[i]) : part === steps[i]))
    );
  });
}

/** What stands at a concrete path; undefined when nothing does. */
export function valueAt(root: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return isIndex(step) ? at[Number(step)] : undefined;
    return isMembers(at) ? memberOf(at, step) : undefined;
  }, root);
}

/**
 * The envelope with other values at some concrete paths; it copies the objects on the way, each
 * once, and shares the rest. What leads to a place must exist; the last member of an object
 * needn't (a redacted text is gone), an item of an array must.
 * @throws EntryError BAD_COMMITMENT when there is no such place.
 */
export function replaceAt(root: object, values: Readonly<Record<string, unknown>>): object {
  const result: Members = { ...root };
  const copies = new Set<unknown>([result]);
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let at = result;
    for (const step of steps) {
      const child = copies.has(at[step]) ? at[step] : copyOf(at[step], path);
      copies.add(child);
      at[step] = child;
      at = child as Members;
    }
    if (Array.isArray(at) && !(last in at)) throw noPlace(path);
    at[last] = value;
  }
  return result;
}

function copyOf(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return [...(value as readonly unknown[])];
  if (isMembers(value)) return { ...value };
  throw noPlace(path);
}

function noPlace(path: string): EntryError {
  return new EntryError('BAD_COMMITMENT', path, 'an object or item to stand in', 'none');
}

function collect(
  value: unknown,
  steps: readonly string[],
  depth: number,
  path: string,
  add: (text: FoundText) => void,
): void {
  if (value === undefined || value === null) return;
  const step = steps[depth];
  if (step === undefined) {
    if (typeof value === 'string') add({ path, text: value });
    else if (typeof value === 'object') throw notText(path, 'a text', value);
  } else if (step === '*') {
    if (!Array.isArray(value)) throw notText(path, 'an array', value);
    value.forEach((item, i) => collect(item, steps, depth + 1, join(path, String(i)), add));
  } else {
    if (!isMembers(value)) throw notText(path, `an object with ${step}`, value);
    collect(memberOf(value, step), steps, depth + 1, join(path, step), add);
  }
}

function notText(path: string, expected: string, value: unknown): EntryError {
  const actual = Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  return new EntryError('NOT_A_TEXT', path, expected, actual);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: Readonly<Members>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isIndex(step: string | undefined): boolean {
  return step !== undefined && /^(0|[1-9]\d*)$/.test(step);
}

function join(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
