import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { introspectionFromSchema, isEnumType, isInterfaceType } from 'graphql';
import { readFileSync } from 'node:fs';
import { catalogue } from '../../events/index.js';
import { buildBitacoraSchema, sdlOf } from '../../schema/build.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildBitacoraSchema();
});

const fieldsOf = (type: string) => {
  const found = schema.getType(type);
  return found && 'getFields' in found ? Object.keys(found.getFields()) : [];
};

describe('the schema', () => {
  it('is the one that is committed', () => {
    const committed = readFileSync('schema/schema.graphql', 'utf8');
    expect(sdlOf(schema)).toBe(committed);
  });

  it('builds twice to the same text', async () => {
    expect(sdlOf(await buildBitacoraSchema())).toBe(sdlOf(schema));
  });

  it('deprecates nothing yet', () => {
    expect(sdlOf(schema)).not.toContain('@deprecated');
  });

  it('has an object type and an enum value for each event type, and no other', () => {
    const events = Object.keys(catalogue).sort();
    const entry = schema.getType('HistoryEntry');
    const types = isInterfaceType(entry) ? schema.getPossibleTypes(entry) : [];
    expect(types.map(({ name }) => name).sort()).toEqual(events);
    const values = schema.getType('EventType');
    const names = isEnumType(values) ? values.getValues().map(({ name }) => name) : [];
    expect(names.sort()).toEqual(events);
  });
});

describe('the contract', () => {
  it.each([
    ['Query', 'plans plan action entity history publication ledger'],
    [
      'Mutation',
      'reportProgress correctProgress withdrawProgress registerEntity registerPlan addAction reviseAction withdrawAction registerOffice openPeriod closePeriod reopenPeriod approveReport returnReport markReportNotApplicable setQuarterTargets adoptSignalPolicy setPlanWeights revisePlan renameOffice addOfficeAlias mergeOffices attachEvidence withdrawEvidence',
    ],
    ['PlanConnection', 'nodes edges pageInfo totalCount'],
    ['HistoryConnection', 'nodes edges pageInfo totalCount'],
    ['PageInfo', 'hasNextPage hasPreviousPage startCursor endCursor'],
    [
      'Plan',
      'id year title objective entity streamVersion actions history period periods planVersion signalPolicy weighted',
    ],
    [
      'Action',
      'id number name offices indicator unit target startDate endDate frequency fundingSource associatedPlans withdrawn report reports plan history streamVersion weight quarterTargets originalTarget originalStartDate originalEndDate',
    ],
    [
      'Report',
      'quarter percent quantity narrative state timeliness restated reportVersion recordedAt actor due expected efficacy gap signal evidence',
    ],
    [
      'HistoryEntry',
      'position stream streamVersion type recordedAt occurredOn actor reason subject source causationId leafHash changes',
    ],
    [
      'Period',
      'planId quarter cutoff opensAt closesAt status act closedAt publicationHash publication signalPolicy streamVersion',
    ],
    [
      'Publication',
      'planId quarter cutoff asOfPosition position recordedAt signalPolicy actions totals hash',
    ],
    ['PublishedAction', 'actionId action percent expected state signal'],
    ['Office', 'id name aliases names mergedInto streamVersion'],
    ['EntrySource', 'fileName sha256 sheet row column raw'],
    ['FieldChange', 'field before after'],
    ['Ledger', 'size rootHash checkpoint inclusionProof consistencyProof'],
    ['InclusionProof', 'leafIndex treeSize leafHash hashes'],
    ['ConsistencyProof', 'hashes'],
    ['UserError', 'code rule field message expected actual'],
    [
      'HistoryFilter',
      'planId actionId officeId quarter importId types actorId recordedFrom recordedTo',
    ],
    ['ReportProgressPayload', 'action report entries userErrors'],
    ['RegisterPlanPayload', 'plan entries userErrors'],
    ['ClosePeriodPayload', 'plan period ledger entries userErrors'],
    ['ApproveReportPayload', 'action report entries userErrors'],
    ['MergeOfficesPayload', 'office entries userErrors'],
  ])('%s has its promised fields', (type, fields) => {
    expect(fieldsOf(type)).toEqual(expect.arrayContaining(fields.split(' ')));
  });

  it.each([
    ['Action.number', 'String!'],
    ['Action.target', 'Decimal'],
    ['Action.associatedPlans', '[String!]!'],
    ['Action.report', 'Report!'],
    ['Action.reports', '[Report!]!'],
    ['Report.percent', 'Float'],
    ['Report.quantity', 'Decimal'],
    ['HistoryEntry.position', 'SafeInt!'],
    ['Query.plans', 'PlanConnection!'],
    ['Query.plan', 'Plan'],
    ['Query.history', 'HistoryConnection!'],
    ['HistoryConnection.nodes', '[HistoryEntry]!'],
    ['HistoryConnection.totalCount', 'SafeInt'],
  ])('%s is %s', (path, type) => {
    const [owner = '', field = ''] = path.split('.');
    const found = schema.getType(owner);
    const fields = found && 'getFields' in found ? found.getFields() : {};
    expect(String(fields[field]?.type)).toBe(type);
  });

  it.each(['Query.plans', 'Query.history', 'Plan.actions', 'Plan.history', 'Action.history'])(
    '%s pages both ways',
    (path) => {
      const [owner = '', name = ''] = path.split('.');
      const { types } = introspectionFromSchema(schema).__schema;
      const found = types.find((type) => type.name === owner);
      const fields = found && 'fields' in found ? found.fields : [];
      const field = fields.find((candidate) => candidate.name === name);
      const args = field && 'args' in field ? field.args.map((arg) => arg.name) : [];
      expect(args).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']));
    },
  );

  it('gives every mutation one input with the four optional fields', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(mutations).toHaveLength(24);
    for (const { name, args } of mutations) {
      expect([name, args.map((arg) => arg.name)]).toEqual([name, ['input']]);
      const input = String(args[0]?.type).replace('!', '');
      expect([name, ...fieldsOf(input)]).toEqual(
        expect.arrayContaining([
          'commandId',
          'expectedStreamVersion',
          'reason',
          'occurredOn',
          ...(/Progress$|Report|Evidence$/.test(name) ? ['expectedReportVersion'] : []),
        ]),
      );
    }
  });
});
