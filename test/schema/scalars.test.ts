import { describe, expect, it } from '@jest/globals';
import type { GraphQLScalarType } from 'graphql';
import { GraphQLError, parseValue } from 'graphql';
import { DateTime, Decimal, LocalDate, Quarter, SafeInt } from '../../schema/scalars.js';

const fromVariable = (scalar: GraphQLScalarType, value: unknown) => scalar.parseValue(value);
const fromDocument = (scalar: GraphQLScalarType, text: string) =>
  scalar.parseLiteral(parseValue(text), {});

describe('texts of a fixed form', () => {
  it.each([
    [Quarter, '2024-Q1'],
    [Quarter, '1999-Q4'],
    [LocalDate, '2024-02-29'],
    [LocalDate, '2000-02-29'],
    [LocalDate, '2024-12-31'],
    [Decimal, '0'],
    [Decimal, '0.1'],
    [Decimal, '-12.50'],
    [Decimal, '9007199254740993'],
    [Decimal, '123456789012345.62'],
  ])('%s takes %s and gives the same back', (scalar, text) => {
    expect(fromVariable(scalar, text)).toBe(text);
    expect(fromDocument(scalar, JSON.stringify(text))).toBe(text);
    expect(scalar.serialize(text)).toBe(text);
  });

  it.each([
    [Quarter, '2024-Q5'],
    [Quarter, '2024-Q0'],
    [Quarter, '2024Q1'],
    [Quarter, '24-Q1'],
    [Quarter, '2024-q1'],
    [Quarter, ' 2024-Q1'],
    [Quarter, '2024-Q1\n'],
    [LocalDate, '2026-02-30'],
    [LocalDate, '2026-02-29'],
    [LocalDate, '1900-02-29'],
    [LocalDate, '2024-11-31'],
    [LocalDate, '2024-13-01'],
    [LocalDate, '2024-00-10'],
    [LocalDate, '2024-01-00'],
    [LocalDate, '2024-1-1'],
    [LocalDate, '31/12/2024'],
    [LocalDate, '2024-12-31T00:00:00Z'],
    [LocalDate, '2024-12-31 '],
    [LocalDate, ''],
    [Decimal, ''],
    [Decimal, '0,95'],
    [Decimal, '1e3'],
    [Decimal, '+1'],
    [Decimal, '01'],
    [Decimal, '.5'],
    [Decimal, '5.'],
    [Decimal, '28.760.251'],
    [Decimal, 'NaN'],
    [Decimal, '1'.repeat(31)],
    [Decimal, `0.${'1'.repeat(21)}`],
  ])('%s refuses %j, and would not give it out', (scalar, text) => {
    expect(() => fromVariable(scalar, text)).toThrow(GraphQLError);
    expect(() => fromDocument(scalar, JSON.stringify(text))).toThrow(/expected .*; got /);
    expect(() => scalar.serialize(text)).toThrow(/expected .*; got /);
  });

  it.each([[Quarter], [LocalDate], [DateTime], [Decimal]])(
    '%s refuses what is not text',
    (scalar) => {
      for (const value of [0.1, Number.NaN, 2 ** 53, true, {}, ['2024-Q1']]) {
        expect(() => fromVariable(scalar, value)).toThrow(GraphQLError);
      }
      for (const text of ['0.1', '1e3', 'true', 'ENUM', '{}', '["2024-Q1"]']) {
        expect(() => fromDocument(scalar, text)).toThrow(GraphQLError);
      }
    },
  );

  it('names code, expected and actual in a refusal', () => {
    expect.assertions(2);
    try {
      fromVariable(LocalDate, '2026-02-30');
    } catch (error) {
      expect((error as GraphQLError).extensions).toEqual({ code: 'BAD_USER_INPUT' });
      expect((error as GraphQLError).message).toBe(
        'LocalDate: expected a date that exists, like "2024-03-31"; got "2026-02-30".',
      );
    }
  });
});

describe('Decimal', () => {
  it('takes whole numbers, in a document to the last digit', () => {
    expect(fromVariable(Decimal, 12)).toBe('12');
    expect(fromDocument(Decimal, '12')).toBe('12');
    expect(fromDocument(Decimal, '9007199254740993')).toBe('9007199254740993');
  });

  it('refuses a number that has lost digits, or may have', () => {
    expect(() => fromVariable(Decimal, 9007199254740993)).toThrow('Decimal: expected a decimal');
    expect(() => fromVariable(Decimal, 12.5)).toThrow('got 12.5');
    expect(() => fromDocument(Decimal, '12.5')).toThrow('got 12.5');
  });

  it('refuses to give out a float', () => {
    expect(() => Decimal.serialize(0.1)).toThrow('got 0.1');
  });
});

describe('the other texts', () => {
  it.each([[Quarter], [LocalDate], [DateTime]])('%s refuses a whole number', (scalar) => {
    expect(() => fromVariable(scalar, 2024)).toThrow('got 2024');
    expect(() => fromDocument(scalar, '2024')).toThrow('got 2024');
  });
});

describe('DateTime', () => {
  it.each([
    ['2024-04-01T04:30:00Z', '2024-04-01T04:30:00.000Z'],
    ['2024-03-31T23:30:00-05:00', '2024-04-01T04:30:00.000Z'],
    ['2024-04-01T04:30:00.5+00:00', '2024-04-01T04:30:00.500Z'],
    ['2024-04-01T10:00:00.123+05:30', '2024-04-01T04:30:00.123Z'],
  ])('takes %s as %s', (text, utc) => {
    expect(DateTime.serialize(fromVariable(DateTime, text))).toBe(utc);
    expect(DateTime.serialize(fromDocument(DateTime, JSON.stringify(text)))).toBe(utc);
  });

  it.each([
    '2024-04-01T04:30:00',
    '2024-04-01',
    '2026-02-30T00:00:00Z',
    '2024-04-01T24:00:00Z',
    '2024-04-01T04:60:00Z',
    '2024-04-01T04:30:60Z',
    '2024-04-01T04:30:00.1234Z',
    '2024-04-01 04:30:00Z',
    '2024-04-01T04:30:00+24:00',
    'yesterday',
  ])('refuses %s', (text) => {
    expect(() => fromVariable(DateTime, text)).toThrow('DateTime: expected an instant');
  });

  it('gives out only instants', () => {
    expect(() => DateTime.serialize('2024-04-01T04:30:00Z')).toThrow(TypeError);
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
  });
});

describe('SafeInt', () => {
  it.each([0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER])('takes %d and gives it back', (value) => {
    expect(fromVariable(SafeInt, value)).toBe(value);
    expect(fromDocument(SafeInt, String(value))).toBe(value);
    expect(SafeInt.serialize(value)).toBe(value);
  });

  it.each([2 ** 53, 0.5, Number.NaN, '1'])('refuses %p', (value) => {
    expect(() => fromVariable(SafeInt, value)).toThrow('SafeInt cannot represent');
  });
});
