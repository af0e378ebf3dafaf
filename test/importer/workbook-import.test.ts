import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestLog } from '../support/ledger.js';
import { openLog } from '../support/ledger.js';
import { importing, typesOf } from './imports.js';
import { ACTION, HEADER, OBJECTIVE, TITLE, action, planOf } from './plan-text.js';
import { readSheets } from './workbook.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

describe('the import of a workbook', () => {
  it('records each action with its sheet and cell, and nothing the second time', async () => {
    const one = importing(log);
    const half = { number: 0.5, format: '0%' };
    const bad = { number: 2, format: '0%' };
    const file = readSheets([
      { name: 'Resumen', rows: [['Total', 3]] },
      {
        name: 'Planeación',
        rows: [TITLE, OBJECTIVE, HEADER, ACTION, ['', '', 'Oficina Jurídica']],
        merges: ['A4:A5', 'B4:B5'],
      },
      {
        name: 'Prensa',
        rows: [HEADER, [2, ...ACTION.slice(1, 11), half], [3, ...ACTION.slice(1, 11), bad]],
      },
    ]);
    const { report } = await one.run(file);
    expect(report).toMatchObject({
      recorded: { actions: 2, reports: 2, offices: 2 },
      rejected: [{ sheet: 'Prensa', row: 3, letter: 'L', raw: '200%' }],
    });
    const news = await one.news();
    const found = news.filter(({ type }) => /^(ActionAdded|ProgressReported)$/.test(type));
    expect(
      found.map(({ type, source }) => [type, source?.sheet, source?.row, source?.raw]),
    ).toEqual([
      ['ActionAdded', 'Planeación', 4, 'Construir el plan'],
      ['ProgressReported', 'Planeación', 4, '0%'],
      ['ActionAdded', 'Prensa', 2, 'Construir el plan'],
      ['ProgressReported', 'Prensa', 2, '50%'],
    ]);
    expect((await one.run(file)).plan.steps).toEqual([]);
    expect(await one.news()).toEqual([]);
  });

  it('finds the actions of a text file again, and records only what differs', async () => {
    const one = importing(log);
    const rows = [TITLE, OBJECTIVE, HEADER];
    await one.run(planOf(action(), action({ 0: '2' })));
    await one.news();
    const date = { number: 45352, format: 'd/mm/yyyy' };
    const next = [...ACTION.slice(0, 5), 1, date, ...ACTION.slice(7)];
    const risen = [2, ...ACTION.slice(1, 11), { number: 0.1, format: '0%' }, ACTION[12]];
    await one.run(readSheets([{ rows: [...rows, next, risen] }]));
    expect(typesOf(await one.news())).toEqual(['ProgressCorrected']);
  });
});
