import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCommandLoop } from '../../src/commands/loop.js';
import { importFile } from '../../src/importer/import-file.js';
import { loadPlanFile } from '../../src/importer/load-plan-file.js';
import { collectionsOf } from '../../src/store/collections.js';
import { connect } from '../../src/store/connect.js';
import type { Api } from '../support/api.js';
import { startApi } from '../support/api.js';
import { indexes, localActor } from '../support/ledger.js';

const path = 'examples/plan-de-accion-2024.tsv';
const bytes = readFileSync(path);
const sha256 = createHash('sha256').update(bytes).digest('hex');
/** The cells of the file as anybody would cut them: rows and columns count from 1. */
const grid = bytes
  .toString('utf8')
  .split('\n')
  .map((line) => line.split('\t'));
const cell = (row: number, column: number) => grid[row - 1]?.[column - 1];
const rowOf = (number: string) => grid.findIndex(([first]) => first === number) + 1;

const general = 'Dirección General';
const planning = 'Subdirección de Planeación Metropolitana y Regional';
const projects = 'Subdirección de Gestión de Proyectos';
const press = 'Oficina Asesora de Comunicaciones y Participación Ciudadana';
const pressAlias = 'Oficina Asesora de Comunicaciones y de Participación Ciudadana';
const corporate = 'Subdirección de Gestión Corporativa';

let api: Api;
const importExample = async (target = api, entityId = 'rmbc') => {
  const file = await loadPlanFile(path);
  const entityName = 'Región Metropolitana Bogotá - Cundinamarca';
  const request = { file, entityId, entityName, actor: localActor, dryRun: false };
  return importFile(request, target);
};
beforeAll(async () => {
  api = await startApi();
  await importExample();
});
afterAll(() => api.close());

interface Action {
  readonly number: string;
  readonly name: string;
  readonly indicator: string;
  readonly offices: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly report: { readonly narrative: string | null };
}
const actions = async (): Promise<readonly Action[]> => {
  const data = await api.ask<{ plans: { nodes: { actions: { nodes: Action[] } }[] } }>(`{
    plans { nodes { actions { nodes {
      number name indicator unit target startDate endDate frequency fundingSource associatedPlans
      offices { name aliases }
      report(quarter: "2024-Q1") {
        quarter percent quantity narrative state timeliness restated actor { id }
      }
      reports { quarter percent state }
    } } } }
  }`);
  return data.plans.nodes[0]?.actions.nodes ?? [];
};

describe('the example plan, imported and asked for over HTTP', () => {
  it('is one plan of 2024 of its entity, with its objective', async () => {
    const data = await api.ask(
      `{ plans { totalCount nodes { year title objective streamVersion
           entity { id name plans { totalCount } } actions { totalCount } } } }`,
    );
    expect(data).toEqual({
      plans: {
        totalCount: 1,
        nodes: [
          {
            year: 2024,
            title: 'PLAN DE ACCIÓN 2024',
            objective:
              'especificar los objetivos, programas, proyectos, metas y responsables de la Región Metropolitana Bogotá - Cundinamarca.',
            streamVersion: 1,
            entity: {
              id: 'rmbc',
              name: 'Región Metropolitana Bogotá - Cundinamarca',
              plans: { totalCount: 1 },
            },
            actions: { totalCount: 9 },
          },
        ],
      },
    });
  });

  it('has nine actions numbered 1 to 9 in that order, their texts to the letter', async () => {
    const found = (await actions()).map(({ number, name, indicator }) => [number, name, indicator]);
    expect(found).toEqual(
      '123456789'.split('').map((n) => [n, cell(rowOf(n), 2), cell(rowOf(n), 4)]),
    );
  });

  it('has the dates, target, unit, frequency, source and plans that the file says', async () => {
    for (const action of await actions()) {
      const invested = Number(action.number) <= 5;
      const poai = 'Plan Operativo Anual de Inversiones (POAI)';
      expect(action).toMatchObject({
        startDate: action.number === '4' ? '2024-05-01' : '2024-03-01',
        endDate: '2024-12-31',
        target: '1',
        unit: 'Unidad',
        frequency: 'QUARTERLY',
        fundingSource: invested ? 'Inversión' : 'Funcionamiento',
        associatedPlans: [invested ? poai : 'Plan Anual de Adquisiciones (PAA)'],
      });
    }
  });

  it('has the offices of each action', async () => {
    const found = (await actions()).map(({ offices }) => offices.map(({ name }) => name));
    expect(found).toEqual([
      [general, planning, press],
      [general, projects],
      [general, projects, planning],
      [general],
      [general, planning, press],
      [general, corporate],
      [general, projects, planning, press],
      [general],
      [projects],
    ]);
  });

  it('has five offices of 8, 4, 4, 3 and 1 actions, the other spelling being an alias', async () => {
    const counts = new Map<string, number>();
    for (const { offices } of await actions()) {
      for (const { name } of offices) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      [general]: 8,
      [planning]: 4,
      [projects]: 4,
      [press]: 3,
      [corporate]: 1,
    });
    const data = await api.ask(
      '{ entity(id: "rmbc") { offices { totalCount nodes { name aliases } } } }',
    );
    const aliases = (name: string) => (name === press ? [pressAlias] : []);
    expect(data).toEqual({
      entity: {
        offices: {
          totalCount: 5,
          nodes: [general, press, corporate, projects, planning].map((name) => ({
            name,
            aliases: aliases(name),
          })),
        },
      },
    });
  });

  it('has eight reports of 0 % with their narratives to the letter, and none of action 4', async () => {
    for (const { number, report } of await actions()) {
      expect([number, report]).toEqual([
        number,
        number === '4'
          ? {
              quarter: '2024-Q1',
              percent: null,
              quantity: null,
              narrative: null,
              state: 'NOT_DUE',
              timeliness: null,
              restated: false,
              actor: null,
            }
          : {
              quarter: '2024-Q1',
              percent: 0,
              quantity: null,
              narrative: cell(rowOf(number), 13),
              state: 'SUBMITTED',
              timeliness: 'UNKNOWN',
              restated: false,
              actor: { id: 'local' },
            },
      ]);
      expect(cell(rowOf(number), 12)).toBe(number === '4' ? '' : '0%');
    }
  });

  it('owes the later quarters, which are not overdue because of the import', async () => {
    for (const action of await actions()) {
      const later = ['2024-Q2', '2024-Q3', '2024-Q4'];
      expect(action).toMatchObject({
        reports: [
          { quarter: '2024-Q1' },
          ...later.map((quarter) => ({ quarter, percent: null, state: 'DUE' })),
        ],
      });
    }
  });
});

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly position: number;
  readonly causationId: string | null;
  readonly subject: { readonly importId: string | null; readonly quarter: string | null };
  readonly source: Readonly<Record<string, string | number | null>> | null;
  readonly changes: readonly { readonly field: string; readonly after: string | null }[];
}
const historyOf = async (entityId = 'rmbc'): Promise<readonly Entry[]> => {
  const data = await api.ask<{ history: { nodes: Entry[] } }>(
    `query ($entityId: ID!) { history(entityId: $entityId, order: OLDEST, first: 100) { nodes {
      id type position causationId subject { importId quarter }
      source { fileName sha256 sheet row column raw } changes { field before after }
    } } }`,
    { entityId },
  );
  return data.history.nodes;
};

describe('the events of the import', () => {
  it('are as many as the file has things to say, from the entity to the end', async () => {
    const counts = new Map<string, number>();
    const history = await historyOf();
    for (const { type } of history) counts.set(type, (counts.get(type) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      EntityRegistered: 1,
      ImportStarted: 1,
      PlanRegistered: 1,
      OfficeRegistered: 5,
      OfficeAliasAdded: 1,
      ActionAdded: 9,
      ProgressReported: 8,
      ImportCompleted: 1,
    });
    expect(history.map(({ position }) => position)).toEqual(history.map((_, i) => i + 1));
    const types = history.map(({ type }) => type);
    expect([types.slice(0, 3), types.at(-1)]).toEqual([
      ['EntityRegistered', 'ImportStarted', 'PlanRegistered'],
      'ImportCompleted',
    ]);
  });

  it('say the cell that each came from, as the file has it, and the start that caused them', async () => {
    const history = await historyOf();
    const start = history.find(({ type }) => type === 'ImportStarted');
    const caused = history.filter(
      ({ type }) => !['EntityRegistered', 'ImportStarted'].includes(type),
    );
    expect(caused).toHaveLength(25);
    for (const { causationId, subject } of caused) {
      expect([causationId, subject.importId]).toEqual([start?.id, start?.subject.importId]);
    }
    expect(start?.subject.importId).toMatch(/^import_rmbc_/);
    const fromCells = caused.filter(({ type }) => type !== 'ImportCompleted');
    for (const { source } of fromCells) {
      const { row, column } = source ?? {};
      const raw = cell(Number(row), Number(column));
      expect(raw).not.toBe('');
      expect(source).toEqual({
        fileName: 'plan-de-accion-2024.tsv',
        sha256,
        sheet: null,
        row,
        column,
        raw,
      });
    }
    const columnsOf = (type: string) => [
      ...new Set(history.filter((e) => e.type === type).map(({ source }) => source?.['column'])),
    ];
    expect(
      ['OfficeRegistered', 'OfficeAliasAdded', 'ActionAdded', 'ProgressReported'].map(columnsOf),
    ).toEqual([[3], [3], [2], [12]]);
    expect(columnsOf('PlanRegistered')).toEqual([2]);
  });

  it('stand in the row of the action that they are about', async () => {
    const named = (entry: Entry, field: string) =>
      entry.changes.find((change) => change.field === field)?.after;
    const history = await historyOf();
    const added = history.filter(({ type }) => type === 'ActionAdded');
    expect(added.map((entry) => [named(entry, 'number'), entry.source?.['row']])).toEqual(
      '123456789'.split('').map((n) => [n, rowOf(n)]),
    );
    for (const entry of history.filter(({ type }) => type === 'ProgressReported')) {
      expect(named(entry, 'percent')).toBe('0 %');
      expect(named(entry, 'narrative')).toBe(cell(Number(entry.source?.['row']), 13));
    }
  });
});

describe('importing the same file again', () => {
  it('adds no event', async () => {
    const before = await historyOf();
    const { report, plan } = await importExample();
    expect([report, plan.steps]).toEqual([undefined, []]);
    expect(await historyOf()).toEqual(before);
  });

  it('at the same time by two processes gives one set of events', async () => {
    const connection = await connect(api.uri, { indexes });
    const loop = createCommandLoop({ connection });
    const other = { ...api, connection, loop };
    const both = await Promise.all([importExample(api, 'dos'), importExample(other, 'dos')]);
    const shape = ({ type, source, changes }: Entry) => ({ type, source, changes });
    const once = (await historyOf()).map(shape).slice(1);
    const twice = (await historyOf('dos')).map(shape).slice(1);
    expect(twice).toEqual(expect.arrayContaining(once));
    expect(twice).toHaveLength(once.length);
    const [one, two] = both.map(({ report }) => report);
    expect(one?.recorded).toMatchObject({
      plans: 1,
      offices: 5,
      aliases: 1,
      actions: 9,
      reports: 8,
    });
    expect(two).toEqual(one);
    const { events } = collectionsOf(connection.db);
    expect(await events.countDocuments({ ledger: 'dos' })).toBe(27);
    await loop.close();
    await connection.close();
  });
});
