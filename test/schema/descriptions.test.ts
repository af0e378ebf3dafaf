import { describe, expect, it } from '@jest/globals';
import type { GraphQLArgument, GraphQLSchema } from 'graphql';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { buildBitacoraSchema } from '../../schema/build.js';

interface Described {
  /** As one would look for it: `Plan.actions(first)`, `@planted(why)`. */
  readonly path: string;
  /** What it is called, with the field's name for an argument: an echo says no more than this. */
  readonly called: string;
  readonly description: string;
}

/** Everything in a schema that can have a description, but what GraphQL itself brings. */
function describedIn(schema: GraphQLSchema): Described[] {
  const found: Described[] = [];
  const add = (path: string, called: string, of: { description?: string | null | undefined }) =>
    found.push({ path, called, description: of.description ?? '' });
  const addArgs = (path: string, called: string, args: readonly GraphQLArgument[]) => {
    for (const arg of args) add(`${path}(${arg.name})`, `${called} ${arg.name}`, arg);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    add(type.name, type.name, type);
    if (isEnumType(type)) {
      for (const value of type.getValues()) add(`${type.name}.${value.name}`, value.name, value);
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, field.name, field);
      }
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        add(`${type.name}.${field.name}`, field.name, field);
        addArgs(`${type.name}.${field.name}`, field.name, field.args);
      }
    }
  }
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    add(`@${directive.name}`, directive.name, directive);
    addArgs(`@${directive.name}`, directive.name, directive.args);
  }
  return found;
}

const wordsOf = (text: string) =>
  text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const hollow = new Set(
  wordsOf('a an the of in by to for as and or it its that this what which is are was were be been'),
);

/** Whether two words are forms of one: report, reported, reports; withdraw, withdrawal. */
function alike(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].toSorted((a, b) => a.length - b.length);
  const stem = short.replace(/(?:ed|[sey])$/, '');
  return (
    short === long || (stem.length > 2 && long.startsWith(stem) && long.length < stem.length + 4)
  );
}

/** Whether it says no more than the name does, as `year: "The year."`; so does an empty one. */
function isEcho({ called, description }: Described): boolean {
  const name = wordsOf(called);
  return wordsOf(description).every((word) => hollow.has(word) || name.some((n) => alike(n, word)));
}

const without = (schema: GraphQLSchema) =>
  describedIn(schema)
    .filter(isEcho)
    .map(({ path }) => path);

it('describes everything that can be described, by more than its name', async () => {
  const schema = await buildBitacoraSchema();
  expect(describedIn(schema).length).toBeGreaterThan(1_500);
  expect(without(schema)).toEqual([]);
});

describe('a hole in the descriptions is found', () => {
  const whole = `
    "What can be asked." type Query {
      "A plan, whoever made it." plan("How it is found." id: ID!): Plan
      "Whoever won." winner: Winner
      "Whatever is on record." node: Node
    }
    "What a body means to do." type Plan implements Node {
      "How it is found." id: ID!
      "How far it has come." state("At this moment." at: Moment, "Of these." filter: Filter): State
    }
    "Whatever can be found." interface Node { "How it is found." id: ID! }
    "One or the other." union Winner = Plan
    "An instant with a zone." scalar Moment
    "How far." enum State { "Not begun." NEW }
    "Which ones are meant." input Filter { "From then on." since: Moment }
    "For whom." directive @planted("So that." why: String) on FIELD`;

  it('not where there is none', () => {
    expect(without(buildSchema(whole))).toEqual([]);
  });

  it.each([
    ['an object type', 'What a body means to do.', 'Plan'],
    ['a field', 'A plan, whoever made it.', 'Query.plan'],
    ['an argument', 'At this moment.', 'Plan.state(at)'],
    ['an interface', 'Whatever can be found.', 'Node'],
    ['a union', 'One or the other.', 'Winner'],
    ['a scalar', 'An instant with a zone.', 'Moment'],
    ['an enum', 'How far.', 'State'],
    ['a value of an enum', 'Not begun.', 'State.NEW'],
    ['an input type', 'Which ones are meant.', 'Filter'],
    ['an input field', 'From then on.', 'Filter.since'],
    ['a directive', 'For whom.', '@planted'],
    ['an argument of a directive', 'So that.', '@planted(why)'],
  ])('in %s', (_, description, path) => {
    expect(whole.split(`"${description}"`)).toHaveLength(2);
    expect(without(buildSchema(whole.replace(`"${description}"`, '')))).toEqual([path]);
  });

  it.each([
    ['quarterTargets', 'The targets of the quarter.', true],
    ['withdrawAction input', 'The withdrawal.', true],
    ['ReportApproved', 'A report was approved.', true],
    ['year', '', true],
    ['year', 'The year that the plan is for.', false],
    ['plan', 'The plan as it is now.', false],
  ])('where %s is called "%s": %s', (called, description, echo) => {
    expect(isEcho({ path: called, called, description })).toBe(echo);
  });
});
