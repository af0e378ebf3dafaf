import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { buildBitacoraSchema } from '../../schema/build.js';
import { inputError, inputErrors } from '../../schema/input-errors.js';
import {
  action,
  corrected,
  fakeContext,
  pageWith,
  plan,
  registered,
  reported,
  revised,
} from './fake-context.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});

async function ask(source: string, overrides: Parameters<typeof fakeContext>[0] = {}) {
  const { calls, context } = fakeContext(overrides);
  const answer = await graphql({ schema, source, contextValue: context });
  return { answer, calls };
}

describe('a query', () => {
  it("shows a plan's board", async () => {
    const { answer, calls } = await ask(`{
      plan(id: "${plan.id}") {
        title objective entity { id name }
        actions(first: 2) {
          nodes {
            id number target startDate streamVersion associatedPlans offices { name aliases }
            report(quarter: "2024-Q2") { quarter percent quantity narrative state recordedAt actor { id role } }
            reports { reportVersion } plan { year }
          }
        }
      }
    }`);
    expect(answer).toEqual({
      data: {
        plan: {
          title: 'Plan de Acción 2024',
          objective: null,
          entity: { id: 'rmbc', name: 'Región Metropolitana' },
          actions: {
            nodes: [
              {
                id: action.id,
                number: '4',
                target: '123456789012345.62',
                startDate: '2024-05-01',
                streamVersion: 4_294_967_296,
                associatedPlans: [],
                offices: [{ name: 'Dirección General', aliases: ['Direccion General'] }],
                report: {
                  quarter: '2024-Q2',
                  percent: 12.5,
                  quantity: '0.1',
                  narrative: null,
                  state: 'SUBMITTED',
                  recordedAt: '2024-07-01T04:30:00.000Z',
                  actor: { id: 'local', role: null },
                },
                reports: [{ reportVersion: 2 }],
                plan: { year: 2024 },
              },
            ],
          },
        },
      },
    });
    // Each thing is asked for once for each place that shows it; in which order is not promised.
    const inOrder = (list: readonly unknown[]) => list.map((call) => JSON.stringify(call)).sort();
    const expected = [
      ['plan', plan.id],
      ['entity', 'rmbc'],
      ['actionsOf', plan.id, { filter: {}, orderBy: [] }, { first: 2 }],
      ['answering', ['office_rmbc_0001']],
      ['report', action.id, '2024-Q2'],
      ['reportsOf', action.id],
      ['plan', plan.id],
    ];
    expect(inOrder(calls)).toEqual(inOrder(expected));
  });

  it('passes the filter of plans on, without what is null', async () => {
    const { calls } = await ask('{ plans(filter: {year: 2024, entityId: null}) { totalCount } }');
    expect(calls).toStrictEqual([['plans', { year: 2024 }, { first: 20 }]]);
  });

  it('asks for the plans and offices of an entity', async () => {
    const { calls } = await ask(
      '{ entity(id: "rmbc") { plans { totalCount } offices(last: 5) { nodes { id } } } }',
    );
    expect(calls).toStrictEqual([
      ['entity', 'rmbc'],
      ['plans', { entityId: 'rmbc' }, { first: 20 }],
      ['officesOf', 'rmbc', { last: 5 }],
    ]);
  });

  it('answers null for what is not there', async () => {
    const none = () => Promise.resolve(undefined);
    const overrides = { plan: none, action: none, entity: none };
    const { answer } = await ask(
      '{ plan(id: "x") { id } action(id: "x") { id } entity(id: "x") { id } }',
      { overrides },
    );
    expect(answer).toEqual({ data: { plan: null, action: null, entity: null } });
  });

  it('tells a refusal of the port as an error of the input', async () => {
    const report = () =>
      Promise.reject(inputError({ field: 'quarter', message: 'Expected a quarter of 2024.' }));
    const { answer } = await ask('{ action(id: "x") { report(quarter: "2023-Q1") { percent } } }', {
      overrides: { report },
    });
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(inputErrors(answer.errors?.[0])).toEqual([
      { field: 'quarter', message: 'Expected a quarter of 2024.' },
    ]);
  });
});

describe('a page', () => {
  const paged = (args: string) => ask(`{ plans${args} { totalCount } }`);

  it.each([
    ['', { first: 20 }],
    ['(first: 0)', { first: 0 }],
    ['(first: 100, after: "c")', { first: 100, after: 'c' }],
    ['(last: 0)', { last: 0 }],
    ['(last: 7, before: "c")', { last: 7, before: 'c' }],
    ['(first: null, after: null)', { first: 20 }],
    ['(first: null, last: 3)', { last: 3 }],
    ['(first: 3, last: null)', { first: 3 }],
    ['(after: "a", before: "b")', { first: 20, after: 'a', before: 'b' }],
  ])('plans%s is %j', async (args, page) => {
    expect((await paged(args)).calls).toStrictEqual([['plans', {}, page]]);
  });

  it.each([
    ['(first: -1)', 'first', /0 to 100; got -1\.$/],
    ['(first: 101)', 'first', /0 to 100; got 101\.$/],
    ['(last: -1)', 'last', /0 to 100; got -1\.$/],
    ['(last: 101)', 'last', /0 to 100; got 101\.$/],
    ['(first: 1, last: 1)', 'first', /either first or last, not both/],
    ['(first: 0, last: 0)', 'first', /either first or last, not both/],
  ])('plans%s is refused as BAD_USER_INPUT', async (args, field, message) => {
    const { answer, calls } = await paged(args);
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(inputErrors(answer.errors?.[0])).toMatchObject([
      { field, message: expect.stringMatching(message) },
    ]);
    expect(calls).toEqual([]);
  });

  it('shows edges, nodes, cursors and count; an empty one has no cursors', async () => {
    const fields = `edges { cursor node { id } } nodes { id } totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
    const source = `{ plans { ${fields} } }`;
    const two = pageWith(plan, { ...plan, id: 'plan_rmbc_0002' });
    const { answer } = await ask(source, { overrides: { plans: () => Promise.resolve(two) } });
    expect(answer.data?.['plans']).toEqual({
      edges: [
        { cursor: 'c1', node: { id: plan.id } },
        { cursor: 'c2', node: { id: 'plan_rmbc_0002' } },
      ],
      nodes: [{ id: plan.id }, { id: 'plan_rmbc_0002' }],
      totalCount: 2,
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'c1', endCursor: 'c2' },
    });
    const none = { overrides: { plans: () => Promise.resolve(pageWith<typeof plan>()) } };
    expect((await ask(source, none)).answer.data?.['plans']).toMatchObject({
      edges: [],
      nodes: [],
      pageInfo: { startCursor: null, endCursor: null },
    });
  });

  it('counts only when asked, and may say that it will not', async () => {
    let counted = 0;
    const countAll = () => Promise.resolve((counted += 1) && null);
    const overrides = { plans: () => Promise.resolve({ ...pageWith(plan), countAll }) };
    await ask('{ plans { nodes { id } } }', { overrides });
    expect(counted).toBe(0);
    const { answer } = await ask('{ plans { totalCount } }', { overrides });
    expect(answer).toEqual({ data: { plans: { totalCount: null } } });
    expect(counted).toBe(1);
  });

  it('leaves the siblings of an item that can not be read', async () => {
    const damaged = pageWith<typeof plan>(plan, new Error('position 7 can not be read'), plan);
    const { answer } = await ask('{ plans { nodes { id } edges { node { id } } } }', {
      overrides: { plans: () => Promise.resolve(damaged) },
    });
    const nodes = [{ id: plan.id }, null, { id: plan.id }];
    expect(answer.data?.['plans']).toEqual({ nodes, edges: nodes.map((node) => ({ node })) });
    expect(answer.errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
      'plans.edges.1.node',
      'plans.nodes.1',
    ]);
  });
});

describe('a history', () => {
  it.each([
    ['history(entityId: "rmbc"', '', { entityId: 'rmbc' }],
    ['entity(id: "rmbc") { history(', '}', { entityId: 'rmbc' }],
    ['plan(id: "p") { history(', '}', { planId: plan.id }],
    ['action(id: "a") { history(', '}', { actionId: action.id }],
  ])('%s…) has its scope, filter, order and page', async (begin, end, scope) => {
    const args = `order: OLDEST, last: 3, filter: {
      planId: null, quarter: "2024-Q1", types: [ProgressReported], actorId: "local", importId: "i",
      recordedFrom: "2024-03-31T23:30:00-05:00", recordedTo: "2024-07-01T00:00:00Z" }`;
    const { answer, calls } = await ask(`{ ${begin} ${args}) { totalCount } ${end} }`);
    expect(answer.errors).toBeUndefined();
    const filter = {
      quarter: '2024-Q1',
      types: ['ProgressReported'],
      actorId: 'local',
      importId: 'i',
      recordedFrom: new Date('2024-04-01T04:30:00Z'),
      recordedTo: new Date('2024-07-01T00:00:00Z'),
    };
    expect(calls.at(-1)).toStrictEqual(['history', scope, filter, 'OLDEST', { last: 3 }]);
  });

  it('is the newest 20 entries of any kind unless told otherwise', async () => {
    const { calls } = await ask('{ history(entityId: "rmbc") { totalCount } }');
    expect(calls).toStrictEqual([['history', { entityId: 'rmbc' }, {}, 'NEWEST', { first: 20 }]]);
  });

  it('refuses a list of types without any, and names it by its path', async () => {
    const { answer } = await ask(
      '{ history(entityId: "rmbc", filter: {types: []}) { totalCount } }',
    );
    expect(inputErrors(answer.errors?.[0])).toMatchObject([{ field: 'filter.types' }]);
  });

  it('shows what all entries have, and what each kind has of its own', async () => {
    const { answer, calls } = await ask(`{
      history(entityId: "rmbc") {
        nodes {
          __typename id position type recordedAt reason actor { id role }
          subject { planId quarter officeIds offices { name } action { number } plan { year } }
          source { fileName row column raw sheet }
          ... on ProgressReported { percent quantity narrative timeliness fall action { number } }
          ... on ActionRevised { reprograms before { target officeIds offices { id } name } after { target offices { id } } }
          ... on ProgressCorrected { was: before { percent narrative } is: after { percent narrative } fall afterCutoff changes { field before after } }
          ... on EntityRegistered { entityId name entity { id } }
        }
      }
    }`);
    expect(answer.errors).toBeUndefined();
    const nodes = (answer.data?.['history'] as { nodes: object[] }).nodes;
    expect(nodes).toMatchObject([
      {
        __typename: 'ProgressReported',
        id: 'rmbc:3000000000',
        position: 3_000_000_000,
        type: 'ProgressReported',
        recordedAt: '2024-07-01T04:30:00.000Z',
        reason: null,
        actor: { id: 'local', role: 'operator' },
        subject: {
          planId: plan.id,
          quarter: '2024-Q2',
          offices: [{ name: 'Dirección General' }],
          action: { number: '4' },
          plan: { year: 2024 },
        },
        source: { fileName: 'plan.tsv', row: 5, column: 12, raw: '12,5 %', sheet: null },
        percent: 12.5,
        quantity: null,
        narrative: 'Se avanzó.',
        timeliness: 'ON_TIME',
        fall: false,
        action: { number: '4' },
      },
      {
        __typename: 'ActionRevised',
        reason: 'Comité',
        source: null,
        reprograms: ['TARGET'],
        before: { target: '1', offices: [{ id: 'office_rmbc_0001' }], name: null },
        after: { target: '2', offices: null },
      },
      {
        __typename: 'ProgressCorrected',
        was: { percent: 12.5, narrative: 'Se avanzó.' },
        is: { percent: 0, narrative: null },
        fall: true,
        afterCutoff: false,
        changes: [{ field: 'percent', before: '12.5 %', after: '0 %' }],
      },
      {
        __typename: 'EntityRegistered',
        subject: { planId: null, officeIds: [], offices: [], action: null, plan: null },
        entityId: 'rmbc',
        name: 'Región Metropolitana',
        entity: { id: 'rmbc' },
      },
    ]);
    expect(calls.filter(([method]) => method === 'changesOf')).toEqual([['changesOf', corrected]]);
  });

  it('shows an entry whose actor the caller may not know', async () => {
    const { actor: _, ...unsigned } = registered;
    const history = () => Promise.resolve(pageWith(unsigned, reported, revised));
    const { answer } = await ask('{ history(entityId: "rmbc") { nodes { actor { id } } } }', {
      overrides: { history },
    });
    const local = { actor: { id: 'local' } };
    expect(answer.data?.['history']).toEqual({ nodes: [{ actor: null }, local, local] });
  });
});
