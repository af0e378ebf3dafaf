import type { ValueNode } from 'graphql';
import { GraphQLError, GraphQLScalarType, Kind, print } from 'graphql';
import { GraphQLSafeInt } from 'graphql-scalars';

interface Form<T> {
  readonly name: string;
  readonly description: string;
  /** Completes "expected …". */
  readonly expected: string;
  /** The value that a text stands for; undefined when it stands for none. */
  readonly parse: (text: string) => T | undefined;
  /** Whole numbers are taken too, for the text they are written as. */
  readonly wholeNumbers?: boolean;
  /** How a value is shown; undefined when it isn't one. */
  readonly show: (value: unknown) => string | undefined;
}

function scalar<T>(form: Form<T>): GraphQLScalarType {
  const { name, description, parse, wholeNumbers = false, show } = form;
  const told = (came: string) => `${name}: expected ${form.expected}; got ${came}.`;
  const refuse = (came: string, node?: ValueNode): never => {
    const extensions = { code: 'BAD_USER_INPUT' };
    throw new GraphQLError(told(came), { nodes: node ?? null, extensions });
  };
  /** What is on record in a wrong form is our fault, and not for the caller to read. */
  const fail = (value: unknown): never => {
    throw new TypeError(told(String(value)));
  };
  const accepted = (value: unknown) => {
    if (typeof value === 'string') return parse(value);
    return wholeNumbers && Number.isSafeInteger(value) ? parse(String(value)) : undefined;
  };
  // A whole number in the document is taken to the letter: as a number it might lose digits.
  const written = (node: ValueNode) =>
    node.kind === Kind.STRING || (wholeNumbers && node.kind === Kind.INT)
      ? parse(node.value)
      : undefined;
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => show(value) ?? fail(value),
    parseValue: (value) => accepted(value) ?? refuse(JSON.stringify(value)),
    parseLiteral: (node) => written(node) ?? refuse(print(node), node),
  });
}

const text = (test: (value: string) => boolean) => (value: unknown) =>
  typeof value === 'string' && test(value) ? value : undefined;

const isQuarter = text((value) => /^\d{4}-Q[1-4]$/.test(value));

export const Quarter = scalar({
  name: 'Quarter',
  description: 'A quarter of a year, as text: year, hyphen, Q and 1 to 4. Example: "2024-Q1".',
  expected: 'a quarter like "2024-Q1"',
  parse: isQuarter,
  show: isQuarter,
});

/** A day that the calendar has: 2026-02-30 is none. Text only: a Date would bring in a zone. */
function isCalendarDate(value: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

export const LocalDate = scalar({
  name: 'LocalDate',
  description:
    'A date on the calendar, as text, without time or time zone: YYYY-MM-DD. Example: "2024-03-31".',
  expected: 'a date that exists, like "2024-03-31"',
  parse: text(isCalendarDate),
  show: text(isCalendarDate),
});

const instantForm =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export const DateTime = scalar({
  name: 'DateTime',
  description:
    'An instant, as text (RFC 3339). Always given out in UTC with milliseconds, e.g. "2024-04-01T04:30:00.000Z"; accepted with any offset, e.g. "2024-03-31T23:30:00-05:00", up to milliseconds.',
  expected: 'an instant with its offset, like "2024-03-31T23:30:00-05:00"',
  parse(value) {
    const date = instantForm.exec(value)?.[1];
    return date !== undefined && isCalendarDate(date) ? new Date(value) : undefined;
  },
  show: (value) => (value instanceof Date ? value.toISOString() : undefined),
});

const isDecimal = text((value) => /^-?(0|[1-9]\d{0,29})(\.\d{1,20})?$/.test(value));

export const Decimal = scalar({
  name: 'Decimal',
  description:
    'An exact decimal number, as text: up to 30 digits before the point and 20 after it, no exponent, no thousands separators. Example: "123456789012345.62". Kept to the letter. Accepted as text or as a whole number; a number with a fraction is refused, since it may have lost digits already.',
  expected: 'a decimal as text, like "12.50", or a whole number',
  parse: isDecimal,
  wholeNumbers: true,
  show: isDecimal,
});

export const SafeInt = new GraphQLScalarType({
  ...GraphQLSafeInt.toConfig(),
  description:
    'A whole number up to 9007199254740991, which every JSON reader keeps exactly; Int ends at 2147483647. Example: 4294967296.',
});
