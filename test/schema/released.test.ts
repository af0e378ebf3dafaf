import { describe, expect, it } from '@jest/globals';
import { buildSchema, findBreakingChanges, findDangerousChanges, isInputObjectType } from 'graphql';
import { readFileSync } from 'node:fs';

interface AllowedChange {
  /** In the very words in which the test tells it. */
  readonly change: string;
  /** Why it is done although it may break a caller. */
  readonly reason: string;
}

const read = (path: string) => readFileSync(path, 'utf8');
const released = read('schema/released.graphql');
const current = read('schema/schema.graphql');
const allowed = JSON.parse(read('schema/allowed-changes.json')) as readonly AllowedChange[];

/** Dangerous by the book, but no caller breaks by what it may leave out. */
const harmless: readonly string[] = ['OPTIONAL_ARG_ADDED', 'OPTIONAL_INPUT_FIELD_ADDED'];

/**
 * What may break those who call the schema `before` when it is `after`: what is invalid then, and
 * what callers may not be ready for, such as a new value of an enum. Each as one sentence.
 */
function changesBetween(before: string, after: string): string[] {
  const [from, to] = [buildSchema(before), buildSchema(after)];
  const narrowed = Object.values(to.getTypeMap()).filter((type) => {
    const older = from.getType(type.name);
    return isInputObjectType(type) && type.isOneOf && isInputObjectType(older) && !older.isOneOf;
  });
  return [
    ...findBreakingChanges(from, to),
    ...narrowed.map(({ name }) => ({ type: 'ONE_OF', description: `${name} became @oneOf.` })),
    ...findDangerousChanges(from, to),
  ]
    .filter(({ type }) => !harmless.includes(type))
    .map(({ description }) => description);
}

/** What is neither allowed nor absent as it must be: each line says what to do. */
function problemsOf(changes: readonly string[], list: readonly AllowedChange[]): string[] {
  const listed = list.map(({ change }) => change);
  return [
    ...changes
      .filter((change) => !listed.includes(change))
      .map((change) => `${change} Undo it, or allow it in schema/allowed-changes.json.`),
    ...listed
      .filter((change) => !changes.includes(change))
      .map((change) => `"${change}" is no change since the last release: take it off the list.`),
    ...listed
      .filter((change, i) => listed.indexOf(change) !== i)
      .map((change) => `"${change}" is on the list twice.`),
    ...list
      .filter(({ reason }) => reason.trim() === '')
      .map(({ change }) => `"${change}" is allowed without a reason.`),
  ];
}

describe('the schema, beside the one that was last released', () => {
  it('breaks no caller but by the changes that are allowed, each with its reason', () => {
    expect(problemsOf(changesBetween(released, current), allowed)).toEqual([]);
  });
});

describe('a change of the schema', () => {
  const before = `
    interface Node { id: ID! }
    type Query { plan(id: ID!, asOf: String, order: Order! = NEWEST): Plan }
    type Plan implements Node { id: ID! title: String! year: Int! }
    enum Order { NEWEST OLDEST }
    input PlanFilter { year: Int text: String }
    type Mutation { find(filter: PlanFilter): Plan }`;
  const after = (from: string, to: string) => {
    expect(before.split(from)).toHaveLength(2);
    return before.replace(from, to);
  };

  it.each([
    ['a field that was removed', ' year: Int!', '', 'Plan.year was removed.'],
    [
      'a field that may be null now',
      'title: String!',
      'title: String',
      'Plan.title changed type from String! to String.',
    ],
    [
      'an argument that must be given now',
      'asOf: String',
      'asOf: String!',
      'Query.plan arg asOf has changed type from String to String!.',
    ],
    [
      'an input field that must be given now',
      'text: String',
      'text: String!',
      'PlanFilter.text changed type from String to String!.',
    ],
    [
      'a new argument that must be given',
      'plan(id: ID!',
      'plan(id: ID!, office: ID!',
      'A required arg office on Query.plan was added.',
    ],
    [
      'a value of an enum that was removed',
      'NEWEST OLDEST',
      'NEWEST',
      'OLDEST was removed from enum type Order.',
    ],
    [
      'a new value of an enum, which a caller may not be ready for',
      'NEWEST OLDEST',
      'NEWEST OLDEST LONGEST',
      'LONGEST was added to enum type Order.',
    ],
    [
      'another default of an argument',
      '= NEWEST',
      '= OLDEST',
      'Query.plan arg order has changed defaultValue from NEWEST to OLDEST.',
    ],
    [
      'a type that is no Node any more',
      'Plan implements Node',
      'Plan',
      'Plan no longer implements interface Node.',
    ],
    [
      'an input of which one field only may be given now',
      'input PlanFilter',
      'input PlanFilter @oneOf',
      'PlanFilter became @oneOf.',
    ],
  ])('is found: %s', (_, from, to, change) => {
    expect(changesBetween(before, after(from, to))).toEqual([change]);
  });

  it.each([
    ['a new field', 'year: Int!', 'year: Int! objective: String!'],
    ['an argument that may be left out', 'asOf: String', 'asOf: String, office: ID'],
    ['an input field that may be left out', 'text: String', 'text: String office: ID'],
  ])('breaks nobody: %s', (_, from, to) => {
    expect(changesBetween(before, after(from, to))).toEqual([]);
  });

  const change = 'Plan.year was removed.';
  const allowedHere = { change, reason: 'A plan may have several years' };
  it.each([
    ['is a problem when it is not on the list', [change], [], [/allow it in/]],
    ['is none when it is, with its reason', [change], [allowedHere], []],
    ['is a problem without a reason', [change], [{ change, reason: ' ' }], [/without a reason/]],
    ['is a problem on the list when there is none', [], [allowedHere], [/take it off/]],
    ['is a problem on the list twice', [change], [allowedHere, allowedHere], [/twice/]],
  ])('%s', (_, changes, list, problems) => {
    expect(problemsOf(changes, list)).toEqual(
      problems.map((words) => expect.stringMatching(words)),
    );
  });
});
