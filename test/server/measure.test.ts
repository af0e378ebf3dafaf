import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { documentProblem } from '../../src/server/limits/check-document.js';
import { measure } from '../../src/server/limits/measure.js';
import { networkOf } from '../../src/server/limits/rate.js';
import { defaultWebSettings } from '../../src/web-settings.js';

const measured = (text: string) => measure(parse(text));
const { limits } = defaultWebSettings;
const codeOf = (text: string) => documentProblem(text, limits)?.extensions['code'];
const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

describe('the measure of a document', () => {
  it('counts levels, aliases, selections and the widest set, each once as written', () => {
    const text = `query A @x { a: plans { nodes { id ... on Plan @y { b: title } ...F } } __typename }
      fragment F on Plan { c: year entity { name } }`;
    expect(measured(text)).toEqual({
      depth: 4,
      aliases: 3,
      rootFields: 2,
      width: 4,
      selections: 10,
      fragments: 2,
      directives: 2,
    });
  });

  it('counts what a fragment holds wherever it is spread', () => {
    const text = '{ ...F a { ...F } } fragment F on A { x: b c }';
    expect(measured(text)).toMatchObject({ aliases: 2, selections: 7, fragments: 2 });
  });

  it('follows fragments down, and takes the name of none for something else', () => {
    const text = '{ ...__schema } fragment __schema on Query { a { b { c { d } } } }';
    expect(measured(text)).toMatchObject({ depth: 4, selections: 5 });
  });

  it('ends where fragments go round in circles, and leaves them to the validation', () => {
    const text = '{ ...A } fragment A on Query { a ...B } fragment B on Query { b ...A }';
    expect(measured(text)).toMatchObject({ depth: 1, fragments: 3 });
  });

  it('measures operations and fragments that are not used too, since they are validated', () => {
    const text = `query A { a } query B { b { c { d } } } fragment F on X { ${times(9, (n) => `x${n}`)} }`;
    expect(measured(text)).toMatchObject({ depth: 3, width: 9, rootFields: 1 });
  });

  it('ends at a number that is large enough, after as many steps as there are words', () => {
    const doubling = times(200, (n) => `fragment F${n} on A { x { ...F${n + 1} ...F${n + 1} } }`);
    const text = `{ ...F0 } ${doubling} fragment F200 on A { y: z }`;
    expect(measured(text)).toMatchObject({ aliases: 1e9, selections: 1e9, fragments: 1e9 });
  });
});

describe('the default limits', () => {
  it('let the introspection of every tool through', () => {
    expect(documentProblem(getIntrospectionQuery(), limits)).toBeUndefined();
    const full = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    expect(documentProblem(full, limits)).toBeUndefined();
  });

  it.each([
    ['tokens', 'TOO_MANY_TOKENS', `{ ${times(2_000, () => 'a')} }`],
    ['tokens of a value', 'TOO_MANY_TOKENS', `{ a(b: [${times(2_000, () => '1')}]) }`],
    ['tokens that never end', 'TOO_MANY_TOKENS', times(5_000, () => '{')],
    ['levels', 'TOO_DEEP', `${times(17, () => '{ a')} ${'}'.repeat(17)}`],
    [
      'levels through fragments',
      'TOO_DEEP',
      `{ ...F0 } ${times(17, (n) => `fragment F${n} on A { a { ...F${n + 1} } }`)} fragment F17 on A { a }`,
    ],
    [
      'levels in a fragment named __schema',
      'TOO_DEEP',
      `{ ...__schema } fragment __schema on Query ${times(17, () => '{ a')} ${'}'.repeat(17)}`,
    ],
    [
      'levels below __schema',
      'TOO_DEEP',
      `{ __schema { types { ${times(16, () => 'ofType {')} name ${'}'.repeat(16)} } } }`,
    ],
    ['aliases', 'TOO_MANY_ALIASES', `{ a { ${times(51, (n) => `a${n}: b`)} } }`],
    [
      'aliases of __typename',
      'TOO_MANY_ALIASES',
      `{ a { ${times(51, (n) => `a${n}: __typename`)} } }`,
    ],
    [
      'aliases through fragments',
      'TOO_MANY_ALIASES',
      `{ a { ...F } b { ...F } } fragment F on A { ${times(26, (n) => `a${n}: b`)} }`,
    ],
    ['root fields', 'TOO_MANY_ROOT_FIELDS', `{ ${times(21, () => 'a')} }`],
    [
      'root fields through fragments',
      'TOO_MANY_ROOT_FIELDS',
      `mutation { ...F ...F } fragment F on Mutation { ${times(11, (n) => `a${n}`)} }`,
    ],
    ['fields beside each other', 'TOO_WIDE', `{ a { ${times(251, (n) => `a${n}`)} } }`],
    [
      'selections',
      'TOO_MANY_SELECTIONS',
      `{ ${times(10, (n) => `a${n} { ${times(100, (m) => `b${m}`)} }`)} }`,
    ],
    [
      'the 2^20 spread',
      'TOO_MANY_SELECTIONS',
      `{ ...F0 } ${times(20, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F20 on Query { __typename }`,
    ],
    [
      'the bomb of fragments',
      'TOO_MANY_SELECTIONS',
      `{ plans { ...F0 } } ${times(9, (n) => `fragment F${n} on A { ${times(9, (m) => `x${m} { ...F${n + 1} }`)} }`)} fragment F9 on A { id }`,
    ],
    ['fragments', 'TOO_MANY_FRAGMENTS', `{ a { ${times(201, () => '... { b }')} } }`],
    ['directives', 'TOO_MANY_DIRECTIVES', `{ a ${times(51, () => '@x')} }`],
    [
      'directives on variables and definitions',
      'TOO_MANY_DIRECTIVES',
      `query A($a: Int ${times(26, () => '@x')}) ${times(25, () => '@y')} { a }`,
    ],
    [
      'the bomb for validators: many alike beside each other, below many alike',
      'TOO_MANY_SELECTIONS',
      `{ ${times(20, () => `plans { ${times(60, () => 'totalCount')} }`)} }`,
    ],
  ])('refuse too many %s', (_, code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  it('say what was expected, what came and what to do', () => {
    const error = documentProblem(`{ ${times(21, () => 'a')} }`, limits);
    expect(error?.message).toBe(
      'Expected at most 20 fields of the operation itself; got 21. Send several requests.',
    );
    expect(error?.extensions).toMatchObject({ limit: 20, actual: 21 });
  });

  it('leave an error of syntax to the parser', () => {
    expect(documentProblem('{ plans', limits)).toBeUndefined();
    expect(documentProblem('{ plans(title: "open }', limits)).toBeUndefined();
  });
});

describe('an address, for counting', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
