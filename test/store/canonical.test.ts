import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, MAX_DEPTH } from '../../src/store/canonical.js';
import { EntryError } from '../../src/store/entry-error.js';

function refusalOf(value: unknown): EntryError {
  try {
    canonicalJson(value);
  } catch (error) {
    if (error instanceof EntryError) return error;
    throw error;
  }
  throw new Error('expected a refusal, the value was accepted');
}

const pathOf = (value: unknown): string => refusalOf(value).path;

/** Any value of the subset, with members in the order in which they were made. */
const jsonSubset = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units, as the example of RFC 8785, section 3.2.3', () => {
    const sorted = canonicalJson({
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    });
    expect(
      [...sorted.matchAll(/:(".*?")[,}]/g)].map(([, name = '']) => JSON.parse(name) as unknown),
    ).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('writes strings and literals as the example of RFC 8785, section 3.2.2', () => {
    expect(
      canonicalJson({
        string: '\u20ac$\u000f\u000aA\u0027\u0042\u0022\u005c\\"\u002f',
        literals: [null, true, false],
      }),
    ).toBe('{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('keeps texts to the letter: control characters escaped, nothing normalised', () => {
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f\u007f\u2028')).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028"',
    );
    expect(canonicalJson('e\u0301')).not.toBe(canonicalJson('\u00e9'));
  });

  it('writes integers in full up to the ends of the safe range', () => {
    expect(canonicalJson([0, -1, 1250, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe(
      '[0,-1,1250,9007199254740991,-9007199254740991]',
    );
  });

  it('keeps a member named __proto__ and one named toJSON that is data', () => {
    const value: unknown = JSON.parse('{"toJSON":"x","__proto__":{"a":1}}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1},"toJSON":"x"}');
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });

  it('reads back as the same value, whatever the order of the members', () => {
    fc.assert(
      fc.property(jsonSubset, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses what JSON would drop or convert, and names the path', () => {
    const class_ = class Money {
      readonly cents = 1;
    };
    const inside = (after: unknown): unknown => ({ data: { changes: [{}, {}, { after }] } });
    const values: readonly unknown[] = [
      undefined,
      new Date(0),
      1n,
      () => 1,
      Symbol('s'),
      new class_(),
      new Map(),
      Buffer.from('x'),
      NaN,
      Infinity,
      -Infinity,
      -0,
      0.5,
      2 ** 53,
      -(2 ** 53),
      'lone \ud800',
      '\udc00 lone',
      Object.create({ inherited: 1 }),
      { toJSON: () => 1 },
    ];
    for (const value of values) {
      const refusal = refusalOf(inside(value));
      expect(refusal.code).toBe('NOT_CANONICAL');
      expect(refusal.path).toMatch(/^data\.changes\[2\]\.after(\.toJSON)?$/);
    }
  });

  it('says what was expected and what came, without repeating the value', () => {
    expect(refusalOf({ data: { percent: 12.5 } }).message).toBe(
      'data.percent: expected an integer from -(2^53-1) to 2^53-1; decimals are kept as text, got 12.5',
    );
    expect(refusalOf({ at: new Date(0) }).message).toBe(
      'at: expected a plain object, got an instance of Date',
    );
    expect(refusalOf({ name: 'Nadie\ud800' }).message).not.toContain('Nadie');
    expect(refusalOf(undefined).message).toContain('the value: expected a JSON value');
  });

  it('never calls toJSON, own, hidden or inherited', () => {
    let calls = 0;
    const toJSON = (): string => `call ${++calls}`;
    const hidden = Object.defineProperty({}, 'toJSON', { value: toJSON, enumerable: false });
    const array = Object.assign([1], { toJSON });
    for (const value of [{ toJSON }, hidden, array, new Date(0), new URL('https://example.org')]) {
      expect(refusalOf({ value }).path).toBe('value');
    }
    expect(calls).toBe(0);
  });

  it('refuses arrays with holes or names, symbols, hidden members and bad names', () => {
    const holed = Object.assign(new Array<number>(3), { 0: 1, 2: 3 });
    expect(pathOf({ list: holed })).toBe('list[1]');
    expect(pathOf({ list: Object.assign([1], { extra: 2 }) })).toBe('list');
    expect(pathOf({ value: { [Symbol('s')]: 1 } })).toBe('value');
    expect(pathOf({ value: Object.defineProperty({}, 'x', { value: 1 }) })).toBe('value');
    expect(pathOf({ 'a b': { '\ud800': 1 } })).toBe('["a b"]["\\ud800"]');
    expect(pathOf({ año: [[undefined]] })).toBe('año[0][0]');
  });

  it('ends at a value that contains itself, and at one that is too deep', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(refusalOf(loop).expected).toBe(`at most ${MAX_DEPTH} levels`);
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(canonicalJson(nested(MAX_DEPTH))).toContain('1');
    expect(refusalOf(nested(MAX_DEPTH + 1)).expected).toBe(`at most ${MAX_DEPTH} levels`);
  });
});

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
