import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linesOf } from '../../src/cli/import-lines.js';
import type { TestLog } from '../support/ledger.js';
import { openLog, recordedAll } from '../support/ledger.js';
import type { Cells, Importing } from './imports.js';
import { column, firstRow, importing, planFile, typesOf } from './imports.js';

let log: TestLog;
beforeAll(async () => {
  log = await openLog();
});
afterAll(() => log.close());

const quarter = '2024-Q1';

/** An entity into which a file with these rows was imported, and its first quarter closed. */
async function closedAfter(...rows: readonly Cells[]): Promise<Importing & { planId: string }> {
  const one = importing(log);
  const { report } = await one.run(planFile(...rows));
  const planId = report?.planId ?? '';
  const { request } = one.ledger;
  const target = { planId, quarter };
  const commands = [
    request({ type: 'OpenPeriod', input: target }),
    request({ type: 'ClosePeriod', input: { ...target, act: 'Acta 1' } }),
  ];
  recordedAll(await Promise.all(commands.map((command) => log.loop.execute(command))));
  await one.news();
  return { ...one, planId };
}

describe('a file that comes after a quarter was closed', () => {
  const reason = 'Acta 4 del comité';
  const late = planFile({ percent: '30%' }, { percent: '15%' }, {});

  it('corrects what is on record, and what was missing, with its reason; the report says which', async () => {
    const one = await closedAfter({ percent: '20%' }, { percent: '', narrative: '' }, {});
    const result = await one.run(late, { reason });
    expect(result.report?.recorded).toMatchObject({ corrections: 2, reports: 0, rejected: 0 });
    const afterCutoff = [
      { row: firstRow, letter: 'L', raw: '30%', number: '1', quarter },
      { row: firstRow + 1, letter: 'L', raw: '15%', number: '2', quarter },
    ];
    expect(result.report?.afterCutoff).toMatchObject(afterCutoff);
    const news = await one.news();
    expect(typesOf(news)).toEqual(['ProgressCorrected', 'ProgressCorrected']);
    expect(news.slice(1, 3)).toMatchObject([
      {
        reason,
        data: { before: { percent: 2000 }, after: { percent: 3000 }, afterCutoff: true },
        source: { row: firstRow, column: column.percent + 1, raw: '30%' },
      },
      { reason, data: { before: {}, after: { percent: 1500 }, afterCutoff: true } },
    ]);
    const lines = linesOf(result, false).join('\n');
    expect(lines).toContain('After the cut-off');
    expect(lines).toContain(`row ${firstRow + 1}, column L: 2024-Q1 of action 2: 15%`);
    expect(await one.ledger.liveRows()).toEqual(await one.ledger.foldedRows());
    // And once more: nothing.
    expect((await one.run(late, { reason })).report).toBeUndefined();
  });

  it('is told before anything is recorded', async () => {
    const one = await closedAfter({ percent: '20%' }, { percent: '', narrative: '' }, {});
    const { plan, report } = await one.run(late, { reason, dryRun: true });
    expect(report).toBeUndefined();
    expect(plan.afterCutoff).toMatchObject([{ number: '1' }, { number: '2' }]);
    expect(plan.planned).toMatchObject({ corrections: 2, reports: 0 });
  });

  it('is refused row by row where no reason is given', async () => {
    const one = await closedAfter({ percent: '20%' }, { percent: '', narrative: '' }, {});
    const { plan, report } = await one.run(late);
    expect(report).toBeUndefined();
    expect(plan.rejected).toMatchObject([
      { row: firstRow, rule: 'reason-required' },
      { row: firstRow + 1, rule: 'reason-required' },
    ]);
    expect(plan.afterCutoff).toEqual([]);
  });

  it('reports an open quarter as ever, and says nothing of a cut-off', async () => {
    const one = await closedAfter({}, {}, {});
    const { report } = await one.run(planFile({ percent2: '40%' }, {}, {}));
    expect(report).toMatchObject({ recorded: { reports: 1, corrections: 0 }, afterCutoff: [] });
  });
});
