import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { EventType } from '../../events/index.js';
import { catalogue, envelopeTexts } from '../../events/index.js';
import { basisPoints, decimal, localDate, quarter, text } from '../../events/values.js';
import { membersOf, withValue } from './members.js';

const eventTypes: readonly EventType[] = Object.values(catalogue);
const paths = (type: EventType) => membersOf(type.data).map((member) => member.path);

function sampleOf({ type, schemaVersion }: EventType): object {
  const file = new URL(`./stored/${type}.v${schemaVersion}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

/** Each place of each current shape where a predicate holds, with a sample to plant faults in. */
function places(where: (member: ReturnType<typeof membersOf>[number]) => boolean) {
  return eventTypes.flatMap((eventType) =>
    membersOf(eventType.data)
      .filter(where)
      .map(({ path, schema }) => ({
        type: eventType.type,
        path,
        schema,
        accepts: (value: unknown) =>
          eventType.data.safeParse(withValue(sampleOf(eventType), path, value)).success,
      })),
  );
}

describe('the free texts of an event type', () => {
  it.each(eventTypes)('that $type declares are texts of its shape', ({ type, data, texts }) => {
    const free = membersOf(data).filter(({ schema }) => schema === text);
    const known = free.map((member) => member.path);
    expect({ type, unknown: texts.filter((path) => !known.includes(path)) }).toEqual({
      type,
      unknown: [],
    });
    expect(new Set(texts).size).toBe(texts.length);
  });

  // Names of things and of places, which a plan publishes. Any other text could name a person.
  const ofThings: Readonly<Record<string, readonly string[]>> = {
    EntityRegistered: ['name'],
    PlanRegistered: ['title', 'objective'],
    ActionAdded: ['number', 'name', 'indicator', 'unit', 'fundingSource', 'associatedPlans.*'],
    ActionRevised: ['before', 'after'].flatMap((side) =>
      ['number', 'name', 'indicator', 'unit', 'fundingSource', 'associatedPlans.*'].map(
        (field) => `${side}.${field}`,
      ),
    ),
    PlanRevised: ['before.title', 'before.objective', 'after.title', 'after.objective'],
    EvidenceAttached: ['evidence.file.mediaType'],
    EvidenceWithdrawn: ['before.file.mediaType'],
    OfficeRegistered: ['name'],
    OfficeAliasAdded: ['alias'],
    OfficeRenamed: ['before.name', 'after.name'],
  };

  it.each(eventTypes)('are declared by $type for every text that is no name of a thing', (type) => {
    const free = membersOf(type.data).filter(({ schema }) => schema === text);
    const told = [...type.texts, ...(ofThings[type.type] ?? [])].toSorted();
    expect(free.map((member) => member.path).toSorted()).toEqual(told);
  });

  it.each(eventTypes)('include every narrative and reason of $type', (type) => {
    const personal = /(^|\.)(narrative|reason|note|comment|raw|observation)$/;
    expect(type.texts).toEqual(expect.arrayContaining(paths(type).filter((p) => personal.test(p))));
  });

  it('of the envelope are the reason, and the name and raw cell of the file', () => {
    expect([...envelopeTexts]).toEqual(['reason', 'source.fileName', 'source.raw']);
  });
});

describe('every shape', () => {
  it.each(places(({ path }) => path !== ''))(
    'refuses undefined and null: $type $path',
    ({ accepts }) => {
      expect([accepts(undefined), accepts(null)]).toEqual([false, false]);
    },
  );

  it.each(places(({ schema }) => schema instanceof z.ZodObject))(
    'refuses an unknown member: $type $path',
    ({ type, path, accepts }) => {
      const eventType = eventTypes.find((other) => other.type === type);
      const sample = eventType === undefined ? {} : sampleOf(eventType);
      const object = path
        .split('.')
        .reduce<object>((at, name) => (Reflect.get(at, name) ?? at) as object, sample);
      expect([accepts(object), accepts({ ...object, version: 1 })]).toEqual([true, false]);
    },
  );

  it.each(places(({ schema }) => schema === text))(
    'refuses an empty text, a number and a lone surrogate: $type $path',
    ({ accepts }) => {
      expect(accepts('Reunión 🚌 «n.º 1»\u00a0\n')).toBe(true);
      for (const value of ['', 1, 'a\ud800', '\udc00b', '\udc00\ud800']) {
        expect(accepts(value)).toBe(false);
      }
    },
  );

  it.each(places(({ schema }) => schema instanceof z.ZodNumber))(
    'refuses a number that is not whole, safe and finite: $type $path',
    ({ accepts }) => {
      for (const value of [0.5, 2 ** 53, NaN, Infinity, '1']) {
        expect(accepts(value)).toBe(false);
      }
    },
  );
});

describe('the weights of a plan', () => {
  it('are those of actions, from 0 to 100 %', () => {
    const { data } = catalogue.PlanWeightsSet;
    const accepts = (weights: object) =>
      data.safeParse({ planId: 'plan_rmbc_2024', weights }).success;
    const action = 'action_rmbc_0001';
    expect([0, 10_000, -1, 10_001].map((weight) => accepts({ [action]: weight }))).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
    expect(['1', 'plan_rmbc_2024', '', action].map((id) => accepts({ [id]: 1 }))).toEqual([
      ...[false, false, false],
      true,
    ]);
  });
});

describe('the values that events carry', () => {
  const accepted = (schema: z.ZodType, values: readonly unknown[]) =>
    values.filter((value) => schema.safeParse(value).success);

  it('hold a percentage in whole basis points from 0 to 12500', () => {
    expect(accepted(basisPoints, [0, 1, 12_500, -1, 12_501, 12.5, '10'])).toEqual([0, 1, 12_500]);
  });

  it('hold a decimal as text, never as a number or in exponents', () => {
    const right = ['0', '-1.5', '0.10', '123456789012345.62', '9007199254740993'];
    const wrong = [0.1, '', '.5', '5.', '01', '1e3', '1,5', '+1', ' 1', '1\n', 'NaN'];
    expect(accepted(decimal, [...right, ...wrong])).toEqual(right);
  });

  it('hold days that exist', () => {
    const right = ['2024-02-29', '2024-12-31'];
    const wrong = ['2023-02-29', '2024-11-31', '2024-1-1', '31/12/2024', '2024-12-31T00:00:00Z'];
    expect(accepted(localDate, [...right, ...wrong])).toEqual(right);
  });

  it('hold quarters of one spelling', () => {
    const wrong = ['2024-Q0', '2024-Q5', '2024-q1', '24-Q1', '2024-Q1\n'];
    expect(accepted(quarter, ['2024-Q1', '2024-Q4', ...wrong])).toEqual(['2024-Q1', '2024-Q4']);
  });
});
