import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../../src/importer/import-file.js';
import type { TestLog } from '../support/ledger.js';
import { localActor, openLog } from '../support/ledger.js';
import type { Cells, Importing } from './imports.js';
import { firstRow, importing, planFile, told, typesOf } from './imports.js';
import { HEADER, TITLE, action, readRowsOf } from './plan-text.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

/** An entity into which a first file with these rows was imported. */
async function begun(...rows: readonly Cells[]): Promise<Importing> {
  const one = importing(log);
  const { report } = await one.run(planFile(...rows));
  expect(report?.rejected).toEqual([]);
  await one.news();
  return one;
}

const livesAsFolded = async ({ ledger }: Importing) =>
  expect(await ledger.liveRows()).toEqual(await ledger.foldedRows());

describe('the next file of a plan', () => {
  it('with a column for the next quarter: reports of that quarter, and nothing else', async () => {
    const one = await begun({}, {}, {});
    const { report } = await one.run(
      planFile(
        { percent2: '25,5%', narrative2: 'Va.' },
        { percent2: '0%' },
        { narrative2: 'Sin cifra.' },
      ),
    );
    expect(report?.recorded).toMatchObject({ reports: 3, revisions: 0, corrections: 0 });
    expect(report).toMatchObject({ rejected: [], blanked: [] });
    const news = await one.news();
    expect(typesOf(news)).toEqual(Array(3).fill('ProgressReported'));
    expect(news.slice(1, 4)).toMatchObject([
      { data: { quarter: '2024-Q2', percent: 2550, narrative: 'Va.', timeliness: 'UNKNOWN' } },
      { data: { quarter: '2024-Q2', percent: 0 } },
      { data: { quarter: '2024-Q2', narrative: 'Sin cifra.' } },
    ]);
    expect(news.slice(1, 4).map(({ source }) => source)).toMatchObject([
      { row: firstRow, column: 14, raw: '25,5%' },
      { row: firstRow + 1, column: 14, raw: '0%' },
      { row: firstRow + 2, column: 14, raw: '' },
    ]);
    await livesAsFolded(one);
  });

  it('in which a closed quarter rose and its narrative changed: corrections', async () => {
    const one = await begun({}, {}, {});
    const { report } = await one.run(planFile({ percent: '10%' }, {}, { narrative: 'Otra cosa.' }));
    expect(report?.recorded).toMatchObject({ corrections: 2, reports: 0 });
    const [, risen, rewritten] = await one.news();
    expect(risen).toMatchObject({
      type: 'ProgressCorrected',
      data: { before: { percent: 0 }, after: { percent: 1000 }, fall: false },
      source: { row: firstRow, column: 12, raw: '10%' },
    });
    expect(rewritten).toMatchObject({
      type: 'ProgressCorrected',
      data: { before: { narrative: 'Se inició.' }, after: { narrative: 'Otra cosa.' } },
    });
    expect(rewritten?.data).not.toHaveProperty('after.percent');
    await livesAsFolded(one);
  });

  it('in which a closed quarter fell: only with a reason, and flagged', async () => {
    const one = await begun({ percent: '40%' }, { percent: '40%' });
    const later = planFile({ percent: '30%' }, { percent: '50%' });
    const { report } = await one.run(later);
    expect(report?.rejected).toMatchObject([
      {
        row: firstRow,
        column: 12,
        letter: 'L',
        raw: '30%',
        code: 'RULE_VIOLATION',
        rule: 'reason-required',
      },
    ]);
    expect(told(await one.news())).toMatchObject([
      { type: 'ImportStarted' },
      { type: 'ProgressCorrected', before: { percent: 4000 }, after: { percent: 5000 } },
      { type: 'ImportCompleted', recorded: { corrections: 1, rejected: 1 } },
    ]);
    await one.run(later, { reason: 'Acta 7' });
    expect(told(await one.news())).toMatchObject([
      { type: 'ImportStarted' },
      { type: 'ProgressCorrected', after: { percent: 3000 }, fall: true, reason: 'Acta 7' },
      { type: 'ImportCompleted', recorded: { corrections: 1, rejected: 0 } },
    ]);
    await livesAsFolded(one);
  });

  it('in which an office is spelled anew: an alias, and the action stays as it was', async () => {
    const one = await begun({ offices: 'Oficina de Comunicación y Prensa' }, {});
    const later = planFile({ offices: 'OFICINA DE COMUNICACION Y DE PRENSA' }, {});
    await one.run(later);
    const news = await one.news();
    expect(typesOf(news)).toEqual(['OfficeAliasAdded']);
    expect(news[1]).toMatchObject({
      data: { alias: 'OFICINA DE COMUNICACION Y DE PRENSA' },
      source: { row: firstRow, column: 3, raw: 'OFICINA DE COMUNICACION Y DE PRENSA' },
    });
    expect((await one.run(later)).report).toBeUndefined();
  });

  it('in which a zero became blank: told, and nothing recorded', async () => {
    const one = await begun({}, { percent: '5%' });
    const { plan, report } = await one.run(
      planFile({ percent: '', narrative: '' }, { percent: '' }),
    );
    expect([plan.steps, report]).toEqual([[], undefined]);
    expect(plan.blanked).toMatchObject([
      { row: firstRow, column: 12, letter: 'L', field: 'percent', quarter: '2024-Q1', number: '1' },
      { row: firstRow, column: 13, letter: 'M', field: 'narrative', quarter: '2024-Q1' },
      { row: firstRow + 1, column: 12, field: 'percent', quarter: '2024-Q1', number: '2' },
    ]);
    expect(await one.news()).toEqual([]);
  });

  it('in which a date changed: its row is rejected whole without a reason', async () => {
    const one = await begun({}, {});
    const later = planFile(
      { endDate: '30/11/2024', percent2: '20%' },
      { percent2: '30%', narrative2: 'Va.' },
    );
    const { report } = await one.run(later);
    expect(report?.rejected).toMatchObject([
      {
        row: firstRow,
        column: 8,
        letter: 'H',
        raw: '30/11/2024',
        rule: 'reason-required',
        message: expect.stringContaining('needs a reason'),
      },
    ]);
    expect(typesOf(await one.news())).toEqual(['ProgressReported']);

    await one.run(later, { reason: 'Comité 3' });
    const news = await one.news();
    // Another time makes another version of the plan.
    expect(typesOf(news)).toEqual(['ActionRevised', 'PlanRevised', 'ProgressReported']);
    expect(news[1]).toMatchObject({
      data: {
        before: { endDate: '2024-12-31' },
        after: { endDate: '2024-11-30' },
        reprograms: ['TIME'],
      },
      reason: 'Comité 3',
      source: { row: firstRow, column: 8, raw: '30/11/2024' },
    });
    await livesAsFolded(one);
  });

  it('with a row more: that action, its office and its report', async () => {
    const one = await begun({});
    await one.run(planFile({}, { offices: 'Oficina Jurídica', percent: '7%' }));
    const news = await one.news();
    expect(typesOf(news)).toEqual(['OfficeRegistered', 'ActionAdded', 'ProgressReported']);
    expect(news[2]).toMatchObject({ data: { number: '2', name: 'Acción 2' } });
  });

  it('with a row less: told, and nothing recorded; an action is withdrawn by a person', async () => {
    const one = await begun({}, {});
    const { plan, report } = await one.run(planFile({}));
    expect(report).toBeUndefined();
    expect(plan.unlisted).toMatchObject([{ number: '2', name: 'Acción 2' }]);
    expect(await one.news()).toEqual([]);
    const input = { actionId: plan.unlisted[0]?.actionId ?? '' };
    const withdrawal = one.ledger.request({ type: 'WithdrawAction', input });
    await log.loop.execute({ ...withdrawal, reason: 'Acta 4' });
    expect((await one.run(planFile({}))).plan.unlisted).toEqual([]);
  });

  it('in which an office went into another since: nothing, under either spelling', async () => {
    const one = await begun({ offices: 'Oficina Jurídica' }, { offices: 'Secretaría General' });
    const { offices } = await one.ledger.liveRows();
    const idOf = (name: string) =>
      offices?.find(({ state }) => 'name' in state && state.name === name)?.id ?? '';
    const [officeId, intoOfficeId] = [idOf('Oficina Jurídica'), idOf('Secretaría General')];
    const input = { officeId, intoOfficeId };
    await log.loop.execute({
      ...one.ledger.request({ type: 'MergeOffices', input }),
      reason: 'Decreto 10',
    });
    await one.news();
    for (const spelling of ['Oficina Jurídica', 'OFICINA JURIDICA', 'Secretaría General']) {
      const { report } = await one.run(
        planFile({ offices: spelling }, { offices: 'Secretaría General' }),
      );
      expect(report).toBeUndefined();
    }
    await one.run(planFile({}, {}, { offices: 'Oficina Jurídica' }), { reason: 'Acta 5' });
    const added = (await one.news()).find(({ type }) => type === 'ActionAdded');
    expect(added?.data['officeIds']).toEqual([intoOfficeId]);
  });

  it('with fewer columns: no field is removed', async () => {
    const one = await begun({ percent: '3%' });
    const kept = [0, 1, 2, 6, 7, 11];
    const pick = (row: readonly string[]) => kept.map((index) => row[index] ?? '');
    const cells = action({ 1: 'Acción 1', 11: '4%' });
    const file = readRowsOf(TITLE, pick(HEADER), pick(cells));
    const { report } = await one.run(file);
    expect(report).toMatchObject({ recorded: { revisions: 0, corrections: 1 }, blanked: [] });
    const { actions, reports } = await one.ledger.liveRows();
    expect(actions?.[0]?.state).toMatchObject({
      indicator: 'Plan construido',
      unit: 'Unidad',
      target: '1',
      fundingSource: 'Inversión',
      associatedPlans: ['POAI'],
    });
    expect(reports?.[0]?.state).toMatchObject({ percent: 400, narrative: 'Se inició.' });
  });

  it('that is the first one again: what it says is recorded anew, not answered from receipts', async () => {
    const one = importing(log);
    const [a, b] = [planFile({ narrative: 'A' }, {}), planFile({ narrative: 'B' }, {})];
    for (const file of [a, b, a, b, a]) {
      const { report } = await one.run(file);
      expect(report?.rejected).toEqual([]);
      expect((await one.run(file)).report).toBeUndefined();
    }
    const corrections = (await one.ledger.stored()).filter(
      ({ type }) => type === 'ProgressCorrected',
    );
    expect(corrections.map(({ data }) => data['after'])).toEqual([
      { narrative: 'B' },
      { narrative: 'A' },
      { narrative: 'B' },
      { narrative: 'A' },
    ]);
    await livesAsFolded(one);
  });
});

describe('a row that a rule refuses', () => {
  it('is rejected whole, with the others recorded', async () => {
    const one = importing(log);
    const { report } = await one.run(
      planFile({}, { offices: 'Oficina Jurídica', percent: '110%' }, { percent: '9%' }),
    );
    expect(report?.rejected).toMatchObject([
      {
        sheet: null,
        row: firstRow + 1,
        column: 12,
        letter: 'L',
        raw: '110%',
        code: 'RULE_VIOLATION',
        rule: 'reason-required',
        message: expect.stringContaining('110 %'),
      },
    ]);
    expect(report?.recorded).toMatchObject({ offices: 1, actions: 2, reports: 2, rejected: 1 });
    const { offices, actions } = await one.ledger.liveRows();
    expect(offices?.map(({ state }) => state)).toMatchObject([{ name: 'Dirección General' }]);
    expect(actions).toHaveLength(2);
  });

  it('as all others of a new plan records nothing: not even the plan, or its entity', async () => {
    const one = importing(log);
    const { plan, report } = await one.run(planFile({ percent: '110%' }, { percent: '120%' }));
    expect([plan.rejected.length, plan.steps, report]).toEqual([2, [], undefined]);
    expect(await one.news()).toEqual([]);
  });

  it('is recorded with a reason', async () => {
    const one = importing(log);
    const { report } = await one.run(planFile({ percent: '110%' }), {
      reason: 'Se superó la meta',
    });
    expect(report?.rejected).toEqual([]);
    expect((await one.news()).at(-2)).toMatchObject({
      data: { percent: 11_000 },
      reason: 'Se superó la meta',
    });
  });

  it('is one with an office that can’t be told, whose cell is named', async () => {
    const one = importing(log);
    const { report } = await one.run(planFile({}, { offices: 'Juan y otros' }));
    expect(report?.rejected).toMatchObject([
      { row: firstRow + 1, column: 3, raw: 'Juan y otros', code: 'OFFICES_UNCLEAR' },
    ]);
    expect(report?.recorded.actions).toBe(1);
  });

  it('is one that somebody else changed after it was read: CONFLICT, and not overwritten', async () => {
    const one = await begun({}, {});
    const { ledger } = one;
    const isFirst = ({ state }: { state: object }) => 'number' in state && state.number === '1';
    const row = (await ledger.liveRows())['actions']?.find(isFirst);
    let raced = false;
    const { report } = await one.run(planFile({ percent: '10%' }, { percent: '20%' }), {
      loop: {
        async execute(request) {
          if (request.type === 'CorrectProgress' && !raced) {
            raced = true;
            const changes = { percent: 1500 };
            const input = { actionId: row?.id ?? '', quarter: '2024-Q1', changes };
            await log.loop.execute(ledger.request({ type: 'CorrectProgress', input }));
          }
          return log.loop.execute(request);
        },
      },
    });
    expect(report?.rejected).toMatchObject([{ row: firstRow, code: 'CONFLICT', raw: '10%' }]);
    expect(report?.recorded).toMatchObject({ corrections: 1, rejected: 1 });
    const { reports } = await ledger.liveRows();
    const percents = reports?.map(({ state }) => (state as { percent?: number }).percent);
    expect(percents?.filter((percent) => percent !== undefined).sort()).toEqual([1500, 2000]);
  });
});

describe('the plan that a file is about', () => {
  const titled = (title: string, cells = {}) => {
    const { rows, ...file } = planFile(cells);
    return { ...file, rows, title, sha256: 'b'.repeat(64) };
  };

  it('is found by its title, whatever its letter case and accents', async () => {
    const one = await begun({});
    await one.run(titled('plan de acción 2024', { percent: '1%' }));
    expect(typesOf(await one.news())).toEqual(['ProgressCorrected']);
  });

  it('must be named where the entity has another one of that year', async () => {
    const one = await begun({});
    const file = titled('Plan estratégico', { percent: '1%' });
    const [plan] = (await one.ledger.liveRows())['plans'] ?? [];
    const planId = plan?.id ?? '';
    await expect(one.run(file)).rejects.toMatchObject({
      code: 'PLAN_FILE_UNREADABLE',
      detail: { reason: 'PLAN_UNCLEAR', expected: expect.stringContaining(planId) },
    });
    expect(await one.news()).toEqual([]);
    await one.run(file, { planId });
    expect(typesOf(await one.news())).toEqual(['ProgressCorrected']);
  });
});

describe('the entity of a file', () => {
  const asked = (entityId: string, entityName?: string) => {
    const who = { entityId, actor: localActor, dryRun: true, ...(entityName && { entityName }) };
    return importFile({ file: planFile({}), ...who }, log);
  };

  it('must be on record, or have a name to be registered under', async () => {
    await expect(asked('nadie')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await asked('nadie', 'Nadie')).plan.planned).toMatchObject({ actions: 1 });
  });

  it.each(['La Otra', 'RMBC', '', '1a', 'a'.repeat(32)])(
    'can’t be %j, which a dry run says as well',
    async (entityId) => {
      await expect(asked(entityId, 'Otra')).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining(`"${entityId}" can't be the id of an entity`),
      });
    },
  );
});
