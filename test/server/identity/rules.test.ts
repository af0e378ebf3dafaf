import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { buildBitacoraSchema } from '../../../schema/build.js';
import { commandRights } from '../../../src/server/identity/command-rights.js';
import { fieldsWithoutRule, guardSchema } from '../../../src/server/identity/guard.js';
import { publicFields } from '../../../src/server/identity/public-fields.js';
import { queryRules } from '../../../src/server/identity/query-rules.js';
import type { Role } from '../../../src/server/identity/roles.js';
import { roles } from '../../../src/server/identity/roles.js';
import type { Viewer } from '../../../src/server/identity/viewer.js';
import { may } from '../../../src/server/identity/viewer.js';

/** Who may send each operation in its entity: written down here once more, apart from the rules. */
const everybody = 'public reporter planner auditor admin operator';
const readers = 'reporter planner auditor admin operator';
const planners = 'planner admin operator';
const reporters = 'reporter admin operator';
const table: Readonly<Record<string, string>> = {
  'Query.entity': everybody,
  'Query.plans': everybody,
  'Query.plan': everybody,
  'Query.publication': everybody,
  'Query.ledger': everybody,
  'Query.quarterComparison': readers,
  'Query.node': readers,
  'Query.nodes': readers,
  'Query.actions': readers,
  'Query.action': readers,
  'Query.quarterAsKnown': readers,
  'Query.planDiff': readers,
  'Query.history': readers,
  'Query.historyEntry': readers,
  'Query.fieldHistory': readers,
  'Query.changesAfterCutoff': readers,
  'Query.trend': readers,
  'Query.trends': readers,
  'Query.officeScorecard': readers,
  'Query.restatements': readers,
  'Query.overdue': readers,
  'Mutation.registerEntity': 'admin operator',
  'Mutation.registerPlan': planners,
  'Mutation.revisePlan': planners,
  'Mutation.setPlanWeights': planners,
  'Mutation.adoptSignalPolicy': planners,
  'Mutation.addAction': planners,
  'Mutation.reviseAction': planners,
  'Mutation.withdrawAction': planners,
  'Mutation.setQuarterTargets': planners,
  'Mutation.registerOffice': planners,
  'Mutation.renameOffice': planners,
  'Mutation.addOfficeAlias': planners,
  'Mutation.mergeOffices': planners,
  'Mutation.openPeriod': planners,
  'Mutation.closePeriod': planners,
  'Mutation.reopenPeriod': planners,
  'Mutation.approveReport': planners,
  'Mutation.returnReport': planners,
  'Mutation.markReportNotApplicable': planners,
  'Mutation.reportProgress': reporters,
  'Mutation.correctProgress': reporters,
  'Mutation.withdrawProgress': reporters,
  'Mutation.attachEvidence': reporters,
  'Mutation.withdrawEvidence': reporters,
};

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});
const fields = (type: 'Query' | 'Mutation') =>
  Object.values(
    (type === 'Query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {},
  );

const viewers: Readonly<Record<string, Viewer>> = {
  public: { grants: [], open: ['PUBLISHED'] },
  ...Object.fromEntries(
    roles.map((role: Role) => [
      role,
      { actorId: role, grants: [{ role, entityId: 'rmbc' }], open: ['PUBLISHED'] },
    ]),
  ),
};
const ids = {
  ...{ id: 'action_rmbc_abcd', entityId: 'rmbc', entityIds: ['rmbc'] },
  ...{ planId: 'plan_rmbc_abcd', actionId: 'action_rmbc_abcd', ids: ['rmbc:1', 'no id'] },
};

/** Who may, by the rules that the server has. */
function allowed(operation: string, args: Record<string, unknown> = ids): string {
  const [type, name = ''] = operation.split('.');
  const command = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const need =
    type === 'Query'
      ? queryRules[name]?.(args)
      : {
          right: commandRights[command as keyof typeof commandRights],
          scopes: [{ entityId: 'rmbc' }],
        };
  if (need === undefined) return 'nobody';
  const names = Object.entries(viewers).filter(([, viewer]) =>
    need.scopes.every((scope) => may(viewer, need.right, scope)),
  );
  return names.map(([name]) => name).join(' ');
}

describe('every query and mutation', () => {
  it('has a rule, and no rule is of something else', () => {
    const there = (['Query', 'Mutation'] as const).flatMap((type) =>
      fields(type).map(({ name }) => `${type}.${name}`),
    );
    expect(Object.keys(table).toSorted()).toEqual(there.toSorted());
    expect(Object.keys(queryRules).toSorted()).toEqual(
      fields('Query')
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each(Object.entries(table))('%s is for %s', (operation, who) => {
    expect(allowed(operation)).toBe(who);
  });

  it('is for nobody in another entity than its own, but for what is public', () => {
    const elsewhere = {
      ...{ id: 'action_otra_abcd', entityId: 'otra', entityIds: ['otra'] },
      ...{ planId: 'plan_otra_abcd', actionId: 'action_otra_abcd' },
      ids: ['rmbc', 'action_otra_abcd/Q1'],
    };
    for (const [operation, who] of Object.entries(table)) {
      if (!operation.startsWith('Query') || who === everybody) continue;
      expect([operation, allowed(operation, elsewhere)]).toEqual([operation, '']);
    }
    expect(allowed('Query.trends', { entityIds: ['rmbc', 'otra'] })).toBe('');
    expect(allowed('Query.trends', {})).toBe('');
    expect(allowed('Query.nodes', { ids: [] })).toBe(readers);
    expect(allowed('Query.plan', { ...ids, asOf: { position: 1 } })).toBe(readers);
    expect(allowed('Query.quarterComparison', { ...ids, basis: 'AS_PUBLISHED' })).toBe(everybody);
  });
});

describe('what has no rule', () => {
  const grown = (more: string) => buildSchema(`type Query { plan: Plan ${more} }`);

  it('stops the start: a query, a mutation, and a type that everybody would come to', () => {
    const wrong = grown(`secret: String } type Plan { id: ID } type Mutation { burn: String`);
    expect(fieldsWithoutRule(wrong)).toEqual(['Query.secret', 'Mutation.burn']);
    expect(() => guardSchema(wrong)).toThrow(/Query\.secret, Mutation\.burn/);
    const reached = grown(`} type Plan { period: Period } type Period { act: A publication: New }
      type A { text: String } type New { secret: String`);
    expect(fieldsWithoutRule(reached)).toEqual(['New']);
  });

  it('is nothing of the schema as it is', () => {
    expect(fieldsWithoutRule(schema)).toEqual([]);
  });
});

describe('the public fields', () => {
  it('are fields that there are', () => {
    const strange = Object.entries(publicFields).flatMap(([name, open]) => {
      const type = schema.getType(name);
      if (type === undefined || !('getFields' in type)) return [name];
      const there = Object.keys(type.getFields());
      return open === 'ALL' ? [] : open.filter((field) => !there.includes(field));
    });
    expect(strange).toEqual([]);
  });
});
