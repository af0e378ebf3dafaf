import { EntryError } from './entry-error.js';

/** Deep enough for any event, and it ends the walk of an object that contains itself. */
export const MAX_DEPTH = 64;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

type Trail = (string | number)[];

/** What JSON writes as it is: no quote, backslash, control character or letter beyond ASCII. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Names of members as they are written, with their colon; the same few come in every event. */
const names = new Map<string, string>();
const MAX_NAMES = 1_000;

/**
 * The RFC 8785 text of `value`: plain objects, arrays, well-formed strings, booleans, null and
 * integers from −(2^53−1) to 2^53−1. Everything else is refused instead of being converted,
 * because a silent conversion (undefined dropped, a Date by its toJSON, −0 as 0) would put into
 * the leaf something other than what is stored.
 *
 * Checks and writes in one walk: this is most of the time that a leaf takes, at every append and
 * for every event that an auditor verifies. `JSON.stringify` writes strings and integers as the
 * RFC wants them; names are sorted by UTF-16 code units, as `sort` does by itself.
 * @throws EntryError NOT_CANONICAL, with the path of the first offending value.
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

/** Whether the text has a UTF-8 form; without one, different texts would share the same bytes. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function write(value: unknown, trail: Trail): string {
  if (typeof value === 'string') {
    if (PLAIN.test(value)) return `"${value}"`;
    if (!isWellFormed(value)) refuse(trail, 'well-formed Unicode text', 'a lone surrogate');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return writeNumber(value, trail);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value !== 'object') {
    return refuse(trail, 'a JSON value (an absent field is left out)', kindOf(value));
  }
  if (trail.length >= MAX_DEPTH) refuse(trail, `at most ${MAX_DEPTH} levels`, 'a deeper value');
  return Array.isArray(value) ? writeArray(value, trail) : writeObject(value, trail);
}

function writeNumber(value: number, trail: Trail): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    const actual = Object.is(value, -0) ? '-0' : String(value);
    refuse(trail, 'an integer from -(2^53-1) to 2^53-1; decimals are kept as text', actual);
  }
  return String(value);
}

function writeArray(value: readonly unknown[], trail: Trail): string {
  refuseToJson(value, trail);
  let text = '';
  for (let index = 0; index < value.length; index++) {
    trail.push(index);
    text += `${index === 0 ? '' : ','}${write(value[index], trail)}`;
    trail.pop();
  }
  // Holes read as undefined and are refused above, so a difference means named members.
  if (Reflect.ownKeys(value).length !== value.length + 1) {
    refuse(trail, 'an array of items only', 'an array with named members');
  }
  return `[${text}]`;
}

function writeObject(value: object, trail: Trail): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    refuse(trail, 'a plain object', kindOf(value));
  }
  refuseToJson(value, trail);
  const keys = Object.keys(value).sort();
  // Symbols and hidden members would be stored nowhere and hashed nowhere: say so at once.
  if (Reflect.ownKeys(value).length !== keys.length) {
    refuse(trail, 'members with visible text names only', 'a symbol or a hidden member');
  }
  let text = '';
  for (const key of keys) {
    trail.push(key);
    if (text !== '') text += ',';
    text += names.get(key) ?? writeName(key, trail);
    text += write((value as Readonly<Record<string, unknown>>)[key], trail);
    trail.pop();
  }
  return `{${text}}`;
}

function writeName(key: string, trail: Trail): string {
  if (!isWellFormed(key)) refuse(trail, 'a well-formed member name', 'a lone surrogate');
  const name = `${JSON.stringify(key)}:`;
  // What is recorded can't fill the memory with names.
  if (names.size < MAX_NAMES) names.set(key, name);
  return name;
}

/** Whoever defines a toJSON decides what a JSON writer sees, so it is no data. */
function refuseToJson(value: object, trail: Trail): void {
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    refuse(trail, 'data without a toJSON method', 'a toJSON method');
  }
}

function refuse(trail: Trail, expected: string, actual: string): never {
  throw new EntryError('NOT_CANONICAL', pathText(trail), expected, actual);
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a value of type ${typeof value}`;
  const named = 'constructor' in value && typeof value.constructor === 'function';
  return named ? `an instance of ${value.constructor.name}` : 'an instance of a class';
}

/** `data.changes[2].after`; a name that isn't an identifier is quoted: `data["a b"]`. */
function pathText(trail: Trail): string {
  return trail.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!IDENTIFIER.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
